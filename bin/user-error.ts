// An error that the user can fix: shown as one line, without a stack.
import type { Words } from './doctor/finding.ts';

export class UserError extends Error {
  override readonly name = 'UserError';
  readonly words: Words;

  /** A plain string is shown in both languages. */
  constructor(words: string | Words, cause?: unknown) {
    const { ko, en } = typeof words === 'string' ? { ko: words, en: words } : words;
    super(en, { cause });
    this.words = { ko, en };
  }
}
