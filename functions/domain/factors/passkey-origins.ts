// Where passkeys of a deployment may be used: what the browser or the system of a phone writes into what it signs.
import type { Settings } from '../settings.ts';

/**
 * The pages of the API, the team's web apps, and the apps of `appLinks`. For the last, iOS names the domain of the passkey, Android the
 * certificate of the app: https://developer.android.com/identity/credential-manager/prerequisites
 */
export const passkeyOriginsOf = ({
  issuer,
  passkeyDomain,
  passkeyOrigins = [],
  appLinks: { apple = [], android = [] } = {},
}: Pick<Settings, 'issuer' | 'passkeyDomain' | 'passkeyOrigins' | 'appLinks'>): readonly string[] => [
  ...new Set([
    issuer,
    ...passkeyOrigins,
    ...(apple.length > 0 && passkeyDomain !== undefined ? [`https://${passkeyDomain}`] : []),
    ...android.flatMap(({ sha256Fingerprints }) => sha256Fingerprints.map(toKeyHash)),
  ]),
];

const toKeyHash = (fingerprint: string): string =>
  `android:apk-key-hash:${Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url')}`;
