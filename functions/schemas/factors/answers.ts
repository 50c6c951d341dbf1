// The answers of the routes of passkeys and of the second factor.
import * as z from 'zod/mini';
import { USER_ID_MAXIMUM_LENGTH } from '#domain/account/user-id.ts';
import {
  CREDENTIAL_ID_MAXIMUM_LENGTH,
  PASSKEY_NAME_MAXIMUM_LENGTH,
  PASSKEYS_MAXIMUM,
} from '#domain/factors/passkey.ts';
import { RECOVERY_CODES } from '#domain/factors/recovery-codes.ts';
import { SEALED_MAXIMUM_LENGTH } from '#domain/factors/sealed.ts';
import { email, list, text, time } from '../answer-fields.ts';
import { TokenResponse } from '../responses.ts';

/** 57 bytes as base64url. */
const challenge = text(76);
const domain = text(253);
const milliseconds = z.int().check(z.gte(1), z.lte(600_000));
const userVerification = z.literal('preferred');
const type = z.literal('public-key');
const credentialId = text(CREDENTIAL_ID_MAXIMUM_LENGTH);
/** Of 64 bytes as base64url. */
const userHandle = text(Math.ceil((USER_ID_MAXIMUM_LENGTH * 4) / 3));

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn. */
export const PasskeyLogInOptionsResponse = z.strictObject({
  options: z.strictObject({ challenge, rpId: domain, timeout: milliseconds, userVerification }),
});

/** `PublicKeyCredentialCreationOptionsJSON` of WebAuthn. */
export const PasskeyOptionsResponse = z.strictObject({
  options: z.strictObject({
    rp: z.strictObject({ id: domain, name: text(40) }),
    user: z.strictObject({ id: userHandle, name: email, displayName: email }),
    challenge,
    pubKeyCredParams: list(z.strictObject({ type, alg: z.int().check(z.gte(-65_536), z.lte(-1)) })),
    timeout: milliseconds,
    excludeCredentials: list(
      z.strictObject({ type, id: credentialId, transports: z.exactOptional(list(text(32))) }),
      PASSKEYS_MAXIMUM,
    ),
    authenticatorSelection: z.strictObject({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification,
    }),
    attestation: z.literal('none'),
  }),
});

const Passkey = z.strictObject({
  id: credentialId,
  name: text(PASSKEY_NAME_MAXIMUM_LENGTH),
  createdAt: time,
  usedAt: z.exactOptional(time),
  isSynced: z.boolean(),
});

export const PasskeyAddedResponse = z.strictObject({ passkey: Passkey });

export const PasskeysResponse = z.strictObject({ passkeys: list(Passkey, PASSKEYS_MAXIMUM) });

export const PasskeyRemovedResponse = z.strictObject({ status: z.literal('removed') });

export const SecondFactorResponse = z.strictObject({
  enabled: z.boolean(),
  confirmedAt: z.exactOptional(time),
  recoveryCodesLeft: z.exactOptional(z.int().check(z.gte(0), z.lte(RECOVERY_CODES))),
});

/** 20 bytes in Base32. */
const secret = text(32);
/** The longest name of a service and the longest address, with every character escaped. */
const uri = text(2048);
/** 177 × 177 modules, the largest code there is. */
const svg = text(512 * 1024);

export const SecondFactorBegunResponse = z.strictObject({
  secret,
  uri,
  qr: svg,
  enrolment: text(SEALED_MAXIMUM_LENGTH),
});

const recoveryCodes = list(text(11), RECOVERY_CODES);

export const RecoveryCodesResponse = z.strictObject({ recoveryCodes });

export const SecondFactorConfirmedResponse = z.extend(z.omit(TokenResponse, { refreshToken: true }), { recoveryCodes });
