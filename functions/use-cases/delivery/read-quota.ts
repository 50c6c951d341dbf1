// Reads the account's quota from the row that all couriers share. A courier that finds it stale and wins the swap asks SES.

import {
  isStale,
  type QuotaFigures,
  type SendingQuota,
  UNKNOWN_QUOTA,
  usedPercent,
} from '#domain/delivery/sending-quota.ts';
import { nameOfError } from '#domain/errors.ts';
import type { EventLog, Ports } from '#domain/ports.ts';
import { QUOTA_KEY } from '#domain/store-keys.ts';

/** `current` is the loaded row. If SES does not answer, the previous quota is used. */
export const readQuota = async (
  { store, clock, quotaReader, log }: Pick<Ports, 'store' | 'clock' | 'log' | 'quotaReader'>,
  current: SendingQuota | undefined,
): Promise<QuotaFigures> => {
  const now = clock.now();
  if (current && !isStale(current, now)) return current;
  const known: QuotaFigures = current ?? UNKNOWN_QUOTA;
  const taken = await store.swap(QUOTA_KEY, current ?? 'absent', { ...figuresOf(known), at: now });
  if (!taken.ok) return taken.current ?? known;
  try {
    const figures = await quotaReader.read();
    logQuota(log, figures);
    await store.swap(QUOTA_KEY, taken.item, { ...figures, at: now });
    return figures;
  } catch (error) {
    log.write('quota_unknown', { error: nameOfError(error) });
    return known;
  }
};

/** For the alarms on the daily quota: AWS grants each account its own quota, so only the courier knows how much is used. */
const logQuota = (log: EventLog, figures: QuotaFigures): void => {
  const { mailsPer24Hours, mailsPerSecond } = figures;
  const percent = usedPercent(figures);
  if (percent === undefined) return;
  log.write('quota_read', { usedPercent: percent, mailsPer24Hours, mailsPerSecond });
};

const figuresOf = ({ mailsPer24Hours, mailsPerSecond, sentInLast24Hours }: QuotaFigures): QuotaFigures => ({
  mailsPer24Hours,
  mailsPerSecond,
  sentInLast24Hours,
});
