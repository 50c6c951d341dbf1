// What was asked in a schedule, when, and the answer.
import type { Answer } from '../service.ts';
import type { Person } from './people.ts';

/** Between two moments of the run. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Asked extends Span {
  readonly who: Person;
  readonly method: string;
  readonly path: string;
  /** The account whose access token was sent. */
  readonly userId: string | undefined;
  readonly answer: Answer;
}
