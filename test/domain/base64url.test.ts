import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64Url, decodeJson } from '#domain/crypto.ts';

describe('decodeBase64Url', () => {
  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(decodeBase64Url(buffer.toString('base64url'))).toEqual(buffer);
      }),
    );
  });

  it.each(['A', 'AB', 'AAB', 'AA==', 'AA=', 'A+A_', '//8', 'AAAA\n', ' AAAA', 'AA AA', 'AAA\u0000', 'ＡＡＡＡ'])(
    'refuses a second spelling: %j',
    (text) => {
      expect(decodeBase64Url(text)).toBeUndefined();
    },
  );
});

describe('decodeJson', () => {
  it('is undefined for bytes that are not JSON or not UTF-8', () => {
    expect(decodeJson(Buffer.from('{"a":1}'))).toEqual({ a: 1 });
    expect(decodeJson(Buffer.from('{'))).toBeUndefined();
    expect(decodeJson(Buffer.alloc(0))).toBeUndefined();
    expect(decodeJson(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBeUndefined();
  });
});
