// The answer to a request that sends a message.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { nextSendAt, type SendAttempt } from '#domain/challenge/send-limits.ts';
import { secondsUntil } from '#domain/errors.ts';
import type { Draft } from '#domain/row.ts';

/** It does not reveal whether the address has an account. */
export interface Sent {
  /** In its normal form, as the message is addressed: for the person to see. */
  readonly address: string;
  readonly expiresInSeconds: number;
  readonly resendInSeconds: number;
  readonly continuation?: string | undefined;
}

/** How long the link or code works, and when the same network may ask for another message. */
export const sentBy = (
  challenge: Draft<Challenge>,
  attempt: SendAttempt,
): Pick<Sent, 'expiresInSeconds' | 'resendInSeconds'> => ({
  expiresInSeconds: secondsUntil(challenge.expiresAt, attempt.now),
  resendInSeconds: secondsUntil(nextSendAt(challenge, attempt), attempt.now),
});
