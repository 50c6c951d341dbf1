// Injects faults into any port. A plan says which call fails before its effect, fails after it, happens twice, or is late.
import { setTimeout as wait } from 'node:timers/promises';
import { DependencyError } from '#domain/errors.ts';

export const FAULTS = ['before', 'after', 'twice', 'late'] as const;
export type Fault = (typeof FAULTS)[number];

/** Called for each call; returns its fault, if any. `call` is `port.method`. */
export type FaultPlan = (call: string) => Fault | undefined;

type Method = (...parameters: never[]) => Promise<unknown>;

const LATE_MILLISECONDS = 3;
const aWhile = () => wait(LATE_MILLISECONDS);

/** Wraps every method of a port whose methods all return promises. `late`: how long a late call waits. */
export const faulty = <Port extends object>(
  name: string,
  port: Port,
  plan: FaultPlan,
  late: () => Promise<unknown> = aWhile,
): Port => {
  const wrap = (method: string, run: Method): Method => {
    const call = `${name}.${method}`;
    return async (...parameters) => {
      const fault = plan(call);
      if (fault === 'before') throw new DependencyError(call, new Error('failed before its effect'));
      if (fault === 'late') await late();
      if (fault === 'twice') await run.apply(port, parameters);
      const result = await run.apply(port, parameters);
      if (fault === 'after') throw new DependencyError(call, new Error('failed after its effect'));
      return result;
    };
  };
  const methods = Object.entries(port).map(([method, run]) => [
    method,
    typeof run === 'function' ? wrap(method, run as Method) : run,
  ]);
  return Object.fromEntries(methods) as Port;
};

/** Applies the fault only to the `index`th call (from 0); `calls` records all calls. */
export const faultAt = (index: number, fault: Fault): { readonly plan: FaultPlan; readonly calls: string[] } => {
  const calls: string[] = [];
  const plan: FaultPlan = (call) => (calls.push(call) - 1 === index ? fault : undefined);
  return { plan, calls };
};
