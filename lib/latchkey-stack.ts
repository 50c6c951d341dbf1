// The whole deployment of one stage: a stack with one service, and what its outputs tell the operator.
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config/stage-config.ts';
import { protectionOf, Service } from './construct/service.ts';

export interface LatchkeyStackProps extends StackProps {
  readonly config: StageConfig;
}

export class LatchkeyStack extends Stack {
  /** @throws ConfigError if AWS would refuse what the configuration leads to. */
  constructor(scope: Construct, id: string, { config, ...props }: LatchkeyStackProps) {
    super(scope, id, { terminationProtection: protectionOf(config).isProtected, ...props });
    // The CDK leaves this id out of logical ids, so they are those of the time when the parts were in the stack itself (ADR 0050).
    const { api, events } = new Service(this, 'Default', { config, sharesStack: false });
    new CfnOutput(this, 'ApiUrl', { value: api.url, description: 'The API, and its pages under /signup' });
    new CfnOutput(this, 'ApiId', { value: api.id });
    new CfnOutput(this, 'EventBusName', { value: events.bus.eventBusName, description: 'Where rules find events' });
    new CfnOutput(this, 'NextStep', { value: nextStep(config) });
  }
}

const nextStep = (config: StageConfig): string => {
  const { senderIdentity, senderDomain, hostedZone, sandboxRecipients, existingRecipients, usesSes, apiDomain } =
    config;
  const hasSecrets = config.smtp !== undefined || config.sensSecretArn !== undefined || config.humanCheck !== undefined;
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
