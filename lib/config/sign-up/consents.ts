// The form of what a stage asks people to agree to.
import * as z from 'zod/mini';
import { CONSENT_KINDS } from '#domain/account/consents.ts';
import { appUrl, boolean, listOf, object, textThat, wholeBetween } from '../fields.ts';
import { words } from '../words.ts';

const TITLE_MAXIMUM_LENGTH = 200;

export const consents = listOf(
  object({
    key: textThat(
      (text) => /^[a-z][a-z0-9-]{0,31}$/.test(text),
      'must be 1 to 32 lower-case letters, digits and hyphens, and begin with a letter, such as "terms"',
    ),
    kind: z.enum(CONSENT_KINDS, `must be one of ${CONSENT_KINDS.map((kind) => `"${kind}"`).join(', ')}`),
    version: textThat(
      (text) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$/.test(text),
      'must be 1 to 20 letters, digits, dots, hyphens and underscores, such as "2026-01-01"',
    ),
    required: boolean,
    url: z.exactOptional(appUrl),
    title: words(TITLE_MAXIMUM_LENGTH),
  }),
  'consents, such as [{ "key": "terms", "kind": "terms", "version": "2026-01-01", "required": true, "title": { "ko": "…", "en": "…" } }]',
);

export const minimumAge = wholeBetween(1, 99);
