// Limits the sms per day, per number and for the whole stage: SMS costs money, and SMS pumping is a known fraud.
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { Ports } from '#domain/ports.ts';
import { counterOf, DAY_MILLISECONDS } from '#domain/window.ts';

export type SmsTurn =
  | { readonly ok: true; giveBack(): Promise<void> }
  | { readonly ok: false; readonly reason: DeliveryReason };

/** Counted before sending, so that parallel sms also stay within the cap. */
export const capSms = async (
  { store, clock, settings }: Pick<Ports, 'store' | 'clock' | 'settings'>,
  phone: string,
): Promise<SmsTurn> => {
  const { textsPerPhone, textsPerDay } = settings.limits;
  const now = clock.now();
  const add = (subject: string, by: number) => {
    const { key, window } = counterOf('texts', subject, now, { length: DAY_MILLISECONDS });
    return store.count(key, by, window);
  };
  const giveBack = async (...subjects: readonly string[]): Promise<void> => {
    await Promise.all(subjects.map((subject) => add(subject, -1)));
  };

  const ofPhone = await add(phone, 1);
  if (ofPhone.total > textsPerPhone) {
    await giveBack(phone);
    return { ok: false, reason: 'phone_used_up' };
  }
  const ofStage = await add('all', 1);
  if (ofStage.total > textsPerDay) {
    await giveBack(phone, 'all');
    return { ok: false, reason: 'texts_used_up' };
  }
  return { ok: true, giveBack: () => giveBack(phone, 'all') };
};
