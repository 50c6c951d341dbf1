// From how many seconds of waiting a mail rings, by what it is for: while its link or code still lives, whatever a team made of lifetimes.
import type { Lifetimes } from '#domain/defaults.ts';
import type { MessagePurpose } from '#domain/delivery/delivery.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';

/** How long a message is of use. `undefined`: none is sent for it, its link stands in the notice of the change. */
const LIFETIMES: Readonly<Record<MessagePurpose, ((lifetimes: Lifetimes) => number) | undefined>> = {
  signup: ({ signupSeconds }) => signupSeconds,
  reset: ({ resetSeconds }) => resetSeconds,
  login: ({ loginSeconds }) => loginSeconds,
  email_change: ({ emailChangeSeconds }) => emailChangeSeconds,
  email_undo: undefined,
  phone_change: ({ phoneChangeSeconds }) => phoneChangeSeconds,
  otp: ({ otpEmailSeconds, otpSmsSeconds }) => Math.min(otpEmailSeconds, otpSmsSeconds),
  password_changed: ({ emailUndoSeconds }) => emailUndoSeconds,
  email_changed: ({ emailUndoSeconds }) => emailUndoSeconds,
};

/**
 * A try waits about as long as all tries before it took, so the last one that is made comes near half of the lifetime,
 * and the last one that leaves time for another near a quarter. A fifth rings at that one, or else at the last.
 */
const PART_OF_LIFETIME = 1 / 5;

export interface WaitingThreshold {
  readonly purpose: MessagePurpose;
  readonly aboveSeconds: number;
}

export const waitingThresholds = (lifetimes: Lifetimes): readonly WaitingThreshold[] =>
  (Object.keys(LIFETIMES) as MessagePurpose[]).flatMap((purpose) => {
    const lifetimeSeconds = LIFETIMES[purpose]?.(lifetimes);
    if (lifetimeSeconds === undefined) return [];
    const part = Math.floor(lifetimeSeconds * PART_OF_LIFETIME);
    return [{ purpose, aboveSeconds: Math.min(ALARM_THRESHOLDS.waitingMail.above, part) }];
  });
