// What clients may send: the limits of each field, exactly at their edges.
import { describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { createContinuation } from '#domain/challenge/continuation.ts';
import { linkClaims, sealLinkToken } from '#domain/challenge/link-token.ts';
import { ResendRequest, SignUpRequest, VerifyRequest, VerifyStatusRequest } from '#schemas/requests.ts';
import { aChallenge, aRef, ID, keysOf } from '../support/builders.ts';

const takes = (schema: z.ZodMiniType, value: unknown): boolean => schema.safeParse(value).success;
const BASE = { email: 'a@example.com', password: 'long enough' };
const takesProfile = (profile: unknown) => takes(SignUpRequest, { ...BASE, profile });
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

/** The longest address there can be: 254 characters. */
const LONGEST = `${'a'.repeat(64)}@${'b'.repeat(61)}.${'c'.repeat(61)}.${'d'.repeat(61)}.eee`;

describe('a sign-up request', () => {
  it('takes the documented bodies', () => {
    expect(takes(SignUpRequest, BASE)).toBe(true);
    const whole = {
      ...BASE,
      locale: 'en',
      profile: { nickname: '민지', age: 30, isAdult: true },
      credentials: 'cookie',
    };
    expect(takes(SignUpRequest, whole)).toBe(true);
  });

  it.each([
    { ...BASE, locale: 'fr' },
    { ...BASE, locale: null },
    { ...BASE, credentials: 'header' },
    { ...BASE, credentials: true },
    { ...BASE, continuation: 'x' },
    { ...BASE, email: undefined },
    { ...BASE, email: ['a@example.com'] },
    { email: BASE.email },
  ])('refuses %j', (request) => {
    expect(takes(SignUpRequest, request)).toBe(false);
  });

  it('takes the longest address with a name beside it, and nothing longer than 512 characters', () => {
    expect(LONGEST).toHaveLength(254);
    expect(takes(SignUpRequest, { ...BASE, email: `민지 <${LONGEST}>` })).toBe(true);
    expect(takes(SignUpRequest, { ...BASE, email: LONGEST.padEnd(512) })).toBe(true);
    expect(takes(SignUpRequest, { ...BASE, email: LONGEST.padEnd(513) })).toBe(false);
  });

  it('takes no broken or control characters in an address but spaces; the others are for the domain to understand', () => {
    for (const broken of ['\ud800', 'a\udc00b', '\u0000', '\u001b', '\u007f'])
      expect(takes(SignUpRequest, { ...BASE, email: broken })).toBe(false);
    for (const other of ['a\nb', 'a\tb', 'a\u0085b', '\u200b'])
      expect(takes(SignUpRequest, { ...BASE, email: other })).toBe(true);
  });

  it('takes 128 code points of any script as a password, even decomposed', () => {
    for (const character of ['a', '각', '😀']) {
      expect(takes(SignUpRequest, { ...BASE, password: character.repeat(128).normalize('NFD') })).toBe(true);
    }
    expect(takes(SignUpRequest, { ...BASE, password: 'a'.repeat(1025) })).toBe(false);
  });

  it.each(['\u0000', 'a\nb', 'a\r\nb', 'a\tb', '\u007f', '\u0085', '\ud800', 'a\udc00b'])(
    'takes no control or broken characters in a password or a profile: %j',
    (text) => {
      const padded = `long enough ${text}`;
      expect(takes(SignUpRequest, { ...BASE, password: padded })).toBe(false);
      expect(takesProfile({ nickname: padded })).toBe(false);
    },
  );
});

describe('a profile', () => {
  it('has at most 20 keys', () => {
    expect(takesProfile({})).toBe(true);
    expect(takesProfile(keys(20))).toBe(true);
    expect(takesProfile(keys(21))).toBe(false);
  });

  it('has at most 2 KB as JSON, in bytes', () => {
    const ofBytes = (bytes: number) => ({ text: 'a'.repeat(bytes - '{"text":""}'.length) });
    expect(takesProfile(ofBytes(2048))).toBe(true);
    expect(takesProfile(ofBytes(2049))).toBe(false);
    expect(takesProfile({ text: '가'.repeat(700) })).toBe(false);
  });

  it.each(['a', 'nickName', 'a1', `a${'b'.repeat(31)}`])('may have the key %s', (key) => {
    expect(takesProfile({ [key]: 1 })).toBe(true);
  });

  it.each(['', 'A', '1a', 'a_b', 'a-b', 'a.b', 'a b', '이름', `a${'b'.repeat(32)}`, 'a\n', '$where', '#a'])(
    'may not have the key %j',
    (key) => {
      expect(takesProfile({ [key]: 1 })).toBe(false);
    },
  );

  it.each(['constructor', 'prototype'])('may not have the key %s, an object’s own', (key) => {
    expect(takesProfile({ [key]: 1 })).toBe(false);
    expect(takesProfile({ [`${key}s`]: 1 })).toBe(true);
  });

  it('is never changed by a __proto__ in the JSON, which the schema drops and `readBody` refuses', () => {
    const body = JSON.parse('{"email":"a@example.com","password":"x","profile":{"__proto__":{"isAdmin":true},"a":1}}');
    const parsed = SignUpRequest.safeParse(body);
    expect(Object.entries(parsed.data?.profile ?? {})).toEqual([['a', 1]]);
    expect(parsed.data?.profile?.['isAdmin']).toBeUndefined();
  });

  it.each([null, undefined, {}, [], ['a'], { a: 1 }])('may not have the value %j', (value) => {
    expect(takesProfile({ key: value })).toBe(false);
  });

  it('has numbers that the database keeps exactly', () => {
    for (const value of [0, -1, 1.5, 2 ** 53 - 1, -(2 ** 53 - 1), 1e-100]) expect(takesProfile({ value })).toBe(true);
    for (const value of [2 ** 53, -(2 ** 53), 1e300, 1e-101, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(takesProfile({ value })).toBe(false);
    }
  });

  it.each([null, [], 'text', 5])('may not be %j', (profile) => {
    expect(takesProfile(profile)).toBe(false);
  });
});

describe('a verify request', () => {
  it.each([
    { token: 'x' },
    { token: 'x', continuation: 'y', password: 'z', credentials: 'cookie' },
    { code: '012345' },
    { code: '012345', continuation: 'y', credentials: 'cookie' },
  ])('takes %j', (request) => {
    expect(takes(VerifyRequest, request)).toBe(true);
  });

  it.each([
    {},
    { token: 'x', code: '012345' },
    { code: '012345', password: 'z' },
    { code: 12_345 },
    { code: ['123456'] },
  ])('refuses %j', (request) => {
    expect(takes(VerifyRequest, request)).toBe(false);
  });

  it('takes the link and the continuation of the longest address', () => {
    const ref = aRef({ address: LONGEST });
    const token = sealLinkToken(keysOf(1), linkClaims(ref, aChallenge()));
    const { continuation } = createContinuation({ bytes: (count) => Buffer.alloc(count, 255) }, ref, ID);
    expect(takes(VerifyRequest, { token, continuation })).toBe(true);
    for (const schema of [ResendRequest, VerifyStatusRequest]) expect(takes(schema, { continuation })).toBe(true);
  });

  it('takes no text of any length', () => {
    expect(takes(VerifyRequest, { token: 'x'.repeat(1025) })).toBe(false);
    for (const schema of [ResendRequest, VerifyStatusRequest]) {
      expect(takes(schema, { continuation: 'x'.repeat(1025) })).toBe(false);
    }
  });
});

describe('a request to resend or to ask the status', () => {
  it('needs no field, and takes no other', () => {
    for (const schema of [ResendRequest, VerifyStatusRequest]) {
      expect(takes(schema, {})).toBe(true);
      expect(takes(schema, { email: 'a@example.com' })).toBe(false);
      expect(takes(schema, { continuation: 5 })).toBe(false);
    }
  });
});
