// Who mails come from: the SES identity, the sandbox's verified recipients, the configuration set, and the right to send.
import { type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { StageConfig } from '../config/stage-config.ts';
import { removalPolicyOf } from '../removal-policy.ts';
import {
  domainsAbove,
  existingIdentities,
  mailFromDomainOf,
  managedIdentities,
  senderNameOf,
} from './identity-names.ts';
import { type DkimRecord, dkimRecordsOf, makeRecords, printRecords, type SenderDomain } from './sender-records.ts';

export interface SenderIdentityProps {
  readonly config: StageConfig;
  readonly isRetained: boolean;
}

export class SenderIdentity extends Construct {
  readonly configurationSet: ConfigurationSet;
  private readonly config: StageConfig;
  private readonly isRetained: boolean;

  constructor(scope: Construct, id: string, { config, isRetained }: SenderIdentityProps) {
    super(scope, id);
    this.config = config;
    this.isRetained = isRetained;
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      // A mail holds a link or a code: a server without TLS gets none, and SES reports a bounce.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    });
    const { senderDomain, senderIdentity, hostedZone, dkimTokens } = config;
    let previous: EmailIdentity | undefined;
    for (const name of managedIdentities(config)) {
      const identity = this.makeIdentity(name);
      // SES takes about one call a second, so they are made one after another.
      if (previous) identity.node.addDependency(previous);
      previous = identity;
      if (name === senderDomain) this.makeOrPrintRecords(name, identity.dkimRecords);
    }
    if (senderDomain && senderIdentity === 'existing' && hostedZone) {
      this.makeOrPrintRecords(senderDomain, dkimRecordsOf(senderDomain, dkimTokens));
    }
  }

  /** For pacing: how many mails the account may send a day and a second. IAM has no resource for it. */
  grantQuota(grantee: IGrantable): void {
    const statement = new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] });
    grantee.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /** For support: the list of addresses that SES does not try for the account. IAM has no resource for it. */
  grantSuppressions(grantee: IGrantable): void {
    const actions = ['ses:GetSuppressedDestination', 'ses:DeleteSuppressedDestination'];
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  }

  /** Only the action for sending, on the sender, the configuration set and, in the sandbox, each recipient's identity. */
  grantSending(grantee: IGrantable): void {
    const arnOf = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    // SES authorises on the address if it knows it, else on the nearest verified domain.
    const existing = existingIdentities(this.config).flatMap((name) => [name, ...domainsAbove(name)]);
    const identities = new Set([...[senderNameOf(this.config), ...this.config.sandboxRecipients], ...existing]);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          ...[...identities].map((name) => arnOf('identity', name)),
          arnOf('configuration-set', this.configurationSet.configurationSetName),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': this.config.senderAddress } },
      }),
    );
  }

  private makeIdentity(name: string): EmailIdentity {
    const isDomain = name === this.config.senderDomain;
    const identity = new EmailIdentity(this, this.constructIdOf(name), {
      identity: isDomain ? Identity.domain(name) : Identity.email(name),
      ...(isDomain && { mailFromDomain: mailFromDomainOf(this.config, name) }),
      // The configuration set publishes bounces; SES would mail each to the sender as well.
      feedbackForwarding: false,
    });
    identity.applyRemovalPolicy(this.removalPolicyOf(name));
    return identity;
  }

  /** Another stage may send by it after this one is gone. */
  private removalPolicyOf(name: string): RemovalPolicy {
    return removalPolicyOf(this.isRetained || this.config.lentIdentities.includes(name));
  }

  /** One id per address lets a recipient become the sender: under another id it would be made a second time, which SES refuses. */
  private constructIdOf(name: string): string {
    const isByRole = this.config.identityIds === 'role' || name === this.config.senderDomain;
    return isByRole && name === senderNameOf(this.config) ? 'Sender' : `Recipient ${name}`;
  }

  private makeOrPrintRecords(name: string, dkim: readonly DkimRecord[]): void {
    const { hostedZone, dmarcRecord, dmarcPolicy: policy, dmarcReports } = this.config;
    const domain: SenderDomain = {
      name,
      dkim,
      mailFromDomain: mailFromDomainOf(this.config, name),
      ...(dmarcRecord === 'managed' && {
        dmarc: { policy, ...(dmarcReports !== undefined && { reportAddress: dmarcReports }) },
      }),
    };
    if (hostedZone) makeRecords(this, domain, hostedZone, this.removalPolicyOf(name));
    else printRecords(this, domain);
  }
}
