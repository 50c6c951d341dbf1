// The courier on AWS.
import { SESClient } from '@aws-sdk/client-ses';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createMailComposer } from '../../adapters/mail-composer.ts';
import { createMailRenderer } from '../../adapters/mail-renderer.ts';
import { noTexts } from '../../adapters/no-texts.ts';
import { createSesTransport } from '../../adapters/ses.ts';
import { createSqsRetryQueue } from '../../adapters/sqs-retry-queue.ts';
import { createTextRenderer } from '../../adapters/text-renderer.ts';
import { readEnv } from '../env.ts';
import { baseDependencies, CLIENT } from './base.ts';
import { deployedKeyRing } from './keys.ts';
import { deployedStore } from './store.ts';

export const courierDependencies = () => {
  const base = baseDependencies();
  const { brand, senderEmail } = base.settings;
  return {
    ...base,
    store: deployedStore('verifications', 'users'),
    keyRing: deployedKeyRing(base.settings),
    renderer: createMailRenderer(brand),
    textRenderer: createTextRenderer(brand),
    texts: noTexts,
    composer: createMailComposer({ brandName: brand.name, senderEmail }),
    transport: createSesTransport({
      client: new SESClient(CLIENT),
      senderEmail,
      configurationSet: readEnv('configurationSet'),
    }),
    retries: createSqsRetryQueue({
      client: new SQSClient(CLIENT),
      urgentQueueUrl: readEnv('urgentQueue'),
      ordinaryQueueUrl: readEnv('ordinaryQueue'),
    }),
  };
};
