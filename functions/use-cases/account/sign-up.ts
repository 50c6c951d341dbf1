// Sign-up: writes one challenge, which keeps the hash of the password until the address is verified.
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import { checkNewProfile } from '#domain/account/profile-fields.ts';
import type { Profile } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { sendChallenge } from '../challenge/send-challenge.ts';
import type { Sent } from '../challenge/sent.ts';

export interface SignUpRequest {
  readonly email: string;
  readonly password: string;
  readonly locale: Locale;
  readonly profile?: Profile | undefined;
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

/** The same answer, and the same work, whether or not the address has an account. */
export const signUp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'> &
    Pick<Ports, 'settings' | 'log' | 'passwords' | 'commonPasswords'>,
  request: SignUpRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { settings, passwords, commonPasswords } = dependencies;
  const email = readEmail(request.email, 'email');
  if (!email.ok) return email;
  const profile = checkNewProfile(settings.profileFields, request.profile ?? {});
  if (!profile.ok) return profile;
  return sendChallenge(dependencies, {
    ref: { purpose: 'signup', channel: 'email', address: email.value },
    caller,
    locale: request.locale,
    lifetimeSeconds: settings.lifetimes.signupSeconds,
    onLive: 'replace',
    idempotencyKey: request.idempotencyKey,
    check: async () => {
      const password = await checkPassword(request.password, email.value, commonPasswords);
      return password.ok ? accept(undefined) : password;
    },
    makeData: async () => {
      const passwordHash = await passwords.hash(normalisePassword(request.password));
      return () => ({ passwordHash, profile: profile.value });
    },
  });
};
