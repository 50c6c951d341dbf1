// Sign-up: writes one challenge that holds the password's hash until the address is proven.
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import type { Profile } from '#domain/account/user.ts';
import { normaliseEmail } from '#domain/address.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { type Sent, sendChallenge } from '../challenge/send-challenge.ts';

export interface SignUpRequest {
  readonly email: string;
  readonly password: string;
  readonly locale: Locale;
  readonly profile?: Profile | undefined;
}

/** The same answer, and the same work, whether or not the address has an account. */
export const signUp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'> &
    Pick<Ports, 'settings' | 'log' | 'passwords' | 'commonPasswords'>,
  request: SignUpRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { settings, passwords, commonPasswords } = dependencies;
  const address = normaliseEmail(request.email);
  if (address === undefined) return invalidEmail('email');
  return sendChallenge(dependencies, {
    ref: { purpose: 'signup', channel: 'email', address },
    caller,
    locale: request.locale,
    lifetimeSeconds: settings.lifetimes.signupSeconds,
    onLive: 'replace',
    check: () => checkPassword(request.password, address, commonPasswords),
    makeData: async () => ({
      passwordHash: await passwords.hash(normalisePassword(request.password)),
      profile: request.profile ?? {},
    }),
  });
};

export const invalidEmail = (path: string) =>
  refuse('invalid_request', { errors: [{ path, message: 'must be an email address' }] });
