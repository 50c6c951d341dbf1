// What a team stores with an account: it may have written anything into the table.
import { describe, expect, it } from 'vitest';
import { checkMetadata, readMetadata, shownMetadata } from '#domain/account/metadata.ts';

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

describe('metadata of an administrator', () => {
  it('is taken as it is', () => {
    expect(checkMetadata(METADATA)).toEqual({ ok: true, value: METADATA });
    expect(checkMetadata({ number: -123_456_789_012_345, part: 0.1, none: 0 })).toMatchObject({ ok: true });
  });

  it.each([
    ['no object', ['pro'], 'must be an object'],
    ['a whole number that JavaScript cannot hold', { id: 10 ** 20 }, 'send it as a string'],
    ['one in a list', { ids: [{ id: 2 ** 53 }] }, 'send it as a string'],
    ['a number that the table cannot hold', { tiny: 1e-200 }, 'close to 0'],
    ['a key that would be lost', JSON.parse('{"a":{"__proto__":1}}'), '__proto__'],
    ['too many levels', { deep: JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) }, 'at most 20 levels'],
    ['too many keys', Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`k${index}`, 1])), '20 keys'],
    ['too much', { text: 'a'.repeat(2048) }, '2 KB'],
  ])('is refused with %s', (_what, metadata, message) => {
    expect(checkMetadata(metadata)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ path: 'metadata', message: expect.stringContaining(message) }] },
    });
  });
});
