// The key `profileFields`: what each field may be by itself.
import * as z from 'zod/mini';
import { PROFILE_KEY, PROFILE_KEYS_REFUSED } from '#domain/account/profile.ts';
import { FIELD_TYPES } from '#domain/account/profile-fields.ts';
import { boolean, object, oneLine, textThat, wholeBetween } from '../fields.ts';
import { words } from '../words.ts';

const LABEL_MAXIMUM_LENGTH = 80;

export const profileFields = z.array(
  object({
    key: textThat(
      (key) => PROFILE_KEY.test(key) && !PROFILE_KEYS_REFUSED.includes(key),
      'must be named like "nickName": 1 to 32 letters and digits, beginning with a small letter',
    ),
    type: z.enum(FIELD_TYPES, 'must be "text", "number", "boolean" or "choice"'),
    label: words(LABEL_MAXIMUM_LENGTH),
    required: z._default(boolean, false),
    atSignUp: z._default(boolean, true),
    editable: z._default(boolean, true),
    choices: z.exactOptional(
      z.array(
        object({ value: oneLine(64), label: words(LABEL_MAXIMUM_LENGTH) }),
        'must be a list of choices, such as [{ "value": "pro", "label": { "ko": "프로", "en": "Pro" } }]',
      ),
    ),
    maximumLength: z.exactOptional(wholeBetween(1, 600)),
  }),
  'must be a list of fields, such as [{ "key": "company", "type": "text", "label": { "ko": "회사", "en": "Company" } }]',
);
