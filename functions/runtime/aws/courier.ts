// The courier on AWS.
import { Resolver } from 'node:dns/promises';
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDnsMailDomains } from '../../adapters/dns-mail-domains.ts';
import { createMailComposer } from '../../adapters/mail-composer.ts';
import { createMailRenderer } from '../../adapters/mail-renderer.ts';
import { noTexts } from '../../adapters/no-texts.ts';
import { createSesTransport } from '../../adapters/ses.ts';
import { createSesQuotaReader } from '../../adapters/ses-quota-reader.ts';
import { createSqsRetryQueue } from '../../adapters/sqs-retry-queue.ts';
import { systemPause } from '../../adapters/system.ts';
import { createTextRenderer } from '../../adapters/text-renderer.ts';
import { readEnv } from '../env.ts';
import { baseDependencies, CLIENT } from './base.ts';
import { deployedKeyRing } from './keys.ts';
import { deployedStore } from './store.ts';

/** A name server that does not answer must not hold up a batch. */
const DNS = { timeout: 1000, tries: 2 };

export const courierDependencies = () => {
  const base = baseDependencies();
  const { brand, senderEmail } = base.settings;
  const ses = new SESClient(CLIENT);
  return {
    ...base,
    store: deployedStore('verifications', 'users'),
    keyRing: deployedKeyRing(base.settings),
    renderer: createMailRenderer(brand),
    textRenderer: createTextRenderer(brand),
    texts: noTexts,
    composer: createMailComposer({ brandName: brand.name, senderEmail }),
    transport: createSesTransport({
      client: ses,
      senderEmail,
      configurationSet: readEnv('configurationSet'),
    }),
    quotaReader: createSesQuotaReader(ses),
    mailDomains: createDnsMailDomains(new Resolver(DNS)),
    pause: systemPause,
    retries: createSqsRetryQueue({
      client: new SQSClient(CLIENT),
      urgentQueueUrl: readEnv('urgentQueue'),
      ordinaryQueueUrl: readEnv('ordinaryQueue'),
    }),
  };
};
