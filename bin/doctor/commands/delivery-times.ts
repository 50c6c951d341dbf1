// How long the mails of the last day took, by the domain of the recipient, from the rows that are still there.
import type { Delivery } from '#domain/delivery/delivery.ts';
import { providerOf } from '#domain/delivery/provider.ts';
import { parseChallengeKey, parseNoticeKey } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needVerifications } from './need-stack.ts';
import { type Row, scanRows } from './scan.ts';

/** The 95th percentiles of one domain, in seconds. */
interface DomainTimes {
  readonly domain: string;
  readonly mails: number;
  readonly fromRequest: number;
  /** From when SES took the mail. */
  readonly fromSes?: number;
}

/** Reads the whole table. Throws what AWS answers. */
export const deliveryTimes = async (context: Context): Promise<Report> => {
  const { table } = needVerifications(context);
  const isBySes = context.config.mail.transport === 'ses';
  const rows = await scanRows(context.clients.documents, table, {
    expression: '#delivery.#status = :done AND #delivery.#at >= :since',
    names: { '#status': 'status', '#at': 'at' },
    // An SMTP server says no more than that it took the mail.
    values: { ':done': isBySes ? 'delivered' : 'sent', ':since': context.now() - DAY_MILLISECONDS },
  });
  const domains = timesOf(rows);
  return {
    exitCode: 0,
    lines: domains.length > 0 ? domains.map((times) => sayTimes(times, isBySes)) : [NONE],
    json: { hours: 24, until: isBySes ? 'delivered' : 'sent', domains },
  };
};

const timesOf = (rows: readonly Row[]): DomainTimes[] => {
  const mails = rows.flatMap((row) => {
    const address = addressOf(String(row['pk']));
    const { at, askedAt, tookMilliseconds } = row['delivery'] as Delivery;
    if (address === undefined || askedAt === undefined) return [];
    return [{ domain: providerOf(address), waited: Math.max(0, at - askedAt), took: tookMilliseconds }];
  });
  return [...Map.groupBy(mails, ({ domain }) => domain)]
    .map(([domain, group]) => {
      const took = group.flatMap((mail) => mail.took ?? []);
      return {
        domain,
        mails: group.length,
        fromRequest: slowSeconds(group.map(({ waited }) => waited)),
        ...(took.length > 0 && { fromSes: slowSeconds(took) }),
      };
    })
    .toSorted((one, other) => other.mails - one.mails || one.domain.localeCompare(other.domain));
};

/** Of a message to an email address. */
const addressOf = (pk: string): string | undefined => {
  const challenge = parseChallengeKey(pk);
  return challenge ? (challenge.channel === 'email' ? challenge.address : undefined) : parseNoticeKey(pk)?.address;
};

/** The 95th percentile by the nearest rank, with one decimal. */
const slowSeconds = (milliseconds: readonly number[]): number => {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0) / 100) / 10;
};

const sayTimes = ({ domain, mails, fromRequest, fromSes }: DomainTimes, isBySes: boolean): Words => {
  const ses =
    fromSes === undefined ? { ko: '', en: '' } : { ko: `, SES 접수부터 ${fromSes}초`, en: `, ${fromSes} s from SES` };
  const until = isBySes ? { ko: '도착', en: 'arrived' } : { ko: '서버 접수', en: 'taken by the server' };
  return {
    ko: `${domain === 'other' ? '그 밖의 도메인' : domain}: ${mails}통의 95 %가 요청 후 ${fromRequest}초 안에 ${until.ko}${ses.ko}`,
    en: `${domain === 'other' ? 'other domains' : domain}: 95 % of ${mails} ${until.en} within ${fromRequest} s of the request${ses.en}`,
  };
};

const NONE: Words = {
  ko: '지난 24시간에 도착이 기록된 메일이 없습니다.',
  en: 'No mail of the last 24 hours is recorded as arrived.',
};
