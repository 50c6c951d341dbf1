// Hashes a password that somebody chooses, and asks meanwhile whether it is known from a leak.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';

/** `password`: in its normal form, and not refused by `checkPassword`. Knows no address, so its time tells nothing of one. */
export const hashNewPassword = async (
  { passwords, leakedPasswords }: Pick<Ports, 'passwords' | 'leakedPasswords'>,
  password: string,
): Promise<Outcome<string>> => {
  const [passwordHash, isLeaked] = await Promise.all([passwords.hash(password), leakedPasswords?.has(password)]);
  return isLeaked ? refuse('weak_password', { reason: 'leaked' }) : accept(passwordHash);
};
