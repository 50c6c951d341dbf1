// Lets a deployed function say whether it can hash passwords, and how fast, without an HTTP request and without a row.
import type { PasswordHasher } from '#domain/ports/passwords.ts';
import { isSelfCheck, type SelfCheckAnswer } from '#schemas/self-check.ts';

const SAMPLE = 'self-check';

/** `handle` gets every other event. */
export const withSelfCheck =
  <Event, Context, Result>(
    handle: (event: Event, context: Context) => Promise<Result>,
    passwords: Pick<PasswordHasher, 'hash'>,
  ) =>
  async (event: Event, context: Context): Promise<Result | SelfCheckAnswer> =>
    isSelfCheck(event) ? measure(passwords) : handle(event, context);

const measure = async (passwords: Pick<PasswordHasher, 'hash'>): Promise<SelfCheckAnswer> => {
  const startedAt = performance.now();
  await passwords.hash(SAMPLE);
  return { hashMilliseconds: Math.round(performance.now() - startedAt), node: process.version };
};
