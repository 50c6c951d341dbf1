// Limits the sms per day, per number and for the whole stage: SMS costs money, and SMS pumping is a known fraud.
// One-time codes and changes of phone number have budgets apart, so that neither can use up the other's.

import type { MessagePurpose } from '#domain/delivery/delivery.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { Ports } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { counterOf, DAY_MILLISECONDS } from '#domain/window.ts';

export type SmsTurn =
  | { readonly ok: true; giveBack(): Promise<void> }
  | { readonly ok: false; readonly reason: DeliveryReason };

/** Counted before sending, so that parallel sms also stay within the cap. */
export const capSms = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  phone: string,
  purpose: MessagePurpose,
): Promise<SmsTurn> => {
  const { subject: stage, cap, reason } = budgetOf(purpose, settings);
  const now = clock.now();
  const add = (subject: string, by: number) => {
    const { key, window } = counterOf('texts', subject, now, { length: DAY_MILLISECONDS });
    return store.count(key, by, window);
  };
  const giveBack = async (...subjects: readonly string[]): Promise<void> => {
    await Promise.all(subjects.map((subject) => add(subject, -1)));
  };

  const ofPhone = await add(phone, 1);
  if (ofPhone.total > settings.limits.textsPerPhone) {
    await giveBack(phone);
    return { ok: false, reason: 'phone_used_up' };
  }
  const ofStage = await add(stage, 1);
  if (ofStage.total > cap) {
    await giveBack(phone, stage);
    return { ok: false, reason };
  }
  return { ok: true, giveBack: () => giveBack(phone, stage) };
};

interface Budget {
  /** Of its counter. */
  readonly subject: string;
  readonly cap: number;
  readonly reason: DeliveryReason;
}

const budgetOf = (purpose: MessagePurpose, { limits }: Settings): Budget =>
  purpose === 'phone_change'
    ? { subject: purpose, cap: limits.phoneChangeTextsPerDay, reason: 'phone_change_texts_used_up' }
    : { subject: 'all', cap: limits.textsPerDay, reason: 'texts_used_up' };
