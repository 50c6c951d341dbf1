import { describe, expect, it } from 'vitest';
import { systemRandomness } from '#adapters/system-clock.ts';
import {
  hashRecoveryCode,
  newRecoveryCodes,
  readRecoveryCode,
  recoveryCodesLeft,
  useRecoveryCode,
} from '#domain/factors/recovery-codes.ts';
import { NOW, USER_ID } from '../../support/builders.ts';

const CODES = newRecoveryCodes(systemRandomness);
const ROWS = CODES.map((code) => ({ hash: hashRecoveryCode(USER_ID, code) }));

describe('recovery codes', () => {
  it('are ten different ones, in two halves of five characters', () => {
    expect(new Set(CODES).size).toBe(10);
    for (const code of CODES) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
  });

  it('are read however they are typed', () => {
    for (const typed of ['7kq2m-9xtra', '7KQ2M9XTRA', ' 7kq2m 9xtra ', '7KQ2M–9XTRA', '７ＫＱ２Ｍ－９ＸＴＲＡ'])
      expect(readRecoveryCode(typed)).toBe('7KQ2M9XTRA');
    expect(readRecoveryCode('oOiIl-LABCD')).toBe('001111ABCD');
  });

  it.each(['', '7KQ2M-9XTR', '7KQ2M-9XTRAA', '7KQ2M-9XTRU', '123456'])('are not read in %j', (typed) => {
    expect(readRecoveryCode(typed)).toBeUndefined();
  });

  it('work once each, in any order', () => {
    let rows: ReturnType<typeof useRecoveryCode> = ROWS;
    for (const [used, code] of CODES.toReversed().entries()) {
      const hash = hashRecoveryCode(USER_ID, code.toLowerCase());
      rows = useRecoveryCode(rows ?? [], hash, NOW);
      expect(recoveryCodesLeft(rows ?? [])).toBe(9 - used);
      expect(useRecoveryCode(rows ?? [], hash, NOW)).toBeUndefined();
    }
  });

  it('of another account do not work', () => {
    const hash = hashRecoveryCode('another', CODES[0] ?? '');
    expect(useRecoveryCode(ROWS, hash, NOW)).toBeUndefined();
  });

  it('are not in the row', () => {
    const text = JSON.stringify(ROWS);
    for (const code of CODES) expect(text).not.toContain(code.replace('-', ''));
  });
});
