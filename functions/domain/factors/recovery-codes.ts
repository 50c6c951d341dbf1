// The ten codes for the day on which the app is gone. Each works once, and only its hash is stored.
import { createHash } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { RecoveryCode } from './second-factor.ts';

export const RECOVERY_CODES = 10;
/** Of 5 bits each: nobody guesses 50 bits at the rate that the waits leave. */
const CHARACTERS = 10;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** In two halves, as people read and type them: `7KQ2M-9XTRA`. */
export const newRecoveryCodes = (random: { bytes(count: number): Buffer }): readonly string[] =>
  Array.from({ length: RECOVERY_CODES }, () => {
    const characters = [...random.bytes(CHARACTERS)].map((byte) => CROCKFORD.charAt(byte & 31)).join('');
    return `${characters.slice(0, CHARACTERS / 2)}-${characters.slice(CHARACTERS / 2)}`;
  });

/** As it was given, however it was typed; `undefined` for a text that is none. */
export const readRecoveryCode = (typed: string): string | undefined => {
  const text = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return RECOVERY_CODE.test(text) ? text : undefined;
};

const RECOVERY_CODE = /^[0-9A-HJKMNP-TV-Z]{10}$/;

/** 50 random bits need no slow hash: all of them cannot be tried. With the user id, so that one table fits no two accounts. */
export const hashRecoveryCode = (userId: string, code: string): string =>
  createHash('sha256')
    .update(JSON.stringify(['latchkey/recovery-code', userId, readRecoveryCode(code) ?? code]))
    .digest('base64url');

/** The codes with this one used; `undefined` if none of those that are left is this one. */
export const useRecoveryCode = (
  codes: readonly RecoveryCode[],
  hash: string,
  now: number,
): readonly RecoveryCode[] | undefined => {
  const index = codes.findIndex((code) => code.usedAt === undefined && isSameText(code.hash, hash));
  return index < 0 ? undefined : codes.map((code, place) => (place === index ? { ...code, usedAt: now } : code));
};

export const recoveryCodesLeft = (codes: readonly RecoveryCode[]): number =>
  codes.filter(({ usedAt }) => usedAt === undefined).length;
