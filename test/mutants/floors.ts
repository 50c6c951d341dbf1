// The two folders that are mutated, the tests that must notice, and the score each must reach.

export interface Floor {
  readonly name: string;
  readonly folder: string;
  readonly tests: string;
  /** Percent of the mutants killed, those of `accepted.json` not counted. */
  readonly minimumScore: number;
}

export const FLOORS: readonly Floor[] = [
  { name: 'domain', folder: 'functions/domain', tests: 'test/domain', minimumScore: 97 },
  { name: 'use-cases', folder: 'functions/use-cases', tests: 'test/flows', minimumScore: 95 },
];
