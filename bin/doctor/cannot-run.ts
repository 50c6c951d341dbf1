// Why the doctor itself could not run: shown as one line, and exit code 2.
import type { Words } from './finding.ts';

export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly words: Words;

  constructor(words: Words, cause?: unknown) {
    super(words.en, { cause });
    this.words = words;
  }
}
