// The codes of an authenticator app: HOTP (RFC 4226) over steps of 30 seconds (RFC 6238), with SHA-1 and 6 digits, because some
// widespread apps know nothing else.
import { createHmac } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { Outcome } from '../errors.ts';
import { readCodeText } from '../input/code-text.ts';
import { readInput } from '../input/input-error.ts';

export const STEP_SECONDS = 30;
const DIGITS = 6;
/** 160 bits, as RFC 4226, section 4, recommends. */
export const SECRET_BYTES = 20;
/** How far the clock of a phone may differ, either way (RFC 6238, section 5.2). */
const STEPS_BESIDE = 1;

export const stepAt = (now: number): number => Math.floor(now / 1000 / STEP_SECONDS);

export const codeAt = (secret: Buffer, step: number, digits = DIGITS): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
};

/** The code in what a person typed or pasted. */
export const readAppCode = (typed: string): Outcome<string> =>
  readInput(readCodeText(typed, DIGITS), 'code', `must be ${DIGITS} digits`);

/**
 * The newest step around `now` that has this code, or `undefined`. A step up to `lastStep` was used before: its code, and that of
 * every earlier step, is not taken again (RFC 6238, section 5.2).
 */
export const matchingStep = (secret: Buffer, code: string, lastStep: number, now: number): number | undefined => {
  const current = stepAt(now);
  let found: number | undefined;
  // Every step is compared, so that the time does not tell which one it is.
  for (let step = current - STEPS_BESIDE; step <= current + STEPS_BESIDE; step++) {
    if (isSameText(codeAt(secret, step), code) && step > lastStep) found = step;
  }
  return found;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 without padding (RFC 4648, section 6), as apps take a secret. */
export const toBase32 = (bytes: Buffer): string => {
  let text = '';
  let [bits, held] = [0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
};

/** What the QR code holds: https://github.com/google/google-authenticator/wiki/Key-Uri-Format. `account`: whose it is. */
export const keyUri = (secret: string, issuer: string, account: string): string => {
  // A colon parts the two in the label.
  const label = [issuer.replaceAll(':', ' '), account].map(encodeURIComponent).join(':');
  const parameters = `secret=${secret}&issuer=${encodeURIComponent(issuer.replaceAll(':', ' '))}`;
  return `otpauth://totp/${label}?${parameters}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_SECONDS}`;
};
