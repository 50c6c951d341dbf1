// Counts the DynamoDB requests of a flow, by the capacity that the database reports.
import { createRealStore } from './real-store.ts';
import { createTestService, type ServiceOptions } from './service.ts';

interface Capacity {
  readonly Table?: { readonly CapacityUnits?: number };
  readonly GlobalSecondaryIndexes?: Readonly<Record<string, { readonly CapacityUnits?: number }>>;
}

/** A service whose client records each command with the units it consumes, or a batch with its number of keys. */
export const aMeasuredService = (options: ServiceOptions = {}) => {
  const { store, client } = createRealStore();
  const commands: string[] = [];
  const index = { units: 0 };
  client.middlewareStack.add(
    (next, context) => async (request) => {
      const input = { ...request.input, ReturnConsumedCapacity: 'INDEXES' };
      const answer = await next({ ...request, input });
      const { ConsumedCapacity: asked } = answer.output as { ConsumedCapacity?: Capacity | Capacity[] };
      const { RequestItems: batch = {} } = request.input as { RequestItems?: Record<string, { Keys: unknown[] }> };
      const keys = Object.values(batch).flatMap(({ Keys }) => Keys).length;
      const units = [asked ?? []].flat().reduce((sum, { Table }) => sum + (Table?.CapacityUnits ?? 0), 0);
      // dynalite reports no units for an index; DynamoDB does.
      for (const { GlobalSecondaryIndexes = {} } of [asked ?? []].flat())
        for (const { CapacityUnits = 0 } of Object.values(GlobalSecondaryIndexes)) index.units += CapacityUnits;
      commands.push(`${String(context['commandName']).replace('Command', '')} ${keys || units}`);
      return answer;
    },
    { step: 'initialize', priority: 'low' },
  );
  const service = createTestService({ store, ...options });
  const measure = async (work: () => Promise<unknown>) => {
    commands.splice(0);
    index.units = 0;
    await work();
    return [...commands];
  };
  return { service, measure, index };
};
