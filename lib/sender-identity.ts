// Who mails come from: the SES identity, the sandbox's verified recipients, the configuration set, and the right to send.
import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageConfig } from './config/stage-config.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { makeRecords, printRecords, type SenderDomain } from './sender-records.ts';

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
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // A mail holds a link or a code: a server without TLS gets none, and SES reports a bounce.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    const sender = config.senderDomain ?? config.senderAddress;
    const managed = [
      ...(config.senderIdentity === 'managed' ? [sender] : []),
      ...config.sandboxRecipients.filter(
        (address) => address !== sender && !config.existingRecipients.includes(address),
      ),
    ];
    for (const name of managed) {
      const isDomain = name === config.senderDomain;
      const mailFromDomain = `${config.mailFromSubdomain}.${name}`;
      const identity = new EmailIdentity(this, name === sender ? 'Sender' : `Recipient ${name}`, {
        identity: isDomain ? Identity.domain(name) : Identity.email(name),
        ...(isDomain && { mailFromDomain }),
      });
      identity.applyRemovalPolicy(removalPolicyOf(isRetained));
      if (!isDomain) continue;
      const { dmarcRecord, dmarcPolicy: policy, dmarcReports } = config;
      this.makeOrPrintRecords({
        identity,
        name,
        mailFromDomain,
        ...(dmarcRecord === 'managed' && {
          dmarc: { policy, ...(dmarcReports !== undefined && { reportAddress: dmarcReports }) },
        }),
      });
    }
  }

  /** For pacing: how many mails the account may send a day and a second. IAM has no resource for it. */
  grantQuota(grantee: IGrantable): void {
    const statement = new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /** Only the action for sending, on the sender, the configuration set and, in the sandbox, each recipient's identity. */
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

  private makeOrPrintRecords(domain: SenderDomain): void {
    const { hostedZone } = this.config;
    if (hostedZone) makeRecords(this, domain, hostedZone);
    else printRecords(this, domain);
  }
}
