// Who mails come from: the SES identity, the sandbox's verified recipients, the configuration set, and the right to send.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnRecordSet, HostedZone, MxRecord, TxtRecord } from 'aws-cdk-lib/aws-route53';
import { ConfigurationSet, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { HostedZone as HostedZoneConfig, StageConfig } from './config.ts';

export interface SenderIdentityProps {
  readonly config: StageConfig;
  readonly isRetained: boolean;
}

export class SenderIdentity extends Construct {
  readonly configurationSet: ConfigurationSet;
  private readonly config: StageConfig;

  constructor(scope: Construct, id: string, { config, isRetained }: SenderIdentityProps) {
    super(scope, id);
    this.config = config;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', { reputationMetrics: true });
    const sender = config.senderDomain ?? config.senderAddress;
    const managed = [
      ...(config.senderIdentity === 'managed' ? [sender] : []),
      ...config.sandboxRecipients.filter(
        (address) => address !== sender && !config.existingRecipients.includes(address),
      ),
    ];
    for (const name of managed) {
      const isDomain = name === config.senderDomain;
      const mailFromDomain = `mail.${name}`;
      const identity = new EmailIdentity(this, name === sender ? 'Sender' : `Recipient ${name}`, {
        identity: isDomain ? Identity.domain(name) : Identity.email(name),
        ...(isDomain && { mailFromDomain }),
      });
      identity.applyRemovalPolicy(isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
      if (isDomain && config.hostedZone) this.addRecords(identity, config.hostedZone, mailFromDomain);
    }
  }

  /** The one action of sending, on the sender, on the configuration set and, in the sandbox, on each recipient's identity. */
  grantSending(grantee: IGrantable): void {
    const { senderAddress, senderDomain, sandboxRecipients } = this.config;
    const arnOf = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    const identities = new Set([senderDomain ?? senderAddress, ...sandboxRecipients]);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          ...[...identities].map((name) => arnOf('identity', name)),
          arnOf('configuration-set', this.configurationSet.configurationSetName),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': senderAddress } },
      }),
    );
  }

  /** The sender domain's DKIM and MAIL FROM (SPF) records, in a zone that may be a parent of the domain. */
  private addRecords(identity: EmailIdentity, { id, name }: HostedZoneConfig, mailFromDomain: string): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: id, zoneName: name });
    for (const [index, record] of identity.dkimRecords.entries()) {
      new CfnRecordSet(this, `Dkim${index + 1}`, {
        hostedZoneId: zone.hostedZoneId,
        name: record.name,
        type: 'CNAME',
        resourceRecords: [record.value],
        ttl: RECORD_TTL_SECONDS,
      });
    }
    const recordName = `${mailFromDomain}.`;
    const hostName = `feedback-smtp.${Stack.of(this).region}.amazonses.com`;
    new MxRecord(this, 'MailFromMx', { zone, recordName, values: [{ priority: 10, hostName }] });
    new TxtRecord(this, 'MailFromSpf', { zone, recordName, values: ['v=spf1 include:amazonses.com ~all'] });
  }
}

const RECORD_TTL_SECONDS = '1800';
