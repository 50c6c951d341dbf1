// The answers of the routes of passkeys and of the second factor.
import * as z from 'zod/mini';
import { text } from '../answer-fields.ts';

/** 57 bytes as base64url. */
const challenge = text(76);
const domain = text(253);
const milliseconds = z.int().check(z.gte(1), z.lte(600_000));
const userVerification = z.literal('preferred');

/** `PublicKeyCredentialRequestOptionsJSON` of WebAuthn. */
export const PasskeyLogInOptionsResponse = z.strictObject({
  options: z.strictObject({ challenge, rpId: domain, timeout: milliseconds, userVerification }),
});
