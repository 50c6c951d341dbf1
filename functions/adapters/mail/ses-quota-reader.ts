// Asks SES how much the account may send, and how much of the day's quota is used.
import { GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses';
import { DependencyError } from '#domain/errors.ts';
import type { QuotaReader } from '#domain/ports/delivery.ts';

export const createSesQuotaReader = (client: SESClient): QuotaReader => ({
  read: async () => {
    try {
      const { Max24HourSend, MaxSendRate, SentLast24Hours } = await client.send(new GetSendQuotaCommand({}));
      if (Max24HourSend === undefined || MaxSendRate === undefined) throw new Error('no figures in the answer');
      return {
        mailsPer24Hours: Max24HourSend,
        mailsPerSecond: MaxSendRate,
        sentInLast24Hours: SentLast24Hours ?? 0,
      };
    } catch (error) {
      throw new DependencyError('ses', error);
    }
  },
});
