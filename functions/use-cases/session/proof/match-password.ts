// Compares a typed password with a hash: in its normal form, and if that is wrong, in the form of an earlier release.
import { earlierForm, normalisePassword } from '#domain/account/password-policy.ts';
import type { User } from '#domain/account/user.ts';
import type { Ports } from '#domain/ports.ts';

/** `earlier`: the hash was made of another form of this password, or by another system, and should be replaced. */
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

/**
 * For an account, whose hash may come from another system. A hash of ours is always compared with, too, and always one of theirs if
 * the service has a sample of them: neither the answer nor its time tells which it is. A hash that cannot be compared is a wrong
 * password to the caller and an error in the log.
 */
export const matchPasswordOf = async (
  { passwords, foreignPasswords, log }: Pick<Ports, 'passwords' | 'foreignPasswords' | 'log'>,
  typed: string,
  user: Pick<User, 'id' | 'passwordHash'> | undefined,
): Promise<PasswordMatch> => {
  const hash = user?.passwordHash;
  const foreign = hash === undefined || passwords.isOwn(hash) ? undefined : hash;
  const [own, other] = await Promise.all([
    matchPassword({ passwords }, typed, foreign === undefined ? hash : undefined),
    foreignPasswords.verify(typed, foreign),
  ]);
  if (foreign === undefined) return own;
  if (other === 'right') return 'earlier';
  if (other !== 'wrong') {
    const { reason, kind } = other;
    log.write('password_hash_refused', { user: user?.id, reason, ...(kind && { kind }) });
  }
  return 'wrong';
};
