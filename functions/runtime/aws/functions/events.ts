// The function that sends events, on AWS. It holds no key.
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsEventRetries } from '#adapters/events/sqs-event-retries.ts';
import { readStreamRecord } from '#adapters/store/stream-records.ts';
import { systemPause } from '#adapters/system-clock.ts';
import { readEnv } from '../../env.ts';
import { baseDependencies } from '../base.ts';
import { CLIENT } from '../client.ts';
import { deployedBus } from '../event-bus.ts';
import { deployedStore } from '../store.ts';

export const eventsDependencies = () => {
  const base = baseDependencies();
  // Of users it reads what it is asked to send beside an event, and only then.
  const tables = base.settings.events.addresses ? (['audit', 'users'] as const) : (['audit'] as const);
  return {
    ...base,
    store: deployedStore(...tables),
    pause: systemPause,
    readStreamRecord,
    eventRetries: createSqsEventRetries(new SQSClient(CLIENT), readEnv('eventRetries')),
    bus: deployedBus(),
  };
};
