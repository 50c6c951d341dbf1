// What a stage asks people to agree to.
import type { Words } from '../locale.ts';

/** `night`: marketing from 21 to 8 o'clock, which Korean law wants asked for apart. */
export const CONSENT_KINDS = ['terms', 'privacy', 'age', 'marketing', 'night', 'other'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export interface AskedConsent {
  /** Names it for good: what people agreed to is stored by it. */
  readonly key: string;
  readonly kind: ConsentKind;
  /** Of the text. Another one is asked for again. */
  readonly version: string;
  /** Whether nobody may have an account without it. */
  readonly required: boolean;
  /** Where the text is. */
  readonly url?: string;
  /** The sentence that people agree to. */
  readonly title: Words;
}
