// The bus of events on AWS, for those who put events on it.
import { createEventBridge } from '#adapters/events/event-bridge.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { readEnv } from '../env.ts';
import { defaultProvider } from '../sdk/credentials.ts';
import { endpointOf } from '../sdk/endpoint.ts';

export const deployedBus = () => {
  const bus = readEnv('eventBus');
  const [, , , region = ''] = bus.split(':');
  const Endpoint = process.env['AWS_ENDPOINT_URL_EVENTBRIDGE'] ?? process.env['AWS_ENDPOINT_URL'];
  const { url } = endpointOf('events')({ Region: region, ...(Endpoint && { Endpoint }) });
  return createEventBridge({ bus, region, endpoint: url.origin, credentials: defaultProvider(), clock: systemClock });
};
