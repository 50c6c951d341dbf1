// One Latchkey in a stack, put together from its parts.
import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { originsOf } from '#domain/oauth/client.ts';
import { createApiFunctions } from '../api-functions.ts';
import { limitFaults, reservedRuns } from '../aws-limits.ts';
import { contentOf } from '../bundling/content.ts';
import { ConfigError } from '../config/faults.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { Courier } from '../courier.ts';
import { Events } from '../events/events.ts';
import { Webhooks } from '../events/webhooks.ts';
import { Feedback } from '../feedback.ts';
import { ServiceApi } from '../http-api.ts';
import { Keys } from '../keys.ts';
import { Monitoring } from '../monitoring/monitoring.ts';
import { acknowledgeFindings } from '../nag-reasons.ts';
import { Purge } from '../purge/purge.ts';
import { SenderIdentity } from '../sender/sender-identity.ts';
import { settingsVariable } from '../settings-variable.ts';
import { notesOf } from '../synth-notes.ts';
import { Tables } from '../tables.ts';
import { Warmth } from '../warmth.ts';

/** Production keeps what holds data. CloudFormation must be able to delete what a failed first deployment has left. */
export const protectionOf = ({ sesMode, firstDeployment }: Pick<StageConfig, 'sesMode' | 'firstDeployment'>) => {
  const isRetained = sesMode === 'production';
  return { isRetained, isProtected: isRetained && !firstDeployment };
};

/** What the API and the dashboards are called: by the stack, and by the ids below it, as in `Shop-Auth`. */
const nameOf = (construct: Construct): string => {
  const stack = Stack.of(construct);
  const ids = construct.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const own = ids.filter((id) => id !== 'Default').map((id) => id.replaceAll(/[^\w-]/g, '-'));
  return [stack.stackName, ...own].join('-');
};

export interface ServiceProps {
  readonly config: StageConfig;
  /** Other things are in the stack, which has room for 500 resources. */
  readonly sharesStack: boolean;
}

export class Service extends Construct {
  readonly config: StageConfig;
  readonly api: ServiceApi;
  readonly tables: Tables;
  readonly events: Events;
  /** Left out: `monitoring` is `off`. */
  readonly monitoring?: Monitoring;

  /** @throws ConfigError if AWS would refuse what the configuration leads to. */
  constructor(scope: Construct, id: string, { config, sharesStack }: ServiceProps) {
    super(scope, id);
    this.config = config;
    const name = nameOf(this);
    const { isRetained, isProtected } = protectionOf(config);
    const tables = new Tables(this, 'Tables', { isRetained, isProtected, existing: config.tables });
    this.tables = tables;
    const { signingKeys, proofSigningKeys } = config;
    const hasOtp = config.otp.access !== 'off';
    const keys = new Keys(this, 'Keys', { isRetained, signingKeys, proofSigningKeys, hasOtp });
    const sender = config.usesSes ? new SenderIdentity(this, 'Mail', { config, isRetained }) : undefined;
    const api = new ServiceApi(this, 'Http', {
      name,
      // Browser apps call the token endpoint; cookies are for `allowedOrigins` alone, as the functions check.
      allowedOrigins: [...new Set([...config.allowedOrigins, ...originsOf(config.clients ?? [])])],
      isRetained,
      throttles: config.throttles,
      hasFewPermissions: sharesStack,
      ...(config.apiDomain && { domain: config.apiDomain }),
    });

    this.api = api;

    const content = contentOf(config);
    const common = {
      isRetained,
      ...(content !== undefined && { content }),
      ...(config.reservedConcurrency && { reservedConcurrency: config.reservedConcurrency }),
    };
    const settings = settingsVariable(config, api.url);
    const functions = createApiFunctions(this, {
      ...{ ...common, tables, keys, settings, purges: config.purgeAfterMonths !== undefined },
      ...(config.claims?.functionArn && { claimsFunctionArn: config.claims.functionArn }),
      ...(config.humanCheck && { humanCheckSecretArn: config.humanCheck.secretArn }),
    });
    const courier = new Courier(this, 'Courier', {
      ...common,
      ...(config.courierConcurrency && { reservedConcurrency: config.courierConcurrency }),
      tables,
      keys,
      ...(sender && { sender }),
      ...(config.smtp && { smtpSecretArn: config.smtp.secretArn }),
      ...(config.sensSecretArn && { sensSecretArn: config.sensSecretArn }),
      sendsBySns: config.texts.sns !== undefined,
      environment: {
        settings,
        verificationsTable: tables.verifications.tableName,
        usersTable: tables.users.tableName,
      },
    });
    sender?.grantSuppressions(functions.admin);
    // An older courier may not have the key of the codes that a newer `otp` begins, nor older pages that of its proofs.
    for (const reader of [courier.handler, functions.pages]) functions.otp.changeAfter(reader);
    const feedback =
      sender &&
      new Feedback(this, 'Feedback', {
        ...common,
        tables,
        sender,
        environment: { settings, verificationsTable: tables.verifications.tableName },
      });
    const events = new Events(this, 'Events', {
      ...common,
      tables,
      hasAddresses: config.events.addresses,
      environment: { settings },
    });
    this.events = events;
    events.grantReplay(
      functions.admin,
      (config.webhooks ?? []).map(({ name }) => name),
    );
    const webhooks =
      config.webhooks &&
      new Webhooks(this, 'Webhooks', {
        ...common,
        bus: events.bus,
        endpoints: config.webhooks,
        environment: { settings },
      });
    const purge =
      config.purgeAfterMonths === undefined && config.deletionGraceDays === undefined
        ? undefined
        : new Purge(this, 'Purge', {
            ...common,
            tables,
            environment: {
              settings,
              verificationsTable: tables.verifications.tableName,
              usersTable: tables.users.tableName,
            },
          });
    if (config.monitoring !== 'off') {
      this.monitoring = new Monitoring(this, 'Monitoring', {
        config,
        level: config.monitoring,
        name,
        functions,
        courier,
        ...(feedback && { feedback }),
        ...(webhooks && { webhooks }),
        ...(purge && { purge }),
        events,
        apiId: api.id,
        keys: keys.all,
      });
    }
    api.addRoutes(new Warmth(this, 'Warm', functions, config).live);
    const faults = limitFaults(this, config.stage);
    if (faults.length > 0) throw new ConfigError(faults);
    acknowledgeFindings(this);
    this.explain();
  }

