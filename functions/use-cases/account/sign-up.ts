// Sign-up: writes one challenge, which keeps the hash of the password until the address is verified.
import { type ConsentAnswer, consentsOfSignUp } from '#domain/account/consents.ts';
import { checkPassword, normalisePassword } from '#domain/account/password-policy.ts';
import { checkNewProfile } from '#domain/account/profile-fields.ts';
import type { Profile } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { MessageRequest } from '../challenge/challenge-request.ts';
import { checkHuman, type HumanRequest } from '../challenge/check-human.ts';
import { sendChallenge } from '../challenge/send-challenge.ts';
import type { Sent } from '../challenge/sent.ts';
import { hashNewPassword } from './password/hash-new-password.ts';

export interface SignUpRequest extends Omit<MessageRequest, 'continuation'>, HumanRequest {
  readonly email: string;
  readonly password: string;
  readonly profile?: Profile | undefined;
  readonly consents?: readonly ConsentAnswer[] | undefined;
}

/** The same answer, and the same work, whether or not the address has an account. */
export const signUp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'> &
    Pick<Ports, 'settings' | 'log' | 'passwords' | 'commonPasswords' | 'leakedPasswords' | 'humanCheck'>,
  request: SignUpRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { settings, clock, commonPasswords } = dependencies;
  const email = readEmail(request.email, 'email');
  if (!email.ok) return email;
  const profile = checkNewProfile(settings.profileFields, request.profile ?? {});
  if (!profile.ok) return profile;
  const { locale, clientId } = request;
  const context = { at: clock.now(), locale, network: caller.ip };
  const consents = consentsOfSignUp(settings.consents, request.consents ?? [], context);
  return sendChallenge(dependencies, {
    ref: { purpose: 'signup', channel: 'email', address: email.value },
    caller,
    locale,
    clientId,
    lifetimeSeconds: settings.lifetimes.signupSeconds,
    onLive: 'replace',
    idempotencyKey: request.idempotencyKey,
    admit: () => checkHuman(dependencies, 'signup', request),
    check: async () => {
      const password = await checkPassword(request.password, email.value, commonPasswords);
      if (!password.ok) return password;
      return consents.ok ? accept(undefined) : consents;
    },
    makeData: async () => {
      const hashed = await hashNewPassword(dependencies, normalisePassword(request.password));
      if (!hashed.ok) return hashed;
      return accept(() => ({
        passwordHash: hashed.value,
        profile: profile.value,
        ...(consents.ok && consents.value.length > 0 && { consents: consents.value }),
      }));
    },
  });
};
