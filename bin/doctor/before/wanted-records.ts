// The DNS records of a deployment whose names are known beforehand. SES chooses those of DKIM for an identity that is made.
import type { HostedZone, StageConfig } from '../../../lib/config/stage-config.ts';
import { mailFromDomainOf } from '../../../lib/sender/identity-names.ts';
import type { Words } from '../finding.ts';

export interface WantedName {
  readonly name: string;
  readonly types: readonly ('MX' | 'TXT' | 'A' | 'AAAA' | 'CNAME')[];
  /** What to change in cdk.json if the name is taken. */
  readonly otherwise: Words;
}

export interface WantedZone {
  readonly zone: HostedZone;
  readonly names: readonly WantedName[];
}

/** One entry for each zone that the stack writes to. */
export const wantedZones = (config: StageConfig): readonly WantedZone[] => {
  const { hostedZone, apiDomain, usesSes } = config;
  const mail = hostedZone && usesSes ? [{ zone: hostedZone, names: mailNames(config) }] : [];
  const api = apiDomain?.hostedZone ? [{ zone: apiDomain.hostedZone, names: [apiName(apiDomain.name)] }] : [];
  const byId = Map.groupBy([...mail, ...api], ({ zone }) => zone.id);
  return [...byId.values()].flatMap((parts) =>
    parts[0] ? [{ zone: parts[0].zone, names: parts.flatMap(({ names }) => names) }] : [],
  );
};

/** Those of a sender domain that the stack makes in a zone. */
const mailNames = (config: StageConfig): readonly WantedName[] => {
  const { senderDomain, senderIdentity, dmarcRecord, dkimTokens } = config;
  if (senderDomain === undefined) return [];
  const leaveOut = senderIdentity === 'existing' ? LEFT_BY_IDENTITY : undefined;
  const names: WantedName[] = [
    {
      name: mailFromDomainOf(config, senderDomain),
      types: ['MX', 'TXT'],
      otherwise: leaveOut ?? OTHER_MAIL_FROM,
    },
    ...dkimTokens.map((token) => ({
      name: `${token}._domainkey.${senderDomain}`,
      types: ['CNAME'] as const,
      otherwise: LEFT_BY_IDENTITY,
    })),
  ];
  if (dmarcRecord === 'existing') return names;
  return [...names, { name: `_dmarc.${senderDomain}`, types: ['TXT'], otherwise: leaveOut ?? OWN_DMARC }];
};

export const OTHER_MAIL_FROM: Words = {
  ko: 'cdk.json의 mailFromSubdomain에 아무도 쓰지 않는 이름을 적으세요',
  en: 'set mailFromSubdomain in cdk.json to a name that nobody uses',
};

export const OWN_DMARC: Words = {
  ko: '그대로 두고 cdk.json에 "dmarcRecord": "existing"을 적으세요',
  en: 'keep it and set "dmarcRecord": "existing" in cdk.json',
};

const LEFT_BY_IDENTITY: Words = {
  ko: '그대로 두고 cdk.json에서 hostedZone을 빼세요',
  en: 'keep it and leave hostedZone out of cdk.json',
};

const apiName = (name: string): WantedName => ({
  name,
  types: ['A', 'AAAA'],
  otherwise: { ko: 'apiDomain.name에 다른 이름을 적으세요', en: 'choose another apiDomain.name' },
});
