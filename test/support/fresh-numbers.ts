// Numbers that a run of tests gives out once, over all its workers: tests share tables, and so addresses, numbers and limits.

/** Vitest numbers its workers anew for each test file; each draws from a part of its own. */
const WORKERS = 512;
const PER_WORKER = 8192;

/** Kept outside of the module, which a worker that is used again loads anew. */
const given = globalThis as { latchkeyNumbersGiven?: Record<string, number> };

/** From 0 up to 2^22, in a row of its own for each `kind`. */
export const freshNumber = (kind: 'account' | 'address' | 'network' | 'phone'): number => {
  const worker = Number(process.env['VITEST_WORKER_ID'] ?? 0) % WORKERS;
  const row = `${kind} ${worker}`;
  given.latchkeyNumbersGiven ??= {};
  const index = given.latchkeyNumbersGiven[row] ?? 0;
  if (index >= PER_WORKER) throw new Error(`no ${kind} is left that no other test has`);
  given.latchkeyNumbersGiven[row] = index + 1;
  return worker * PER_WORKER + index;
};
