// The bodies of the routes of passkeys and of the second factor, in wire form.
import * as z from 'zod/mini';
import { SEALED_MAXIMUM_LENGTH } from '#domain/factors/sealed.ts';
import { credentials, ownerProof, text, typed } from '../fields.ts';
import { late } from '../late.ts';

export const PasskeyLogInOptionsRequest = late(() => z.strictObject({}));

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
