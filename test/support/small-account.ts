// An SES account with small quotas, which enforces them and reports truthfully what was sent.
import type { QuotaFigures } from '#domain/delivery/sending-quota.ts';
import type { OutgoingMail, SendResult } from '#domain/ports/delivery.ts';

export interface SentMail {
  readonly to: string;
  readonly purpose: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface SmallAccount {
  readonly sent: readonly SentMail[];
  /** How often it refused: because of the rate, and because of the daily quota. */
  readonly refused: { rate: number; day: number };
  figures(): QuotaFigures;
  /** Answers like SES, with the reasons of our adapter. */
  take(mail: OutgoingMail, now: number): SendResult | undefined;
}

export const createSmallAccount = (mailsPerSecond: number, mailsPer24Hours: number): SmallAccount => {
  const sent: SentMail[] = [];
  const refused = { rate: 0, day: 0 };
  const secondOf = (time: number) => Math.floor(time / 1000);
  const refuse = (reason: 'rate_exceeded' | 'quota_exceeded'): SendResult => ({
    ok: false,
    permanent: false,
    reason,
    error: 'Throttling',
  });
  return {
    sent,
    refused,
    figures: () => ({ mailsPer24Hours, mailsPerSecond, sentInLast24Hours: sent.length }),
    take: ({ to, tags: { purpose } }, now) => {
      if (sent.filter(({ at }) => secondOf(at) === secondOf(now)).length >= mailsPerSecond) {
        refused.rate++;
        return refuse('rate_exceeded');
      }
      if (sent.length >= mailsPer24Hours) {
        refused.day++;
        return refuse('quota_exceeded');
      }
      sent.push({ to, purpose, at: now });
      return undefined;
    },
  };
};
