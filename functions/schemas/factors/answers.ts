// The answers of the routes of passkeys and of the second factor.
import * as z from 'zod/mini';
import { RECOVERY_CODES } from '#domain/factors/recovery-codes.ts';
import { SEALED_MAXIMUM_LENGTH } from '#domain/factors/sealed.ts';
import { list, text, time } from '../answer-fields.ts';
import { TokenResponse } from '../responses.ts';

/** 57 bytes as base64url. */
const challenge = text(76);
const domain = text(253);
const milliseconds = z.int().check(z.gte(1), z.lte(600_000));
const userVerification = z.literal('preferred');

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn. */
export const PasskeyLogInOptionsResponse = z.strictObject({
  options: z.strictObject({ challenge, rpId: domain, timeout: milliseconds, userVerification }),
});

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
