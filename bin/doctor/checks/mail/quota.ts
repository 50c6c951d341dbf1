// How much of the daily quota is used. SES reports it; for an SMTP server Latchkey counts.
import type { GetAccountCommandOutput } from '@aws-sdk/client-sesv2';
import { createCountedQuotaReader } from '#adapters/mail/counted-quota-reader.ts';
import { SES_ALARMS } from '#domain/delivery/ses-quotas.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok, type Words } from '../../finding.ts';
import { storeOf } from '../../store.ts';

const RAISE: Words = {
  ko: '메일 서비스에서 한도를 올리고 smtp.mailsPer24Hours도 고치거나, 쓴 만큼 풀릴 때까지 기다리세요.',
  en: 'Ask the provider for a higher limit and set smtp.mailsPer24Hours to it, or wait until mails become older than 24 hours.',
};

const COUNTED: Words = { ko: ' (Latchkey가 센 값)', en: ' (as Latchkey counts)' };

/** Before the first deployment there is no finding, because nothing was sent or counted. */
export const checkCountedQuota = async ({ config: { mail }, clients, stack, now }: Context): Promise<Finding[]> => {
  const store = storeOf(stack, clients);
  if (mail.transport !== 'smtp' || !store) return [];
  const { mailsPer24Hours, mailsPerSecond } = mail;
  const used = await createCountedQuotaReader({ store, clock: { now }, mailsPer24Hours, mailsPerSecond }).read();
  const figures = { Max24HourSend: mailsPer24Hours, MaxSendRate: mailsPerSecond };
  return judgeQuota({ ...figures, SentLast24Hours: used.sentInLast24Hours }, RAISE, COUNTED);
};

/** `raise`: what to do when little is left. `source`: who counted, unless the transport did. */
export const judgeQuota = (
  quota: GetAccountCommandOutput['SendQuota'],
  raise: Words,
  source: Words = { ko: '', en: '' },
): Finding[] => {
  const { Max24HourSend: day, MaxSendRate: rate, SentLast24Hours: sent = 0 } = quota ?? {};
  if (day === undefined || rate === undefined) return [];
  const perSecond = { ko: `초당 ${rate}통`, en: `${rate} a second` };
  // -1: no limit.
  if (day < 0) return [ok('quota', { ko: `하루 무제한, ${perSecond.ko}`, en: `no limit a day, ${perSecond.en}` })];
  const what = {
    ko: `24시간에 ${day}통 중 ${sent}통 사용, ${perSecond.ko}${source.ko}`,
    en: `${sent} of ${day} mails in 24 hours, ${perSecond.en}${source.en}`,
  };
  if (sent >= day) return [fault('quota', what, raise)];
  return [sent >= day * SES_ALARMS.dailyQuota.warningFraction ? note('quota', what, raise) : ok('quota', what)];
};
