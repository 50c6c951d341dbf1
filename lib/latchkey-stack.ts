// The whole deployment of one stage, put together from its parts.
import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { originsOf } from '#domain/oauth/client.ts';
import { createApiFunctions } from './api-functions.ts';
import { limitFaults, reservedRuns } from './aws-limits.ts';
import { contentOf } from './bundling/content.ts';
import { ConfigError } from './config/faults.ts';
import type { StageConfig } from './config/stage-config.ts';
import { Courier } from './courier.ts';
import { Feedback } from './feedback.ts';
import { ServiceApi } from './http-api.ts';
import { Keys } from './keys.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { SenderIdentity } from './sender/sender-identity.ts';
import { settingsVariable } from './settings-variable.ts';
import { notesOf } from './synth-notes.ts';
import { Tables } from './tables.ts';
import { Warmth } from './warmth.ts';

export interface LatchkeyStackProps extends StackProps {
  readonly config: StageConfig;
}

export class LatchkeyStack extends Stack {
  /** @throws ConfigError if AWS would refuse what the configuration leads to. */
  constructor(scope: Construct, id: string, { config, ...props }: LatchkeyStackProps) {
    const isRetained = config.sesMode === 'production';
    // CloudFormation must be able to delete what a failed first deployment has left, the stack itself too.
    const isProtected = isRetained && !config.firstDeployment;
    super(scope, id, { terminationProtection: isProtected, ...props });
    const tables = new Tables(this, 'Tables', {
      isRetained,
      isProtected,
      existing: config.tables,
    });
    const { signingKeys, proofSigningKeys } = config;
    const hasOtp = config.otp.access !== 'off';
    const keys = new Keys(this, 'Keys', { isRetained, signingKeys, proofSigningKeys, hasOtp });
    const sender = config.usesSes ? new SenderIdentity(this, 'Mail', { config, isRetained }) : undefined;
    const api = new ServiceApi(this, 'Http', {
      name: id,
      // Browser apps call the token endpoint; cookies are for `allowedOrigins` alone, as the functions check.
      allowedOrigins: [...new Set([...config.allowedOrigins, ...originsOf(config.clients ?? [])])],
      isRetained,
      throttles: config.throttles,
      ...(config.apiDomain && { domain: config.apiDomain }),
    });

    const content = contentOf(config);
    const common = {
      isRetained,
      ...(content !== undefined && { content }),
      ...(config.reservedConcurrency && { reservedConcurrency: config.reservedConcurrency }),
    };
    const settings = settingsVariable(config, api.url);
    const functions = createApiFunctions(this, {
      ...{ ...common, tables, keys, settings },
      ...(config.claims?.functionArn && { claimsFunctionArn: config.claims.functionArn }),
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
    new Monitoring(this, 'Monitoring', {
      config,
      functions,
      courier,
      ...(feedback && { feedback }),
      apiId: api.id,
      keys: keys.all,
    });
    api.addRoutes(new Warmth(this, 'Warm', functions, config).live);
    const faults = limitFaults(this, config.stage);
    if (faults.length > 0) throw new ConfigError(faults);
    this.explain(config, api);
  }

  /** What an operator needs to know, at synth and after the deployment. */
  private explain(config: StageConfig, api: ServiceApi): void {
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
    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'The API, and its pages under /signup' });
    new CfnOutput(this, 'ApiId', { value: api.id });
    if (api.record) {
      const description = 'The DNS record that leads to the API';
      new CfnOutput(this, 'DnsApi', { value: api.record, description });
    }
    new CfnOutput(this, 'NextStep', { value: nextStep(config) });
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

const nextStep = (config: StageConfig): string => {
  const { senderIdentity, senderDomain, hostedZone, sandboxRecipients, existingRecipients, usesSes, apiDomain } =
    config;
  const hasSecrets = config.smtp !== undefined || config.sensSecretArn !== undefined;
  const isManaged = usesSes && senderIdentity === 'managed';
  const isMailed = (isManaged && !senderDomain) || sandboxRecipients.some((name) => !existingRecipients.includes(name));
  const steps = [
    ...(apiDomain && !apiDomain.hostedZone ? ['add the record of the output DnsApi to the DNS of its domain'] : []),
    ...(isManaged && senderDomain && !hostedZone
      ? ['add the records of the Dns outputs to the DNS of the domain']
      : []),
    ...(isManaged && senderDomain ? ['wait until SES shows the domain as verified'] : []),
    ...(usesSes && senderIdentity === 'existing' && senderDomain && !hasSecrets && !config.texts.sns
      ? [`run npm run doctor -- --stage ${config.stage}, which says what the domain lacks`]
      : []),
    ...(isMailed ? ['open the confirmation that AWS has mailed to each new address'] : []),
    ...(hasSecrets ? ['see that your secrets hold what they should (docs/transports.md)'] : []),
    ...(hasSecrets || config.texts.sns ? [`run npm run doctor -- --stage ${config.stage}`] : []),
    'open /signup at ApiUrl and sign up',
  ];
  return `Next: ${steps.join('; then ')}.`;
};
