// The fields of a profile as the settings hold them, complete.
import * as z from 'zod/mini';
import { FIELD_TYPES, type ProfileField } from '#domain/account/profile-fields.ts';
import { late } from './late.ts';
import { words } from './words.ts';

export const ProfileFields: z.ZodMiniType<readonly ProfileField[], readonly ProfileField[]> = late(() =>
  z.array(
    z.strictObject({
      key: z.string(),
      type: z.enum(FIELD_TYPES),
      label: words,
      required: z.boolean(),
      atSignUp: z.boolean(),
      editable: z.boolean(),
      choices: z.exactOptional(z.array(z.strictObject({ value: z.string(), label: words }))),
      maximumLength: z.exactOptional(z.int().check(z.gte(1))),
    }),
  ),
);
