// Compression: in an encoding the client accepts, lossless, and done once.
import { describe, expect, it } from 'vitest';
import { chooseEncoding, createEncoder } from '#http/compress.ts';
import { decodeBody } from '../support/decode-body.ts';

describe('the encoding', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate, zstd', 'identity'],
    ['br;q=0', 'identity'],
    ['br;q=0.000, gzip', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0.8 , gzip; q=0.8', 'br'],
    ['br;Q=0.1,gzip;q=0', 'br'],
    ['identity, br;q=0.5', 'identity'],
    ['identity;q=0.5, gzip', 'gzip'],
    ['identity;q=0', 'identity'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['gzip, *;q=0', 'gzip'],
    ['br;q=1.5, gzip', 'gzip'],
    ['br;q=-1', 'identity'],
    ['br;q=high', 'identity'],
    ['br;q', 'identity'],
    ['br;q=0.1234', 'identity'],
    [',,;;,=', 'identity'],
    ['brotli, xgzip', 'identity'],
    [`${'x,'.repeat(5000)}br`, 'identity'],
  ])('for %j is %s', (acceptEncoding, encoding) => {
    expect(chooseEncoding(acceptEncoding)).toBe(encoding);
  });
});

describe('a text', () => {
  const text = '버튼을 눌러 주세요. '.repeat(200);

  it.each(['br', 'gzip'] as const)('in %s is smaller, in base64, and whole', (encoding) => {
    const encoded = createEncoder(text, 5)(encoding);
    const bytes = Buffer.from(encoded.body, 'base64');
    expect(encoded).toMatchObject({ encoding, isBase64: true });
    expect(bytes.length).toBeLessThan(Buffer.byteLength(text) / 10);
    expect(decodeBody(bytes, encoding)).toBe(text);
  });

  it('is compressed once for each encoding', () => {
    const encode = createEncoder(text, 5);
    for (const encoding of ['br', 'gzip', 'identity'] as const) expect(encode(encoding)).toBe(encode(encoding));
  });

  it.each(['br', 'gzip', 'identity'] as const)('that would not get smaller in %s stays as it is', (encoding) => {
    expect(createEncoder('ab', 11)(encoding)).toEqual({ encoding: 'identity', body: 'ab', isBase64: false });
  });
});
