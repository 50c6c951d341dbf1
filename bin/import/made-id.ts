// The id of an account whose line has none.
import { createHmac } from 'node:crypto';

const LENGTH = 26;

/**
 * The same for the same line in every try of a run: a run that was killed between two writes finds the rows of the first
 * try. Nobody can tell from it which address it belongs to, because the seed is random.
 */
export const madeId = (seed: string, email: string): string =>
  createHmac('sha256', seed).update(email.toLowerCase()).digest('base64url').slice(0, LENGTH);
