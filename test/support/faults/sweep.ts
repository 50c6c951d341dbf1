// Runs a flow once for every call it makes to a port, with every possible fault.
import type { Settings } from '#domain/settings.ts';
import type { Store } from '#domain/store.ts';
import { createTestService, type TestService } from '../service.ts';
import { FAULTS, faultAt } from './faults.ts';

/** `arm` activates the fault for what follows; `name` identifies the run. */
export type SweptFlow = (service: TestService, arm: () => void, name: string) => Promise<void>;

/** Each run has a service of its own. Returns the number of runs in which a fault happened. */
export const sweep = async (store: Store, flow: SweptFlow, settings: Partial<Settings> = {}): Promise<number> => {
  let runs = 0;
  for (const fault of FAULTS) {
    for (let index = 0; ; index++) {
      const service = createTestService({ store, settings });
      const { plan, calls } = faultAt(index, fault);
      const name = () => `${fault} ${calls[index] ?? 'nothing'} (call ${index})`;
      await flow(service, () => service.setFaults(plan), name()).catch((error) => {
        throw new Error(`after ${name()}`, { cause: error });
      });
      if (calls.length <= index) break;
      runs++;
    }
  }
  return runs;
};
