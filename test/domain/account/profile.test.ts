import { describe, expect, it } from 'vitest';
import { mergeProfile } from '#domain/account/profile.ts';
import { accepted, refusalOf } from '../../support/builders.ts';

const keys = (count: number, from = 0) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, index]));
const ofBytes = (bytes: number) => ({ text: 'a'.repeat(bytes - '{"text":""}'.length) });

describe('mergeProfile', () => {
  it('sets, keeps and removes keys, and does not change the original', () => {
    const profile = Object.freeze({ nickname: '민지', age: 30, isAdult: true });
    const merged = accepted(mergeProfile(profile, { age: 31, nickname: null, city: '서울' }));
    expect(merged).toEqual({ age: 31, isAdult: true, city: '서울' });
    expect(merged).not.toHaveProperty('nickname');
  });

  it('removes nothing for false, zero and empty text', () => {
    expect(accepted(mergeProfile({ a: 1, b: 'x', c: true }, { a: 0, b: '', c: false }))).toEqual({
      a: 0,
      b: '',
      c: false,
    });
  });

  it('accepts an empty patch, and null for a missing key', () => {
    expect(accepted(mergeProfile({ a: 1 }, {}))).toEqual({ a: 1 });
    expect(accepted(mergeProfile({ a: 1 }, { b: null }))).toEqual({ a: 1 });
  });

  it('holds 20 keys in all, and names the field at fault above that', () => {
    expect(mergeProfile(keys(15), keys(5, 15)).ok).toBe(true);
    expect(refusalOf(mergeProfile(keys(15), keys(6, 15)))).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: 'profile', message: expect.stringContaining('20 keys') }],
    });
  });

  it('counts keys after removals', () => {
    expect(mergeProfile(keys(20), { k0: null, other: 1 }).ok).toBe(true);
    expect(mergeProfile(keys(20), { other: 1 }).ok).toBe(false);
  });

  it('holds 2 KB in all, in bytes of JSON', () => {
    expect(mergeProfile({}, ofBytes(2048)).ok).toBe(true);
    expect(mergeProfile({}, ofBytes(2049)).ok).toBe(false);
    expect(mergeProfile(ofBytes(2040), { a: 1 }).ok).toBe(true);
    expect(mergeProfile(ofBytes(2040), { a: 1000 }).ok).toBe(false);
    expect(mergeProfile({ text: '가'.repeat(600) }, { more: '가'.repeat(100) }).ok).toBe(false);
  });

  it('never repeats a value in its refusal', () => {
    expect(JSON.stringify(mergeProfile({}, { text: 'S3CR3T'.repeat(400) }))).not.toContain('S3CR3T');
  });
});
