// The names of a sender domain whose DNS is not in Route 53: is something there that must stay?

import { REGION } from '../../../lib/names.ts';
import { mailFromDomainOf } from '../../../lib/sender/identity-names.ts';
import { checkDns, nothingIfNone } from '../checks/mail/dns.ts';
import type { Context } from '../context.ts';
import { type Finding, fault, note, ok } from '../finding.ts';
import { OTHER_MAIL_FROM, OWN_DMARC } from './wanted-records.ts';

/** Without a sender domain: the DMARC policy that mails of the address must pass. Throws when the name server does not answer. */
export const checkPublicDns = async (context: Context): Promise<Finding[]> => {
  const { config, resolver } = context;
  const { senderDomain, hostedZone } = config;
  if (senderDomain === undefined) return checkDns(context);
  if (hostedZone || config.senderIdentity === 'existing') return [];
  const mailFrom = mailFromDomainOf(config, senderDomain);
  const [names, exchangers, texts] = await Promise.all([
    nothingIfNone(resolver.resolveCname(mailFrom)),
    nothingIfNone(resolver.resolveMx(mailFrom)),
    nothingIfNone(resolver.resolveTxt(`_dmarc.${senderDomain}`)),
  ]);
  return [
    judgeMailFromName(mailFrom, { names, exchangers: exchangers.map(({ exchange }) => exchange.toLowerCase()) }),
    ...(config.dmarcRecord === 'managed' ? [judgeDmarcName(`_dmarc.${senderDomain}`, texts.length > 0)] : []),
  ];
};

interface Records {
  /** Where a CNAME leads. */
  readonly names: readonly string[];
  readonly exchangers: readonly string[];
}

/** SES refuses a MAIL FROM domain that receives mail: https://docs.aws.amazon.com/ses/latest/dg/mail-from.html */
export const judgeMailFromName = (mailFrom: string, { names, exchangers }: Records): Finding => {
  const [name] = names;
  const exchanger = exchangers.find((host) => host !== `feedback-smtp.${REGION}.amazonses.com`);
  if (name === undefined && exchanger === undefined) {
    return ok('dns', { ko: `${mailFrom}: 쓸 수 있음`, en: `${mailFrom}: can be used` });
  }
  const used = name === undefined ? `MX ${exchanger}` : `CNAME ${name}`;
  return fault(
    'dns',
    { ko: `${mailFrom}: 이미 다른 데 쓰는 이름 (${used})`, en: `${mailFrom}: is in use for something else (${used})` },
    {
      ko: `SES는 메일을 받는 이름을 MAIL FROM으로 쓰지 못합니다. ${OTHER_MAIL_FROM.ko}.`,
      en: `SES takes no MAIL FROM name that receives mail: ${OTHER_MAIL_FROM.en}.`,
    },
  );
};

const judgeDmarcName = (name: string, exists: boolean): Finding => {
  if (!exists) return ok('dns', { ko: `${name}: 비어 있음`, en: `${name}: is free` });
  const what = { ko: `${name}: 레코드가 이미 있음`, en: `${name}: has a record already` };
  return note('dns', what, { ko: `${OWN_DMARC.ko}.`, en: `To have no second one printed, ${OWN_DMARC.en}.` });
};
