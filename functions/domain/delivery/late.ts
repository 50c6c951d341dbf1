// How long a message may wait before its alarm fires, per purpose. Always shorter than the lifetime of its link or code.
import type { Lifetimes } from '../defaults.ts';
import type { MessagePurpose } from './delivery.ts';

/** How long a message is useful. `undefined`: the purpose has no message of its own, its link is in the notice of the change. */
const LIFETIMES: Readonly<Record<MessagePurpose, ((lifetimes: Lifetimes) => number) | undefined>> = {
  signup: ({ signupSeconds }) => signupSeconds,
  reset: ({ resetSeconds }) => resetSeconds,
  login: ({ loginSeconds }) => loginSeconds,
  invitation: ({ invitationSeconds }) => invitationSeconds,
  email_change: ({ emailChangeSeconds }) => emailChangeSeconds,
  email_undo: undefined,
  phone_change: ({ phoneChangeSeconds }) => phoneChangeSeconds,
  otp: ({ otpEmailSeconds, otpSmsSeconds }) => Math.min(otpEmailSeconds, otpSmsSeconds),
  password_changed: ({ emailUndoSeconds }) => emailUndoSeconds,
  email_changed: ({ emailUndoSeconds }) => emailUndoSeconds,
  email_restored: ({ emailUndoSeconds }) => emailUndoSeconds,
  phone_changed: ({ emailUndoSeconds }) => emailUndoSeconds,
  account_deleted: ({ emailUndoSeconds }) => emailUndoSeconds,
  deletion_asked: ({ emailUndoSeconds }) => emailUndoSeconds,
  account_kept: ({ emailUndoSeconds }) => emailUndoSeconds,
  account_unused: ({ emailUndoSeconds }) => emailUndoSeconds,
  new_log_in: ({ emailUndoSeconds }) => emailUndoSeconds,
  passkey_added: ({ emailUndoSeconds }) => emailUndoSeconds,
  passkey_removed: ({ emailUndoSeconds }) => emailUndoSeconds,
  second_factor_on: ({ emailUndoSeconds }) => emailUndoSeconds,
  second_factor_off: ({ emailUndoSeconds }) => emailUndoSeconds,
};

/** A sign-up link lives for 30 minutes; people ask again, or leave, long before. */
export const LATE_AFTER_SECONDS = 300;

/**
 * Each attempt waits about as long as all earlier ones together. So the last attempt comes near half of the lifetime, and the
 * one before it near a quarter. A threshold of one fifth fires at the latter, or else at the last.
 */
const PART_OF_LIFETIME = 1 / 5;

/** A message is late if it waited longer than this; `undefined` if the purpose has no message. */
export const lateAfterSeconds = (purpose: MessagePurpose, lifetimes: Lifetimes): number | undefined => {
  const lifetimeSeconds = LIFETIMES[purpose]?.(lifetimes);
  if (lifetimeSeconds === undefined) return undefined;
  return Math.min(LATE_AFTER_SECONDS, Math.floor(lifetimeSeconds * PART_OF_LIFETIME));
};
