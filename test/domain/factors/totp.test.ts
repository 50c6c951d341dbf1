import { randomBytes, randomInt } from 'node:crypto';
import { generateSync, ScureBase32Plugin, verifySync } from 'otplib';
import { describe, expect, it } from 'vitest';
import {
  codeAt,
  keyUri,
  matchingStep,
  readAppCode,
  SECRET_BYTES,
  STEP_SECONDS,
  stepAt,
  toBase32,
} from '#domain/factors/totp.ts';
import { NOW, SECOND } from '../../support/builders.ts';

const RFC_SECRET = Buffer.from('12345678901234567890');
const ROUNDS = 500;

describe('the code of a step', () => {
  // RFC 4226, appendix D.
  it('is that of RFC 4226 for its ten counters', () => {
    const codes = Array.from({ length: 10 }, (_, counter) => codeAt(RFC_SECRET, counter));
    expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489');
  });

  // RFC 6238, appendix B, with SHA-1.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('is that of RFC 6238 at second %i', (second, code) => {
    expect(codeAt(RFC_SECRET, stepAt(second * SECOND), 8)).toBe(code);
    expect(codeAt(RFC_SECRET, stepAt(second * SECOND))).toBe(code.slice(2));
  });

  it('is that of another library, for random secrets and times', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const secret = randomBytes(SECRET_BYTES);
      const epoch = randomInt(2 ** 40);
      const ours = codeAt(secret, stepAt(epoch * SECOND));
      expect(generateSync({ secret: toBase32(secret), epoch })).toBe(ours);
      expect(generateSync({ secret, epoch })).toBe(ours);
      expect(verifySync({ secret: toBase32(secret), epoch, token: ours }).valid).toBe(true);
    }
  });
});

describe('a secret in Base32', () => {
  it('is that of another library, for every length', () => {
    const other = new ScureBase32Plugin();
    for (let length = 0; length <= 40; length++) {
      const bytes = randomBytes(length);
      expect(toBase32(bytes)).toBe(other.encode(bytes, { padding: false }));
    }
  });

  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('is that of RFC 4648 for "%s"', (text, encoded) => {
    expect(toBase32(Buffer.from(text))).toBe(encoded);
  });
});

describe('the step of a code', () => {
  const current = stepAt(NOW);

  it('is found one step around now and no further', () => {
    const found = [-2, -1, 0, 1, 2].map((beside) =>
      matchingStep(RFC_SECRET, codeAt(RFC_SECRET, current + beside), 0, NOW),
    );
    expect(found).toEqual([undefined, current - 1, current, current + 1, undefined]);
  });

  it('is not found again, nor an earlier one', () => {
    const code = (beside: number) => codeAt(RFC_SECRET, current + beside);
    expect(matchingStep(RFC_SECRET, code(0), current, NOW)).toBeUndefined();
    expect(matchingStep(RFC_SECRET, code(-1), current, NOW)).toBeUndefined();
    expect(matchingStep(RFC_SECRET, code(1), current, NOW)).toBe(current + 1);
  });

  it('is the newest, where two steps have the same code', () => {
    const step = 50_424_280;
    const code = codeAt(RFC_SECRET, step);
    expect(codeAt(RFC_SECRET, step + 1)).toBe(code);
    expect(matchingStep(RFC_SECRET, code, 0, step * STEP_SECONDS * SECOND)).toBe(step + 1);
  });

  it('is that of no other code', () => {
    const right = [-1, 0, 1].map((beside) => codeAt(RFC_SECRET, current + beside));
    const wrong = Array.from({ length: ROUNDS }, () => String(randomInt(10 ** 6)).padStart(6, '0'));
    for (const code of wrong.filter((one) => !right.includes(one)))
      expect(matchingStep(RFC_SECRET, code, 0, NOW)).toBeUndefined();
  });
});

describe('a typed code', () => {
  it.each(['123456', ' 123 456 ', '123-456', '１２３４５６'])('is read in %j', (typed) => {
    expect(readAppCode(typed)).toEqual({ ok: true, value: '123456' });
  });

  it.each(['', '12345', '1234567', 'abcdef'])('is not in %j', (typed) => {
    expect(readAppCode(typed).ok).toBe(false);
  });
});

describe('the text of the QR code', () => {
  it('names the service and the account, whatever is in their names', () => {
    expect(keyUri('MZXW6', '모두: A&B', 'min ji+1@example.com')).toBe(
      'otpauth://totp/%EB%AA%A8%EB%91%90%20%20A%26B:min%20ji%2B1%40example.com?secret=MZXW6&issuer=%EB%AA%A8%EB%91%90%20%20A%26B&algorithm=SHA1&digits=6&period=30',
    );
  });
});
