// Ends a command that did nothing, for a reason that the person who runs it can change. An exception, because every command of
// several calls would otherwise repeat the same branch.
import type { Words } from '../doctor/finding.ts';

interface Why {
  /** 1: refused, nothing found, or not confirmed. 2: the service could not answer. */
  readonly exitCode: 1 | 2;
  /** As `--json` prints it; stable. */
  readonly code: string;
  readonly lines: readonly Words[];
  /** Printed by `--json` too. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export class NotDone extends Error {
  override readonly name = 'NotDone';
  readonly why: Why;

  constructor(why: Why) {
    super(why.code);
    this.why = why;
  }
}
