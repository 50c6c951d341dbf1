// A fault that the person at the keyboard can repair: shown as one line, without a stack.
import type { Words } from './doctor/finding.ts';

export class UserError extends Error {
  override readonly name = 'UserError';
  readonly words: Words;

  /** A plain text is shown to readers of both languages. */
  constructor(words: string | Words, cause?: unknown) {
    const { ko, en } = typeof words === 'string' ? { ko: words, en: words } : words;
    super(en, { cause });
    this.words = { ko, en };
  }
}
