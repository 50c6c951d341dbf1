// Counts what each flow asks of DynamoDB, by the capacity the database itself reports.
import { describe, expect, it } from 'vitest';
import { createRealStore, freshAddress } from '../support/real-store.ts';
import { createTestService } from '../support/service.ts';
import { beginSignUp, PASSWORD, pendingSignUp } from '../support/sign-up.ts';

/** A service whose client notes each command with its capacity units. */
const aMeasuredService = () => {
  const { store, client } = createRealStore();
  const commands: { name: string; units: number }[] = [];
  client.middlewareStack.add(
    (next, context) => async (request) => {
      const input = { ...request.input, ReturnConsumedCapacity: 'TOTAL' };
      const answer = await next({ ...request, input });
      const output = answer.output as { ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[] };
      const units = [output.ConsumedCapacity ?? []].flat().reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
      commands.push({ name: String(context['commandName']), units });
      return answer;
    },
    { step: 'initialize', priority: 'low' },
  );
  const service = createTestService({ store });
  const measure = async (work: () => Promise<unknown>) => {
    commands.splice(0);
    await work();
    return commands.map(({ name, units }) => `${name.replace('Command', '')} ${units}`);
  };
  return { service, measure };
};

const READ = 'GetItem 1';
const WRITE = 'PutItem 1';
const COUNT = 'UpdateItem 1';

describe('DynamoDB is asked for', () => {
  it('1 count, 1 read and 1 write by a sign-up, whether or not it is the first', async () => {
    const { service, measure } = aMeasuredService();
    const address = freshAddress();
    expect(await measure(() => beginSignUp(service, address))).toEqual([COUNT, READ, WRITE]);
    service.advance(61);
    expect(await measure(() => beginSignUp(service, address))).toEqual([COUNT, READ, WRITE]);
  });

  it('1 read and 4 writes by a verification with link and continuation', async () => {
    const { service, measure } = aMeasuredService();
    const { token, continuation } = await pendingSignUp(service, freshAddress());
    const asked = await measure(() => service.post('/verify', { token, continuation }));
    expect(asked).toEqual([READ, WRITE, WRITE, WRITE, WRITE]);
  });

  it('1 read, 5 writes and 2 counts by a verification with a code', async () => {
    const { service, measure } = aMeasuredService();
    const { code, continuation } = await pendingSignUp(service, freshAddress());
    const asked = await measure(() => service.post('/verify', { code, continuation }));
    expect(asked.toSorted()).toEqual([READ, WRITE, WRITE, WRITE, WRITE, WRITE, COUNT, COUNT].toSorted());
  });

  it('1 read by a poll of a pending sign-up', async () => {
    const { service, measure } = aMeasuredService();
    const { continuation } = await pendingSignUp(service, freshAddress());
    expect(await measure(() => service.post('/verify/status', { continuation }))).toEqual([READ]);
  });

  it('nothing by a junk link, a junk continuation, or a page', async () => {
    const { service, measure } = aMeasuredService();
    const asked = await measure(async () => {
      await service.post('/verify', { token: 'junk', password: PASSWORD });
      await service.post('/verify', { code: '123456', continuation: 'junk' });
      await service.request({ method: 'GET', path: '/verify?token=junk' });
      await service.request({ method: 'HEAD', path: '/verify?token=junk' });
    });
    expect(asked).toEqual([]);
  });

  it('1 count by a sign-up that is over the limit of its client', async () => {
    const { service, measure } = aMeasuredService();
    for (let count = 0; count < 10; count++) await beginSignUp(service, freshAddress());
    const refused = () => service.post('/signup', { email: freshAddress(), password: PASSWORD });
    expect(await measure(refused)).toEqual([COUNT]);
  });
});
