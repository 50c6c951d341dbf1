import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeMatches, deriveCode, readCode } from '#domain/challenge/code.ts';
import { PURPOSES } from '#domain/purpose.ts';
import { aRef, ID, idNumber, keysOf, OTHER_ID } from '../../support/builders.ts';

const KEYS = { ...keysOf(1), code: Buffer.alloc(32, 0x0b) };

/** HMAC (RFC 2104) spelt out, so that the expectation does not come from the call under test. */
const hmacSha256 = (key: Buffer, text: string): Buffer => {
  const block = Buffer.concat([key, Buffer.alloc(64 - key.length)]);
  const pad = (value: number) => block.map((byte) => byte ^ value);
  const inner = createHash('sha256').update(pad(0x36)).update(text).digest();
  return createHash('sha256').update(pad(0x5c)).update(inner).digest();
};

describe('deriveCode', () => {
  it.each([
    // printf '%s' '["signup","email","minji.kim@example.com","01KE5VYW8EABCDEFGHJKMNPQRS"]' |
    //   openssl mac -digest SHA256 -macopt hexkey:0b…0b (32 bytes) HMAC, then modulo 10^digits.
    ['signup', '684641'],
    ['reset', '88957339'],
  ] as const)('gives the digits that openssl gives for %s', (purpose, expected) => {
    expect(deriveCode(KEYS, aRef({ purpose }), ID)).toBe(expected);
  });

  it.each(PURPOSES)('is the whole HMAC modulo 10^digits for %s', (purpose) => {
    const digits = ['reset', 'login', 'invitation', 'email_undo'].includes(purpose) ? 8 : 6;
    const mac = hmacSha256(KEYS.code, `["${purpose}","email","minji.kim@example.com","${ID}"]`);
    const expected = String(BigInt(`0x${mac.toString('hex')}`) % 10n ** BigInt(digits)).padStart(digits, '0');
    expect(expected).toHaveLength(digits);
    expect(deriveCode(KEYS, aRef({ purpose }), ID)).toBe(expected);
  });

  it('gives another code for another purpose, channel, address, id or key', () => {
    const code = (set: Parameters<typeof aRef>[0], id = ID, keys = KEYS) => deriveCode(keys, aRef(set), id);
    const codes = [
      code({}),
      code({ purpose: 'otp' }),
      code({ channel: 'sms' }),
      code({ address: 'minji.kin@example.com' }),
      code({}, OTHER_ID),
      code({}, ID, { ...KEYS, code: Buffer.alloc(32, 0x0c) }),
    ];
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('keeps leading zeros', () => {
    const ids = [...Array(200).keys()].map((index) => deriveCode(KEYS, aRef(), idNumber(index)));
    expect(ids.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(ids.some((code) => code.startsWith('0'))).toBe(true);
  });

  it('spreads evenly: every digit at every place about a tenth of the time', () => {
    const counts = Array.from({ length: 6 }, () => Array<number>(10).fill(0));
    for (let index = 0; index < 10_000; index++) {
      for (const [place, digit] of [...deriveCode(KEYS, aRef(), idNumber(index))].entries()) {
        const row = counts[place] ?? [];
        row[Number(digit)] = (row[Number(digit)] ?? 0) + 1;
      }
    }
    // Five standard deviations of a binomial with n = 10,000 and p = 0.1 are 150.
    expect(counts.flat().filter((count) => Math.abs(count - 1000) > 150)).toEqual([]);
  });

  it('does not need the other secrets', () => {
    expect(createHmac('sha256', KEYS.code).digest()).toEqual(hmacSha256(KEYS.code, ''));
    const others = { link: Buffer.alloc(32), linkIv: Buffer.alloc(32), refresh: Buffer.alloc(32) };
    expect(deriveCode({ ...KEYS, ...others }, aRef(), ID)).toBe(deriveCode(KEYS, aRef(), ID));
  });
});

describe('codeMatches', () => {
  it('is true for the same digits only', () => {
    expect(codeMatches('012345', '012345')).toBe(true);
    expect(codeMatches('012345', '012346')).toBe(false);
    expect(codeMatches('012345', '12345')).toBe(false);
    expect(codeMatches('012345', '0123450')).toBe(false);
    expect(codeMatches('012345', ' 012345')).toBe(false);
    expect(codeMatches('012345', '')).toBe(false);
  });

  it.each(['12345é', '１２３４５６', '12345\ud800', '١٢٣٤٥٦'])(
    'is false, and throws nothing, for as many characters with more bytes: %s',
    (given) => {
      expect(codeMatches('123456', given)).toBe(false);
    },
  );
});

describe('readCode', () => {
  it.each(PURPOSES)('takes what has as many digits as the codes of %s, and says how many', (purpose) => {
    const code = deriveCode(KEYS, aRef({ purpose }), ID);
    expect(readCode(` ${code}\n`, purpose)).toEqual({ ok: true, value: code });
    for (const wrong of [code.slice(1), `${code}0`, `-${code.slice(1)}`, '', 'abcdef']) {
      const message = expect.stringMatching(`^must be ${code.length} digits`);
      const refusal = { code: 'invalid_request', errors: [{ path: 'code', message }] };
      expect(readCode(wrong, purpose)).toMatchObject({ ok: false, refusal });
    }
  });
});
