import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LINK_TOKEN_MAXIMUM_LENGTH,
  type LinkClaims,
  linkClaims,
  linkTokenGeneration,
  openLinkToken,
  sealLinkToken,
} from '#domain/challenge/link-token.ts';
import { CHANNELS, PURPOSES } from '#domain/purpose.ts';
import { ADDRESS, aChallenge, aRef, ID, keysOf, NOW, USER_ID } from '../../support/builders.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const KEYS = keysOf(7);
const CLAIMS: LinkClaims = { purpose: 'signup', channel: 'email', address: ADDRESS, id: ID, notAfter: NOW };
const TOKEN = sealLinkToken(KEYS, CLAIMS);

const opened = (tokens: readonly string[]) => tokens.filter((token) => openLinkToken(KEYS, token) !== undefined);
/** A token of these keys over any plaintext and generation byte, made without the code under test. */
const forge = (plaintext: string, generation = KEYS.generation) => {
  const iv = createHmac('sha256', KEYS.linkIv).update(plaintext).digest().subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', KEYS.link, iv).setAAD(Buffer.of(generation));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(generation), iv, body, cipher.getAuthTag()]).toString('base64url');
};

describe('sealLinkToken and openLinkToken', () => {
  it('give back the claims that went in, for any claims', () => {
    const id = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const named = {
      purpose: fc.constantFrom(...PURPOSES),
      channel: fc.constantFrom(...CHANNELS),
      address: fc.string({ unit: 'grapheme', maxLength: 80 }),
      id,
      notAfter: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    };
    const claims = fc.oneof(fc.record(named), fc.record({ ...named, userId: id }));
    fc.assert(
      fc.property(claims, fc.nat({ max: 255 }), (given, generation) => {
        const keys = keysOf(generation);
        const token = sealLinkToken(keys, given);
        expect(linkTokenGeneration(token)).toBe(generation);
        expect(openLinkToken(keys, token)).toEqual(given);
      }),
    );
  });

  it('make the same token, byte for byte, from the same claims', () => {
    expect(sealLinkToken(keysOf(7), { ...CLAIMS })).toBe(TOKEN);
  });

  it('follow the format: generation, IV from HMAC-SHA256, AES-256-GCM over the JSON array', () => {
    expect(TOKEN).toBe(forge(JSON.stringify(['signup', 'email', ADDRESS, ID, NOW])));
  });

  it('use a different IV for any other claims, so that no IV is used for two plaintexts', () => {
    const others: LinkClaims[] = [
      CLAIMS,
      { ...CLAIMS, purpose: 'reset' },
      { ...CLAIMS, channel: 'sms' },
      { ...CLAIMS, address: 'minji.kin@example.com' },
      { ...CLAIMS, id: ID.replace('A', 'B') },
      { ...CLAIMS, notAfter: NOW + 1 },
      { ...CLAIMS, userId: USER_ID },
      { ...CLAIMS, userId: ID },
    ];
    const ivs = others.map((claims) =>
      Buffer.from(sealLinkToken(KEYS, claims), 'base64url').subarray(1, 13).toString('hex'),
    );
    expect(new Set(ivs).size).toBe(others.length);
  });

  it('hide the address: neither it nor a part of it can be read from the token', () => {
    const bytes = Buffer.from(TOKEN, 'base64url').toString('latin1').toLowerCase();
    for (const part of [ADDRESS, 'minji', 'example', 'signup', ID.toLowerCase()]) {
      expect(bytes).not.toContain(part);
      expect(TOKEN.toLowerCase()).not.toContain(part);
      expect(TOKEN).not.toContain(Buffer.from(part).toString('base64url').slice(0, -2));
    }
  });

  it('refuse every change of one character, at every position, to every other character', () => {
    const changed = [...TOKEN].flatMap((character, index) =>
      [...ALPHABET]
        .filter((other) => other !== character)
        .map((other) => TOKEN.slice(0, index) + other + TOKEN.slice(index + 1)),
    );
    expect(changed).toHaveLength(TOKEN.length * 63);
    expect(opened(changed)).toEqual([]);
  });

  it('refuse every token cut short at either end, or with one character taken out', () => {
    const indexes = [...TOKEN].map((_character, index) => index);
    expect(opened(indexes.map((index) => TOKEN.slice(0, index)))).toEqual([]);
    expect(opened(indexes.slice(1).map((index) => TOKEN.slice(index)))).toEqual([]);
    expect(opened(indexes.map((index) => TOKEN.slice(0, index) + TOKEN.slice(index + 1)))).toEqual([]);
  });

  it('refuse a token with anything put in, at every position', () => {
    const strays = [...'Az0-_=+/. \t\n\r%\u0000\u00a0é한', '==', '\r\n', '%3D'];
    const changed = strays.flatMap((stray) =>
      [...Array(TOKEN.length + 1).keys()].map((index) => TOKEN.slice(0, index) + stray + TOKEN.slice(index)),
    );
    expect(opened(changed)).toEqual([]);
  });

  it('refuse the same bytes spelt differently: padding, standard base64, stray bits', () => {
    for (let length = 1; length <= 12; length++) {
      const token = sealLinkToken(KEYS, { ...CLAIMS, address: 'a'.repeat(length) });
      const bytes = Buffer.from(token, 'base64url');
      const spellings = [...ALPHABET]
        .map((last) => token.slice(0, -1) + last)
        .concat(bytes.toString('base64'), `${token}=`, `${token}==`, token.replaceAll('-', '+').replaceAll('_', '/'))
        .filter((spelling) => spelling !== token);
      expect(opened(spellings)).toEqual([]);
      expect(opened([token])).toEqual([token]);
    }
  });

  it('refuse the keys of another generation, and of the same generation of another master secret', () => {
    expect(openLinkToken(keysOf(8), TOKEN)).toBeUndefined();
    expect(openLinkToken(keysOf(7, 'another master'), TOKEN)).toBeUndefined();
    expect(openLinkToken({ ...keysOf(8), generation: 7 }, TOKEN)).toBeUndefined();
  });

  it('refuse a token moved to another generation, even when both use the same keys', () => {
    const bytes = Buffer.from(TOKEN, 'base64url');
    bytes[0] = 8;
    expect(openLinkToken({ ...KEYS, generation: 8 }, bytes.toString('base64url'))).toBeUndefined();
  });

  it.each([
    ['no JSON', 'signup'],
    ['no array', '{"purpose":"signup"}'],
    ['too few parts', JSON.stringify(['signup', 'email', ADDRESS, ID])],
    ['too many parts', JSON.stringify(['email_change', 'email', ADDRESS, ID, NOW, USER_ID, 1])],
    ['a user that is a number', JSON.stringify(['email_change', 'email', ADDRESS, ID, NOW, 1])],
    ['a user that is null', JSON.stringify(['email_change', 'email', ADDRESS, ID, NOW, null])],
    ['an unknown purpose', JSON.stringify(['owner', 'email', ADDRESS, ID, NOW])],
    ['an unknown channel', JSON.stringify(['signup', 'fax', ADDRESS, ID, NOW])],
    ['a time that is a text', JSON.stringify(['signup', 'email', ADDRESS, ID, String(NOW)])],
    ['an address that is a number', JSON.stringify(['signup', 'email', 1, ID, NOW])],
    ['an id that is a number', JSON.stringify(['signup', 'email', ADDRESS, 1, NOW])],
    ['nothing', ''],
  ])('refuse well-sealed claims that are %s', (_name, plaintext) => {
    expect(openLinkToken(KEYS, forge(plaintext))).toBeUndefined();
  });

  it('refuse any other text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String({ maxLength: 300 })), (text) => {
        expect(openLinkToken(KEYS, text)).toBeUndefined();
      }),
    );
    expect(openLinkToken(KEYS, '')).toBeUndefined();
  });
});

