// Compares secrets without telling by time how much of them was right.
import { timingSafeEqual } from 'node:crypto';

/** Constant time for texts of the same length in bytes. */
export const isSameText = (one: string, other: string): boolean => {
  const [oneBytes, otherBytes] = [Buffer.from(one), Buffer.from(other)];
  return oneBytes.length === otherBytes.length && timingSafeEqual(oneBytes, otherBytes);
};
