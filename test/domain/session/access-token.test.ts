import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { type AccessTokenClaims, accessTokenInput, accessTokenLife, proofInput } from '#domain/session/access-token.ts';
import { aRef, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const CLAIMS: AccessTokenClaims = {
  issuer: 'https://auth.example.com',
  audience: 'https://api.example.com',
  userId: USER_ID,
  sessionId: ID,
  epoch: 'epoch-one',
  authenticatedAt: NOW - 60_000,
  amr: ['pwd', 'link'],
  tokenId: OTHER_ID,
  now: NOW,
  lifetimeSeconds: 900,
};
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

describe('accessTokenLife', () => {
  it('is the setting, or up to 5 % less', () => {
    const lives = [0, 1423, 1425, 32_768, 65_535].map((random) => accessTokenLife(DEFAULTS.lifetimes, random));
    expect(lives).toEqual([900, 900, 899, 877, 855]);
  });

  it('is the setting where 5 % are less than a second', () => {
    expect(accessTokenLife({ ...DEFAULTS.lifetimes, accessTokenSeconds: 19 }, 65_535)).toBe(19);
  });
});

describe('accessTokenInput', () => {
  const input = accessTokenInput('key-1', CLAIMS);
  const [header, payload, ...rest] = input.split('.');

  it('has the header of an RFC 9068 access token', () => {
    expect(decode(header)).toEqual({ alg: 'RS256', kid: 'key-1', typ: 'at+jwt' });
  });

  it('has exactly the claims of the contract, with times in whole seconds', () => {
    expect(decode(payload)).toEqual({
      iss: 'https://auth.example.com',
      aud: 'https://api.example.com',
      sub: USER_ID,
      sid: ID,
      epoch: 'epoch-one',
      client_id: 'latchkey',
      scope: 'account',
      auth_time: 1_767_582_185,
      amr: ['pwd', 'link'],
      iat: 1_767_582_245,
      exp: 1_767_583_145,
      jti: OTHER_ID,
    });
  });

  it('has no amr claim for a session that does not tell', () => {
    const [, silent] = accessTokenInput('key-1', { ...CLAIMS, amr: undefined }).split('.');
    expect(decode(silent)).not.toHaveProperty('amr');
    expect(decode(silent)).toHaveProperty('auth_time', 1_767_582_185);
  });

  it('is two parts of base64url without padding, ready to be signed', () => {
    expect(rest).toEqual([]);
    expect(input).toMatch(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
  });
});

describe('proofInput', () => {
  const ref = aRef({ purpose: 'otp', channel: 'sms', address: '+821012345678' });
  const { issuer, audience, tokenId, now } = CLAIMS;
  const input = proofInput('key-1', { ...ref, issuer, audience, tokenId, now, lifetimeSeconds: 600 });
  const [header, payload, ...rest] = input.split('.');

  it('has a type of its own, so that it is never accepted as an access token', () => {
    expect(decode(header)).toEqual({ alg: 'RS256', kid: 'key-1', typ: 'latchkey-proof+jwt' });
    expect(rest).toEqual([]);
  });

  it('states what was verified, for its own audience, and has neither sub nor scope', () => {
    expect(decode(payload)).toEqual({
      iss: 'https://auth.example.com',
      aud: 'https://api.example.com/proof',
      purpose: 'otp',
      channel: 'sms',
      address: '+821012345678',
      iat: 1_767_582_245,
      exp: 1_767_582_845,
      jti: OTHER_ID,
    });
  });
});
