// The DNS records of a sender domain: made in a Route 53 zone, or printed if its DNS is elsewhere.
import { Annotations, CfnOutput, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnRecordSet, HostedZone, type IHostedZone, MxRecord, TxtRecord } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { DmarcPolicy, HostedZone as HostedZoneConfig } from '../config/stage-config.ts';

export interface DkimRecord {
  readonly name: string;
  readonly value: string;
}

export interface SenderDomain {
  readonly name: string;
  /** Empty: they are made elsewhere. */
  readonly dkim: readonly DkimRecord[];
  readonly mailFromDomain: string;
  /** Left out: the domain has a DMARC record of its own. */
  readonly dmarc?: {
    readonly policy: DmarcPolicy;
    /** Who gets the daily reports; left out: nobody. */
    readonly reportAddress?: string;
  };
}

interface DnsRecord {
  /** The construct id. */
  readonly id: string;
  /** Without a dot at the end. */
  readonly name: string;
  /** As in a zone file. */
  readonly value: string;
}

interface SenderRecords {
  readonly dkim: readonly DnsRecord[];
  readonly mailFromMx: DnsRecord & { readonly priority: number; readonly hostName: string };
  readonly texts: readonly DnsRecord[];
}

const TTL_SECONDS = 1800;
const MX_PRIORITY = 10;

/**
 * DKIM and MAIL FROM (SPF), without which mail fails DMARC, and the DMARC policy that the team chose: at first one that only reports.
 * https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dmarc.html
 */
const recordsOf = (scope: Construct, { name, dkim, mailFromDomain, dmarc }: SenderDomain): SenderRecords => {
  const hostName = `feedback-smtp.${Stack.of(scope).region}.amazonses.com`;
  return {
    dkim: dkim.map((record, index) => ({ id: `Dkim${index + 1}`, ...record })),
    mailFromMx: {
      id: 'MailFromMx',
      name: mailFromDomain,
      value: `${MX_PRIORITY} ${hostName}.`,
      priority: MX_PRIORITY,
      hostName,
    },
    texts: [
      { id: 'MailFromSpf', name: mailFromDomain, value: 'v=spf1 include:amazonses.com ~all' },
      ...(dmarc ? [{ id: 'Dmarc', name: `_dmarc.${name}`, value: dmarcOf(dmarc) }] : []),
    ],
  };
};

const dmarcOf = ({ policy, reportAddress }: NonNullable<SenderDomain['dmarc']>): string => {
  const reports = reportAddress === undefined ? [] : [`rua=mailto:${inMailto(reportAddress)}`];
  return ['v=DMARC1', `p=${policy}`, ...reports].join('; ');
};

/** `;` would end the tag, `!` would begin a size (RFC 7489, section 6.2), and `?` the header fields of the mail (RFC 6068). */
const inMailto = (address: string): string =>
  address.replace(/[^\w.+@-]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

/** Those of Easy DKIM: https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dkim-easy.html */
export const dkimRecordsOf = (domain: string, tokens: readonly string[]): readonly DkimRecord[] =>
  tokens.map((token) => ({ name: `${token}._domainkey.${domain}`, value: `${token}.dkim.amazonses.com` }));

/** The zone may be a parent of the domain. The records live as long as the identity, which needs them. */
export const makeRecords = (
  scope: Construct,
  domain: SenderDomain,
  { id, name: zoneName }: HostedZoneConfig,
  removalPolicy: RemovalPolicy,
): void => {
  const { dkim, mailFromMx, texts } = recordsOf(scope, domain);
  const zone: IHostedZone = HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: id, zoneName });
  for (const record of dkim) {
    const made = new CfnRecordSet(scope, record.id, {
      hostedZoneId: id,
      name: record.name,
      type: 'CNAME',
      resourceRecords: [record.value],
      ttl: String(TTL_SECONDS),
    });
    made.applyRemovalPolicy(removalPolicy);
  }
  const { priority, hostName } = mailFromMx;
  const mx = { zone, recordName: `${mailFromMx.name}.`, values: [{ priority, hostName }] };
  new MxRecord(scope, mailFromMx.id, mx).applyRemovalPolicy(removalPolicy);
  for (const record of texts) {
    const text = { zone, recordName: `${record.name}.`, values: [record.value] };
    new TxtRecord(scope, record.id, text).applyRemovalPolicy(removalPolicy);
  }
};

const NOTE =
  'Add each record below to the DNS of the sender domain: one line of a zone file each (name, seconds, IN, type, value), to import ' +
  'as it is or to copy part by part. SES then shows the domain as verified, mostly within minutes, at the latest within 72 hours.';
const NOTE_KO =
  '배포가 끝나면 Dns로 시작하는 출력의 레코드를 모두 발신 도메인의 DNS에 추가하세요. 각 출력은 존 파일 한 줄(이름, 초, IN, 종류, 값)이므로 그대로 가져오거나 항목별로 복사하면 됩니다. ' +
  '추가하면 대개 몇 분, 늦어도 72시간 안에 SES에 도메인이 인증됨으로 표시됩니다.';
const KEEP_DMARC = ' If the domain has a _dmarc record already, keep that one and set "dmarcRecord": "existing".';
const KEEP_DMARC_KO = ' _dmarc 레코드가 이미 있으면 있던 것을 그대로 두고 "dmarcRecord": "existing"으로 설정하세요.';

/** Prints them as outputs of what `scope` is in, with a note; in Korean at synth, since CloudFormation answers hangul as `?`. */
export const printRecords = (scope: Construct, domain: SenderDomain): void => {
  const { dkim, mailFromMx, texts } = recordsOf(scope, domain);
  const service = scope.node.scope ?? scope;
  const print = (id: string, value: string) => new CfnOutput(service, `Dns${id}`, { value });
  const printRecord = ({ id, name, value }: DnsRecord, type: string) =>
    print(id, `${name}. ${TTL_SECONDS} IN ${type} ${value}`);
  print('NoteEn', domain.dmarc ? NOTE + KEEP_DMARC : NOTE);
  Annotations.of(service).addInfoV2('latchkey:dns', domain.dmarc ? NOTE_KO + KEEP_DMARC_KO : NOTE_KO);
  for (const record of dkim) printRecord({ ...record, value: `${record.value}.` }, 'CNAME');
  printRecord(mailFromMx, 'MX');
  for (const record of texts) printRecord({ ...record, value: `"${record.value}"` }, 'TXT');
};
