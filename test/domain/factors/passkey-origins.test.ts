// Where passkeys may be used: pages and apps of the team, and nothing else.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { passkeyOriginsOf } from '#domain/factors/passkey-origins.ts';

const SETTINGS = { issuer: 'https://auth.example.com', passkeyDomain: 'example.com' };
const certificate = createHash('sha256').update('certificate').digest();
const fingerprint = certificate.toString('hex').toUpperCase().match(/../g)?.join(':') ?? '';

describe('the origins of passkeys', () => {
  it('are the pages of the API alone', () => {
    expect(passkeyOriginsOf(SETTINGS)).toEqual(['https://auth.example.com']);
  });

  it('are those of web apps that are named, each once', () => {
    const passkeyOrigins = ['https://app.example.com', 'https://auth.example.com'];
    expect(passkeyOriginsOf({ ...SETTINGS, passkeyOrigins })).toEqual([
      'https://auth.example.com',
      'https://app.example.com',
    ]);
  });

  it('are, for an app of Apple, the domain of the passkeys', () => {
    const appLinks = { apple: ['ABCDE12345.com.example.app'] };
    expect(passkeyOriginsOf({ ...SETTINGS, appLinks })).toEqual(['https://auth.example.com', 'https://example.com']);
  });

  it('are, for an app of Android, the hash of each of its certificates', () => {
    const android = [{ package: 'com.example.app', sha256Fingerprints: [fingerprint, Array(32).fill('00').join(':')] }];
    expect(passkeyOriginsOf({ ...SETTINGS, appLinks: { android } })).toEqual([
      'https://auth.example.com',
      `android:apk-key-hash:${certificate.toString('base64url')}`,
      `android:apk-key-hash:${'A'.repeat(43)}`,
    ]);
  });
});
