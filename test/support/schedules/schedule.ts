// A random schedule: groups of actions, each group at once, with faults at any call. And how thousands of them are held to statements.
import fc from 'fast-check';
import { FAULTS, type Fault, type FaultPlan } from '../faults/faults.ts';
import { REPLAY } from '../rounds.ts';

export interface Schedule<Action extends string> {
  /** Actions of one group run at the same time. */
  readonly groups: readonly (readonly Action[])[];
  /** The faults of the calls, in their order. After the last one nothing fails. */
  readonly faults: readonly (Fault | undefined)[];
}

export interface Sizes {
  readonly groups: { readonly minLength: number; readonly maxLength: number };
  readonly atOnce: number;
  readonly faults: number;
  /** One call of so many has a fault. */
  readonly callsPerFault: number;
}

/** An action that is listed twice comes twice as often. */
export const schedulesOf = <Action extends string>(
  actions: readonly Action[],
  { groups, atOnce, faults, callsPerFault }: Sizes,
): fc.Arbitrary<Schedule<Action>> =>
  fc.record({
    groups: fc.array(fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: atOnce }), groups),
    faults: fc.array(fc.option(fc.constantFrom(...FAULTS), { nil: undefined, freq: callsPerFault }), {
      maxLength: faults,
    }),
  });

/** The faults of a schedule as a plan, and how many calls came to theirs. */
export const planOf = ({ faults }: Schedule<string>): { readonly plan: FaultPlan; readonly met: () => number } => {
  const left = [...faults];
  return { plan: () => left.shift(), met: () => faults.length - left.length };
};

export interface Rounds {
  readonly runs: number;
  /** Without it a new one each time, which a failure tells. */
  readonly seed?: number;
}

/** Judges so many schedules. The error of the first that fails has its seed, its shortest form, and the command that replays it. */
export const hold = async <Action extends string>(
  schedules: fc.Arbitrary<Schedule<Action>>,
  judge: (schedule: Schedule<Action>) => Promise<void>,
  { runs, seed }: Rounds,
): Promise<void> => {
  const isReplay = seed === undefined && REPLAY.path !== undefined;
  const details = await fc.check(fc.asyncProperty(schedules, judge), {
    numRuns: isReplay ? 1 : runs,
    ...(seed === undefined ? REPLAY : { seed }),
  });
  if (!details.failed) return;
  const { numRuns, counterexamplePath: path, counterexample, errorInstance: cause } = details;
  throw new Error(report({ seed: details.seed, numRuns, path, cause, shortest: counterexample?.[0] }), { cause });
};

interface Failure {
  readonly seed: number;
  readonly numRuns: number;
  readonly path: string | null;
  readonly cause: unknown;
  readonly shortest: Schedule<string> | undefined;
}

const report = ({ seed, numRuns, path, cause, shortest }: Failure): string => {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const steps = shortest?.groups.map((group, index) => `  ${index + 1}. ${group.join(' | ')}`) ?? [];
  const faults = shortest?.faults.flatMap((fault, call) => (fault ? [`${fault} at call ${call + 1}`] : [])) ?? [];
  return [
    `Schedule ${numRuns} of seed ${seed} fails:`,
    reason,
    'Steps (those of one line at once):',
    ...steps,
    `Faults: ${faults.join(', ') || 'none'}`,
    `Replay: LATCHKEY_TEST_SEED=${seed} LATCHKEY_TEST_PATH=${path} npm run test:soak -- <this file> -t 'under any schedule'`,
  ].join('\n');
};
