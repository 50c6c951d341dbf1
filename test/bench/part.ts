// What every part of the bench is given, and what it gives back.
import type { Command } from './command.ts';
import type { Pinned } from './measure/pin.ts';

export interface PartOptions extends Pick<Command, 'rounds' | 'only'> {
  /** For bundles and events; removed at the end. */
  readonly folder: string;
  readonly pinned: Pinned;
  /** Whether everything is measured as often as the document says. */
  readonly isWhole: boolean;
  /** Where measured rounds are kept until the part is complete. */
  readonly kept: string;
}

/** Markdown. */
export type MeasurePart = (options: PartOptions) => Promise<string>;

/** On standard error, so that standard output holds the tables alone. */
export const sayProgress = (part: string, done: number, all: number): void => {
  const isTerminal = process.stderr.isTTY;
  if (isTerminal) process.stderr.write(`\r${part}: round ${done} of ${all}${done === all ? '\n' : ''}`);
  else if (done === all || done % 5 === 0) process.stderr.write(`${part}: round ${done} of ${all}\n`);
};

/** Stands above a table in which they are missing. */
export const WITHOUT_PEERS =
  '**Not measured: the packages in `test/bench/peers/` could not be installed (`npm ci` failed).**';
