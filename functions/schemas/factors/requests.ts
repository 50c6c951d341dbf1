// The bodies of the routes of passkeys and of the second factor, in wire form.
import * as z from 'zod/mini';
import { CREDENTIAL_ID_MAXIMUM_LENGTH, PASSKEY_NAME_MAXIMUM_LENGTH } from '#domain/factors/passkey.ts';
import { SEALED_MAXIMUM_LENGTH } from '#domain/factors/sealed.ts';
import { credentials, ownerProof, text, typed } from '../fields.ts';
import { late } from '../late.ts';

/** Larger than what any authenticator sends, and less than the whole body may have. */
const PART_MAXIMUM_LENGTH = 12_000;

const base64Url = (maximumLength: number) =>
  z
    .string()
    .check(
      z.maxLength(maximumLength, `must have at most ${maximumLength} characters`),
      z.regex(/^[\w-]*$/, 'must be base64url without padding'),
    );

const credentialId = late(() => base64Url(CREDENTIAL_ID_MAXIMUM_LENGTH));
const part = late(() => base64Url(PART_MAXIMUM_LENGTH));
const type = late(() => z.literal('public-key', 'must be "public-key"'));
/** Browsers add fields to a credential with time. What is not read is ignored. */
const identity = { id: credentialId, rawId: credentialId, type };

const newCredential = late(() =>
  z.looseObject({
    ...identity,
    response: z.looseObject({
      clientDataJSON: part,
      attestationObject: part,
      transports: z.optional(z.array(text(32)).check(z.maxLength(20, 'must have at most 20 items'))),
    }),
  }),
);

const usedCredential = late(() =>
  z.looseObject({
    ...identity,
    response: z.looseObject({
      clientDataJSON: part,
      authenticatorData: part,
      signature: part,
      userHandle: z.optional(z.union([base64Url(128), z.null()], 'must be base64url or null')),
    }),
  }),
);

const name = late(() =>
  text(PASSKEY_NAME_MAXIMUM_LENGTH).check(z.refine((value) => value.trim() !== '', 'must have a visible character')),
);

export const PasskeyLogInOptionsRequest = late(() => z.strictObject({}));

export const PasskeyLogInRequest = late(() => z.strictObject({ credential: usedCredential, credentials }));

export const PasskeyAddRequest = late(() => z.strictObject({ credential: newCredential, name: z.optional(name) }));

export const PasskeyRenameRequest = late(() => z.strictObject({ id: credentialId, name }));

export const PasskeyRemoveRequest = late(() => z.strictObject({ id: credentialId, ...ownerProof }));

const sealed = late(() => text(SEALED_MAXIMUM_LENGTH));

/** By a code of the app, or by one of the recovery codes. */
export const SecondFactorLogInRequest = late(() =>
  z.union([
    z.strictObject({ ticket: sealed, code: typed, credentials }),
    z.strictObject({ ticket: sealed, recoveryCode: typed, credentials }),
  ]),
);

export const SecondFactorConfirmRequest = late(() => z.strictObject({ enrolment: sealed, code: typed }));

export const SecondFactorOwnerRequest = late(() =>
  z.union([z.strictObject({ code: typed, ...ownerProof }), z.strictObject({ recoveryCode: typed, ...ownerProof })]),
);
