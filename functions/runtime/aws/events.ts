// The function that sends events, on AWS. It holds no key.
import { SQSClient } from '@aws-sdk/client-sqs';
import { createEventBridge } from '#adapters/events/event-bridge.ts';
import { createSqsEventRetries } from '#adapters/events/sqs-event-retries.ts';
import { readStreamRecord } from '#adapters/store/stream-records.ts';
import { systemClock, systemPause } from '#adapters/system-clock.ts';
import { readEnv } from '../env.ts';
import { defaultProvider } from '../sdk/credentials.ts';
import { endpointOf } from '../sdk/endpoint.ts';
import { baseDependencies } from './base.ts';
import { CLIENT } from './client.ts';
import { deployedStore } from './store.ts';

export const eventsDependencies = () => {
  const bus = readEnv('eventBus');
  const [, , , region = ''] = bus.split(':');
  const Endpoint = process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'] ?? process.env['AWS_ENDPOINT_URL'];
  const { url } = endpointOf('events')({ Region: region, ...(Endpoint && { Endpoint }) });
  const base = baseDependencies();
  // Of users it reads what it is asked to send beside an event, and only then.
  const tables = base.settings.events.addresses ? (['audit', 'users'] as const) : (['audit'] as const);
  return {
    ...base,
    store: deployedStore(...tables),
    pause: systemPause,
    readStreamRecord,
    eventRetries: createSqsEventRetries(new SQSClient(CLIENT), readEnv('eventRetries')),
    bus: createEventBridge({
      bus,
      region,
      endpoint: url.origin,
      credentials: defaultProvider(),
      clock: systemClock,
    }),
  };
};
