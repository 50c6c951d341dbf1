// Decodes secrets so that each value has only one spelling, and compares them in constant time.
import { timingSafeEqual } from 'node:crypto';

/** The length of the secret of a continuation. */
export const SECRET_BYTES = 16;

/** Takes constant time for texts of the same length in bytes. */
export const isSameText = (one: string, other: string): boolean => {
  const [oneBytes, otherBytes] = [Buffer.from(one), Buffer.from(other)];
  return oneBytes.length === otherBytes.length && timingSafeEqual(oneBytes, otherBytes);
};

/** The bytes, or `undefined` unless `text` is their exact encoding (no padding, no stray bits). */
export const decodeBase64Url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
};

/** Parses JSON from base64url; `undefined` for anything that is not valid UTF-8 JSON. */
export const decodeJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};
