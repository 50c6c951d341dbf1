// Values that look like real ones, and are not secrets.

export const EMAIL = 'minji@example.com';
export const NEW_EMAIL = 'minji.kim@example.com';
export const PHONE = '010-1234-5678';
export const PASSWORD = 'correct horse battery';
export const NEW_PASSWORD = 'staple a better horse';

const CHALLENGE_ID = '01JCZ6R1K9V3Q8M2T4B7N5X0AE';
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As the routes return it: readable, except for its second part. */
export const continuationFor = (purpose: string, channel: 'email' | 'sms', address: string): string =>
  `${base64url([purpose, channel, address, CHALLENGE_ID])}.rA0vP2nqXk8m1dT5sWzY4g`;

export const LINK_TOKEN = 'AXd0b2tlbi1vZi1hLWxpbmstdGhhdC1vcGVucy1ub3RoaW5nLWJ1dC1sb29rcy1saWtlLW9uZQ';
export const HUMAN_TOKEN = '0.dGhlLXRva2VuLW9mLWEtd2lkZ2V0LXRoYXQtYS1wZXJzb24tc29sdmVk';
export const SITE_KEY = '0x4AAAAAAAexampleKey';
export const REFRESH_TOKEN = '01JCZ6T8H2W5E7R9Y1P3D4F6GK.3.q0m7vN1sXw9cT5bR8dK2fJ4hL6pZ0aE3gU7iO1yV5nM';
const HEADER = base64url({ alg: 'RS256', kid: 'example', typ: 'at+jwt' });
export const ACCESS_TOKEN = `${HEADER}.${base64url({ sub: CHALLENGE_ID, scope: 'account' })}.c2lnbmF0dXJl`;
/** 57 bytes. */
export const CHALLENGE = Buffer.alloc(57, 'a challenge of a passkey').toString('base64url');
/** Of a log-in that waits for its second factor. */
export const TICKET = `${base64url(['ticket', 1, 1_764_318_600_000, CHALLENGE_ID, 'Zb3kQ9vX1mT7', 'pwd'])}.bm90LWEtcmVhbC1tYWMtYnV0LWxvb2tzLWxpa2Utb25l`;
export const ENROLMENT = `${base64url(['enrolment', 1, 1_764_318_600_000, CHALLENGE_ID])}.bm90LWEtcmVhbC1tYWMtYnV0LWxvb2tzLWxpa2Utb25l`;
export const RECOVERY_CODE = '7KQ2M-9XTRA';
/** As an authenticator makes them, but shorter. */
const CREDENTIAL = { id: 'q83vEjRWeJCrze8SNFZ4kA', rawId: 'q83vEjRWeJCrze8SNFZ4kA', type: 'public-key' };
const CLIENT_DATA = base64url({ type: 'webauthn.get', challenge: CHALLENGE, origin: 'https://auth.example.com' });
export const NEW_CREDENTIAL = {
  ...CREDENTIAL,
  response: {
    clientDataJSON: CLIENT_DATA.replace('Z2V0', 'Y3JlYXRl'),
    attestationObject: 'o2NmbXRkbm9uZQ',
    transports: ['internal'],
  },
};
export const USED_CREDENTIAL = {
  ...CREDENTIAL,
  response: {
    clientDataJSON: CLIENT_DATA,
    authenticatorData: 'SZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2MdAAAAAA',
    signature: 'MEUCIQDxample',
    userHandle: Buffer.from(CHALLENGE_ID).toString('base64url'),
  },
};
export const PASSKEY = {
  id: CREDENTIAL.id,
  name: 'Apple Passwords',
  createdAt: '2026-11-21T08:30:00.000Z',
  usedAt: '2026-11-28T08:30:00.000Z',
  isSynced: true,
};
export const ISSUER = 'https://auth.example.com';
const ID_TOKEN_HEADER = base64url({ alg: 'RS256', kid: 'example', typ: 'JWT' });
export const ID_TOKEN = `${ID_TOKEN_HEADER}.${base64url({ iss: ISSUER, sub: CHALLENGE_ID, aud: 'shop' })}.c2lnbmF0dXJl`;
const PROOF_HEADER = base64url({ alg: 'RS256', kid: 'example', typ: 'latchkey-proof+jwt' });
export const PROOF = `${PROOF_HEADER}.${base64url({ purpose: 'otp', channel: 'sms', address: '+821012345678' })}.c2lnbmF0dXJl`;

export const USER = {
  id: CHALLENGE_ID,
  email: EMAIL,
  emailVerified: true,
  phoneVerified: false,
  locale: 'ko',
  profile: { nickName: '민지' },
};
