// Requests a reset or log-in mail. The answer is the same for an address without an account.
import { readEmail } from '#domain/address.ts';
import type { Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { MessageRequest } from '../challenge/challenge-request.ts';
import { checkHuman, type HumanRequest } from '../challenge/check-human.ts';
import { sendChallenge } from '../challenge/send-challenge.ts';
import type { Sent } from '../challenge/sent.ts';

export interface AccountMailRequest extends MessageRequest, HumanRequest {
  readonly email: string;
}

export const sendAccountMail = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'humanCheck'>,
  purpose: 'reset' | 'login',
  request: AccountMailRequest,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { resetSeconds, loginSeconds } = dependencies.settings.lifetimes;
  const email = readEmail(request.email, 'email');
  if (!email.ok) return email;
  return sendChallenge(dependencies, {
    ref: { purpose, channel: 'email', address: email.value },
    caller,
    locale: request.locale,
    clientId: request.clientId,
    lifetimeSeconds: purpose === 'reset' ? resetSeconds : loginSeconds,
    onLive: 'resend',
    continuation: request.continuation,
    idempotencyKey: request.idempotencyKey,
    admit: () => checkHuman(dependencies, purpose, request),
  });
};
