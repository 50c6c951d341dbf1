// The courier on AWS.
import { Resolver } from 'node:dns/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDnsMailDomains } from '#adapters/mail/dns-mail-domains.ts';
import { createMailComposer } from '#adapters/mail/mail-composer.ts';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { createSqsRetryQueue } from '#adapters/sqs-retry-queue.ts';
import { systemPause } from '#adapters/system-clock.ts';
import { readEnv } from '../../env.ts';
import { baseDependencies } from '../base.ts';
import { CLIENT } from '../client.ts';
import { deployedKeyRing, deployedOtpKeyRing } from '../keys.ts';
import { deployedStore } from '../store.ts';
import { deployedMail, deployedSms } from '../transports.ts';

/** A name server that does not answer must not delay a whole batch. */
const DNS = { timeout: 1000, tries: 2 };

export const courierDependencies = () => {
  const base = { ...baseDependencies(), store: deployedStore('verifications', 'users') };
  return {
    ...base,
    ...deployedMail(base),
    texts: deployedSms(base),
    keyRing: deployedKeyRing(base.settings),
    otpKeyRing: deployedOtpKeyRing(base.settings),
    renderer: createMailRenderer(base.settings.brand, base.settings),
    smsRenderer: createSmsRenderer(base.settings),
    composer: createMailComposer(base.settings),
    mailDomains: createDnsMailDomains(new Resolver(DNS)),
    pause: systemPause,
    retries: createSqsRetryQueue({
      client: new SQSClient(CLIENT),
      urgentQueueUrl: readEnv('urgentQueue'),
      ordinaryQueueUrl: readEnv('ordinaryQueue'),
    }),
  };
};
