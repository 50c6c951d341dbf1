// Sign-up: writes one challenge that holds the password's hash until the address is proven.
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import type { Profile } from '#domain/account/user.ts';
import { normaliseEmail } from '#domain/address.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Caller } from '#domain/network.ts';
import type { CommonPasswords, PasswordHasher } from '#domain/ports.ts';
import { type SendChallengeDependencies, type Sent, sendChallenge } from '../challenge/send-challenge.ts';

export interface SignUpDependencies extends SendChallengeDependencies {
  readonly passwords: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
}

export interface SignUp {
  readonly email: string;
  readonly password: string;
  readonly locale: Locale;
  readonly profile?: Profile;
}

/** The same answer, and the same work, whether or not the address has an account. */
export const createSignUp =
  (dependencies: SignUpDependencies) =>
  async (signUp: SignUp, caller: Caller): Promise<Outcome<Sent>> => {
    const { settings, passwords, commonPasswords } = dependencies;
    const address = normaliseEmail(signUp.email);
    if (address === undefined) return invalidEmail('email');
    return sendChallenge(dependencies, {
      ref: { purpose: 'signup', channel: 'email', address },
      caller,
      locale: signUp.locale,
      lifetimeSeconds: settings.lifetimes.signupSeconds,
      onLive: 'replace',
      check: () => checkPassword(signUp.password, address, commonPasswords),
      makeData: async () => ({
        passwordHash: await passwords.hash(normalisePassword(signUp.password)),
        profile: signUp.profile ?? {},
      }),
    });
  };

export const invalidEmail = (path: string) =>
  refuse('invalid_request', { errors: [{ path, message: 'must be an email address' }] });
