// The result of a sub-command: lines for people, JSON for scripts, an exit code for the shell.
import type { Words } from './finding.ts';

export interface Report {
  /** 0: done. 1: something is left to do. 2: the outcome is unknown. */
  readonly exitCode: 0 | 1 | 2;
  /** One line each. */
  readonly lines: readonly Words[];
  /** As `--json` prints it; names are stable. */
  readonly json: Readonly<Record<string, unknown>>;
}
