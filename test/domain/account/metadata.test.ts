// What a team stores with an account: it may have written anything into the table.
import { describe, expect, it } from 'vitest';
import { readMetadata, shownMetadata } from '#domain/account/metadata.ts';

const METADATA = { plan: 'pro', seats: 3, isBeta: true, note: null, tags: ['a', 'b'], of: { team: 'x' } };

describe('metadata', () => {
  it('is any JSON object', () => {
    expect(readMetadata({ metadata: METADATA })).toEqual(METADATA);
    expect(readMetadata({ metadata: {} })).toEqual({});
    expect(readMetadata({})).toBeUndefined();
  });

  it.each([
    ['text', 'pro'],
    ['a list', ['pro']],
    ['null', null],
    ['a set', { tags: new Set(['a']) }],
    ['bytes', { bytes: new Uint8Array(2) }],
    ['a number beyond those of JSON', { large: 2n ** 70n }],
    ['no number', { none: Number.NaN }],
    ['a set in a list', { list: [{ tags: new Set(['a']) }] }],
    ['21 keys', Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 1]))],
    ['2049 bytes', { text: 'a'.repeat(2049 - '{"text":""}'.length) }],
  ])('that is or has %s is none', (_what, metadata) => {
    expect(readMetadata({ metadata })).toBeUndefined();
  });

  it('is shown by the keys of the configuration alone', () => {
    expect(shownMetadata({ metadata: METADATA }, ['seats', 'plan', 'other'])).toEqual({ plan: 'pro', seats: 3 });
    expect(shownMetadata({ metadata: METADATA }, ['toString', '__proto__'])).toBeUndefined();
    expect(shownMetadata({ metadata: METADATA })).toBeUndefined();
    expect(shownMetadata({}, ['plan'])).toBeUndefined();
  });
});