  /** What an operator needs to know, at synth and after the deployment. */
  private explain(): void {
    const { config, api } = this;
    for (const [name, notes] of Object.entries(notesOf(config))) {
      for (const [index, note] of notes.entries()) {
        Annotations.of(this).addInfoV2(`latchkey:${name}-${index + 1}`, note);
      }
    }
    if (config.firstDeployment && config.sesMode === 'production') {
      Annotations.of(this).addWarningV2(
        'latchkey:first-deployment',
        'The stack and its tables are not protected from deletion yet: once this deployment has succeeded, remove "firstDeployment" and deploy again.',
      );
    }
    const runs = reservedRuns(this);
    if (runs) {
      Annotations.of(this).addWarningV2(
        'latchkey:reserved-concurrency',
        `The functions keep ${runs.kept} concurrent runs: AWS refuses that to an account with fewer than ${runs.needed}, and a new account has ten. Ask for more in Service Quotas first; npm run doctor says how many there are.`,
      );
    }
    const unverified = unverifiedCopies(config).length;
    if (unverified > 0) {
      Annotations.of(this).addWarningV2(
        'latchkey:notice-copies',
        `noticeCopies has ${unverified} ${unverified === 1 ? 'address' : 'addresses'} that SES cannot send to in the sandbox: add them to sandboxRecipients.`,
      );
    }
    if (config.otp.access !== 'off' && config.otp.proofKeysInJwks) {
      Annotations.of(this).addWarningV2(
        'latchkey:proof-keys',
        'proofKeysInJwks is for the time of a move: remove it once every backend takes the keys of proofs from /.well-known/proof-jwks.json (docs/operations.md#moving-to-the-key-set-of-proofs).',
      );
    }
    if (config.passkeyDomain !== undefined) {
      Annotations.of(this).addWarningV2(
        'latchkey:passkey-domain',
        `All passkeys will be for ${config.passkeyDomain}. From the first one on passkeyDomain can never change: passkeys work for no other name, and there is no way to move them (docs/passkeys.md#choose-the-domain).`,
      );
    }
    if (api.record) {
      const description = 'The DNS record that leads to the API';
      new CfnOutput(this, 'DnsApi', { value: api.record, description });
    }
  }
}

/** In the sandbox SES sends only to verified addresses and domains. */
const unverifiedCopies = ({ sesMode, usesSes, noticeCopies, ...verified }: StageConfig): readonly string[] => {
  if (!usesSes || sesMode !== 'sandbox') return [];
  const { senderAddress, senderDomain, sandboxRecipients } = verified;
  return [...(noticeCopies?.cc ?? []), ...(noticeCopies?.bcc ?? [])].filter(
    (address) =>
      !sandboxRecipients.includes(address) && address !== senderAddress && address.split('@')[1] !== senderDomain,
  );
};
