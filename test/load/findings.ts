// What a run found: faults, and what this machine was too busy to tell.

import type { Drive } from './drive.ts';
import { countOf, goodput, percentile } from './drive.ts';
import { type Done, VERDICTS } from './traffic.ts';

export interface Findings {
  /** `what` must hold whatever the machine does. */
  must(holds: boolean, what: string): void;
  /** `what` compares times: judged only if the machine kept its pace. */
  should(holds: boolean, what: string): void;
  /** One line of the table. */
  show(phase: string, drive: Drive): void;
  readonly faults: readonly string[];
  readonly comparisons: readonly string[];
}

export const createFindings = (write: (line: string) => unknown): Findings => {
  const faults: string[] = [];
  const comparisons: string[] = [];
  return {
    must: (holds, what) => void (holds || faults.push(what)),
    should: (holds, what) => void (holds || comparisons.push(what)),
    show: (phase, drive) => {
      const counts = VERDICTS.map((verdict) => countOf(drive, verdict));
      const perSecond = goodput(drive, Math.min(1, drive.seconds / 2), drive.seconds);
      const times = [percentile(drive, 0.5), percentile(drive, 0.95)].map((time) => `${Math.round(time)} ms`);
      write(
        [
          phase.padEnd(28),
          perSecond.toFixed(1).padStart(7),
          ...counts.map((count) => String(count).padStart(7)),
          ...times.map((time) => time.padStart(9)),
        ].join(' '),
      );
    },
    faults,
    comparisons,
  };
};

export const HEADING = `${'phase'.padEnd(28)} right/s   right limited refused    late   wrong    median      95 %`;

/** The wrong answers, by kind, status and code. */
export const describeWrong = ({ done }: { readonly done: readonly Done[] }): string => {
  const names = done
    .filter(({ verdict }) => verdict === 'wrong')
    .map(({ kind, answer }) => `${kind}: ${answer.status || answer.fault} ${answer.body?.code ?? ''}`.trim());
  return [...new Set(names)].slice(0, 5).join(', ');
};
