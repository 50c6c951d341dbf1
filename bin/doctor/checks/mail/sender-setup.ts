// How SES signs for the sender's domain: DKIM, and the MAIL FROM domain, which SPF is checked against.
import { GetEmailIdentityCommand, type GetEmailIdentityCommandOutput, NotFoundException } from '@aws-sdk/client-sesv2';
import { mailFromDomainOf } from '../../../../lib/sender/identity-names.ts';
import type { Context } from '../../context.ts';
import { type Finding, note, ok } from '../../finding.ts';

export type SenderSetup = Pick<GetEmailIdentityCommandOutput, 'DkimAttributes' | 'MailFromAttributes'>;

/** No finding for an address identity, nor for a domain that SES does not know, which `identities.ts` reports. */
export const checkSenderSetup = async ({ clients, config }: Context): Promise<Finding[]> => {
  const { senderDomain } = config;
  if (senderDomain === undefined) return [];
  try {
    const setup = await clients.sesv2.send(new GetEmailIdentityCommand({ EmailIdentity: senderDomain }));
    return [judgeDkim(senderDomain, setup), judgeMailFrom(senderDomain, mailFromDomainOf(config, senderDomain), setup)];
  } catch (error) {
    if (error instanceof NotFoundException) return [];
    throw error;
  }
};

export const judgeDkim = (domain: string, { DkimAttributes }: SenderSetup): Finding => {
  const { SigningEnabled = false, Status = 'NOT_STARTED', Tokens = [] } = DkimAttributes ?? {};
  const what = { ko: `${domain}: DKIM ${Status}`, en: `${domain}: DKIM ${Status}` };
  if (SigningEnabled && Status === 'SUCCESS') return ok('sender', what);
  const records = Tokens.map((token) => `${token}._domainkey.${domain} CNAME ${token}.dkim.amazonses.com`).join(', ');
  return note('sender', what, {
    ko: records ? `DNS에 넣으세요: ${records}` : 'SES 콘솔에서 이 도메인의 Easy DKIM을 켜세요.',
    en: records ? `Put into DNS: ${records}` : 'Turn on Easy DKIM for this domain in the SES console.',
  });
};

export const judgeMailFrom = (domain: string, wanted: string, { MailFromAttributes }: SenderSetup): Finding => {
  const { MailFromDomain, MailFromDomainStatus = 'NOT_STARTED' } = MailFromAttributes ?? {};
  if (!MailFromDomain) {
    return note(
      'sender',
      { ko: `${domain}: MAIL FROM 도메인이 없음`, en: `${domain}: has no MAIL FROM domain of its own` },
      {
        ko: `${wanted} 을(를) MAIL FROM으로 두면 SPF도 맞습니다 (managed면 배포가 만듭니다).`,
        en: `Set ${wanted} as its MAIL FROM so that SPF aligns too; for a managed identity, deploying does it.`,
      },
    );
  }
  if (MailFromDomain !== wanted) {
    return note(
      'sender',
      {
        ko: `${domain}: MAIL FROM이 ${MailFromDomain}인데 설정은 ${wanted}`,
        en: `${domain}: its MAIL FROM is ${MailFromDomain}, and that of the configuration ${wanted}`,
      },
      {
        ko: '다음 배포가 설정대로 바꿉니다. 그대로 두려면 cdk.json의 mailFromSubdomain을 맞추세요 (existing이면 SES 콘솔에서).',
        en: 'Deploying changes it. To keep it, set mailFromSubdomain in cdk.json to it; for an existing identity, change one of the two.',
      },
    );
  }
  const what = {
    ko: `${MailFromDomain}: MAIL FROM ${MailFromDomainStatus}`,
    en: `${MailFromDomain}: MAIL FROM ${MailFromDomainStatus}`,
  };
  if (MailFromDomainStatus === 'SUCCESS') return ok('sender', what);
  return note('sender', what, {
    ko: `${MailFromDomain}의 MX와 SPF 레코드를 DNS에 넣으세요 (아래 DNS 항목).`,
    en: `Put the MX and SPF records of ${MailFromDomain} into DNS (see DNS below).`,
  });
};