describe('linkTokenGeneration', () => {
  it('refuses what is too long before it decodes anything', () => {
    const longest = sealLinkToken(KEYS, {
      ...CLAIMS,
      address: 'a'.repeat(254),
      purpose: 'phone_change',
      userId: USER_ID,
    });
    expect(longest.length).toBeLessThanOrEqual(LINK_TOKEN_MAXIMUM_LENGTH);
    expect(linkTokenGeneration(longest)).toBe(7);
    expect(linkTokenGeneration('A'.repeat(LINK_TOKEN_MAXIMUM_LENGTH))).toBe(0);
    expect(linkTokenGeneration('A'.repeat(LINK_TOKEN_MAXIMUM_LENGTH + 4))).toBeUndefined();
  });

  it('refuses a token too short for a claim', () => {
    expect(linkTokenGeneration(Buffer.alloc(29).toString('base64url'))).toBeUndefined();
    expect(linkTokenGeneration(Buffer.alloc(30, 9).toString('base64url'))).toBe(9);
  });
});

describe('linkClaims', () => {
  it('uses only the parts of the row that a resend does not change', () => {
    const first = aChallenge();
    const resent = aChallenge({ expiresAt: NOW + 1, sends: 2, version: '2', failures: 3 });
    expect(linkClaims(aRef(), resent)).toEqual(linkClaims(aRef(), first));
    expect(linkClaims(aRef(), first)).toEqual({ ...aRef(), id: first.id, notAfter: first.notAfter });
  });

  it('name the user of a change', () => {
    const change = aChallenge({ data: { userId: USER_ID, mac: 'mac' } });
    expect(linkClaims(aRef({ purpose: 'email_change' }), change)).toMatchObject({ userId: USER_ID });
  });
});
