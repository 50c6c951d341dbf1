// What a browser sends of a credential (WebAuthn, section 5.1): texts in base64url that nobody has verified yet.

import { isUserId } from '../account/user-id.ts';
import { decodeBase64Url, decodeJson } from '../crypto.ts';

interface Credential<Response> {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly response: Response;
}

/** `RegistrationResponseJSON`, as far as it is read. */
export type NewCredential = Credential<{
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports?: readonly string[] | undefined;
}>;

/** `AuthenticationResponseJSON`, as far as it is read. */
export type UsedCredential = Credential<{
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle?: string | null | undefined;
}>;

/** The challenge that the browser was given. `undefined`: there is none, or the page was in a frame of another origin. */
export const challengeOf = (clientDataJSON: string): string | undefined => {
  const bytes = decodeBase64Url(clientDataJSON);
  const data = bytes && decodeJson(bytes);
  if (typeof data !== 'object' || data === null) return undefined;
  if ('crossOrigin' in data && data.crossOrigin !== false) return undefined;
  return 'challenge' in data && typeof data.challenge === 'string' ? data.challenge : undefined;
};

/** The user handle of a passkey is the id of its account. */
export const handleOf = (userId: string): string => Buffer.from(userId).toString('base64url');

/** `undefined` for the handles of others. */
export const userIdOfHandle = (handle: string | null | undefined): string | undefined => {
  const userId = decodeBase64Url(handle ?? '')?.toString('latin1') ?? '';
  return isUserId(userId) ? userId : undefined;
};
