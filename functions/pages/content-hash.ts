// The part of an asset's name that changes with its content.
import { createHash } from 'node:crypto';

const HASH_LENGTH = 16;

export const contentHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH);
