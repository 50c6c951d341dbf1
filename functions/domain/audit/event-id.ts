// The id of an event that follows from a changed row: a repeat of the same change has the same id.
import { createHash } from 'node:crypto';
import { encodeTime } from 'ulid';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LETTERS = 16;

/** A ULID of that time (epoch milliseconds). Its other part, which is random elsewhere, is derived from `parts`. */
export const eventId = (at: number, ...parts: readonly string[]): string => {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  const letters = [...digest.subarray(0, RANDOM_LETTERS)].map((byte) => CROCKFORD[byte % CROCKFORD.length]);
  return `${encodeTime(at)}${letters.join('')}`;
};
