// The public DNS of the sender's domain: SPF of the MAIL FROM domain (RFC 7208) and DMARC (RFC 7489).

import { REGION } from '../../../../lib/names.ts';
import { mailFromDomainOf } from '../../../../lib/sender/identity-names.ts';
import type { Context, NameResolver } from '../../context.ts';
import { type Finding, note, ok } from '../../finding.ts';

/** Throws when the name server does not answer. */
export const checkDns = async ({ config, resolver }: Context): Promise<Finding[]> => {
  const { senderAddress, senderDomain } = config;
  const domain = senderAddress.slice(senderAddress.lastIndexOf('@') + 1);
  const dmarc = judgeDmarc(domain, await findDmarc(resolver, domain), senderDomain !== undefined);
  if (senderDomain === undefined) return [dmarc];
  const mailFrom = mailFromDomainOf(config, senderDomain);
  const [texts, exchangers] = await Promise.all([
    nothingIfNone(resolver.resolveTxt(mailFrom)),
    nothingIfNone(resolver.resolveMx(mailFrom)),
  ]);
  return [
    judgeSpf(mailFrom, texts.map(joined)),
    judgeMx(
      mailFrom,
      exchangers.map(({ exchange }) => exchange.toLowerCase()),
    ),
    dmarc,
  ];
};

/** One TXT record may consist of several strings (RFC 7208, section 3.3). */
const joined = (strings: readonly string[]): string => strings.join('');

const NOTHING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** A name without such a record is no error of the name server. */
export const nothingIfNone = async <Item>(answer: Promise<readonly Item[]>): Promise<readonly Item[]> => {
  try {
    return await answer;
  } catch (error) {
    if (NOTHING.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
};

/** The domain's own record, or that of the nearest domain above it. */
const findDmarc = async (resolver: NameResolver, domain: string): Promise<string | undefined> => {
  const labels = domain.split('.');
  for (let index = 0; index < labels.length - 1; index++) {
    const texts = await nothingIfNone(resolver.resolveTxt(`_dmarc.${labels.slice(index).join('.')}`));
    const record = texts.map(joined).find((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (record !== undefined) return record;
  }
  return undefined;
};

const INCLUDE = 'include:amazonses.com';

export const judgeSpf = (mailFrom: string, texts: readonly string[]): Finding => {
  const records = texts.filter((text) => /^v=spf1( |$)/i.test(text));
  if (records.length === 1 && records[0]?.toLowerCase().split(/\s+/).includes(INCLUDE)) {
    return ok('dns', { ko: `${mailFrom}: SPF 있음`, en: `${mailFrom}: SPF is there` });
  }
  const line = `${mailFrom} TXT "v=spf1 ${INCLUDE} ~all"`;
  if (records.length > 1) {
    return note(
      'dns',
      {
        ko: `${mailFrom}: SPF가 여러 개라 무효입니다.`,
        en: `${mailFrom}: has several SPF records, which makes all of them invalid.`,
      },
      { ko: `하나만 남기세요: ${line}`, en: `Keep one: ${line}` },
    );
  }
  return note(
    'dns',
    { ko: `${mailFrom}: SES를 허용하는 SPF가 없음`, en: `${mailFrom}: has no SPF record that allows SES` },
    { ko: `DNS에 넣으세요: ${line}`, en: `Put into DNS: ${line}` },
  );
};

export const judgeMx = (mailFrom: string, exchangers: readonly string[]): Finding => {
  const wanted = `feedback-smtp.${REGION}.amazonses.com`;
  // SES requires exactly one.
  if (exchangers.length === 1 && exchangers[0] === wanted) {
    return ok('dns', { ko: `${mailFrom}: MX 있음`, en: `${mailFrom}: MX is there` });
  }
  return note(
    'dns',
    { ko: `${mailFrom}: SES의 MX가 없음`, en: `${mailFrom}: does not have exactly one MX record, that of SES` },
    { ko: `DNS에 넣으세요: ${mailFrom} MX 10 ${wanted}`, en: `Put into DNS: ${mailFrom} MX 10 ${wanted}` },
  );
};

/** `isOwnDomain`: SES signs for the domain, so the team controls its DMARC record. */
export const judgeDmarc = (domain: string, record: string | undefined, isOwnDomain: boolean): Finding => {
  if (record === undefined) {
    const line = `_dmarc.${domain} TXT "v=DMARC1; p=none"`;
    return note(
      'dns',
      { ko: `${domain}: DMARC가 없음`, en: `${domain}: has no DMARC record` },
      {
        ko: `DNS에 넣으세요: ${line} (Gmail 등이 대량 발신자에게 요구합니다).`,
        en: `Put into DNS: ${line} (Gmail and others ask bulk senders for one).`,
      },
    );
  }
  const policy = /(?:^|;)\s*p\s*=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase() ?? 'none';
  const what = { ko: `${domain}: DMARC p=${policy}`, en: `${domain}: DMARC p=${policy}` };
  if (isOwnDomain || policy === 'none') return ok('dns', what);
  return note('dns', what, {
    ko: '주소만 인증한 발신자는 이 정책을 통과하지 못해 스팸함으로 가거나 거부됩니다: senderDomain을 쓰세요.',
    en: 'If only the address of a sender is verified, its mail fails this policy and is junked or refused: use senderDomain.',
  });
};
