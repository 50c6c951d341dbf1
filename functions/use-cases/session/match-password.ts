// Compares a typed password with a hash: in its normal form, and if that is wrong, in the form of an earlier release.
import { earlierForm, normalisePassword } from '#domain/account/password-policy.ts';
import type { Ports } from '#domain/ports.ts';

/** `earlier`: the hash was made of another form of this password and should be replaced. */
export type PasswordMatch = 'right' | 'earlier' | 'wrong';

/** How often it hashes depends on the password alone, not on whether there is a hash, so that the time does not tell. */
export const matchPassword = async (
  { passwords }: Pick<Ports, 'passwords'>,
  typed: string,
  hash: string | undefined,
): Promise<PasswordMatch> => {
  if (await passwords.verify(normalisePassword(typed), hash)) return 'right';
  const earlier = earlierForm(typed);
  return earlier !== undefined && (await passwords.verify(earlier, hash)) ? 'earlier' : 'wrong';
};
