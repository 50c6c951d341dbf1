// The function for administrators on AWS.
import { createIds } from '#adapters/ids.ts';
import { createSesSuppressions } from '#adapters/mail/ses-suppressions.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { systemClock, systemPause, systemRandomness } from '#adapters/system-clock.ts';
import type { Settings } from '#domain/settings.ts';
import { ENV } from '../../env.ts';
import { defaultProvider } from '../../sdk/credentials.ts';
import { endpointOf } from '../../sdk/endpoint.ts';
import { baseDependencies } from '../base.ts';
import { deployedBus } from '../event-bus.ts';
import { deployedStore } from '../store.ts';

/** A support desk waits for it. */
const SES_MILLISECONDS = 3000;

export const adminDependencies = () => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications', 'users', 'sessions', 'audit'),
    ids: createIds(systemClock),
    random: systemRandomness,
    phoneNumbers: createPhoneNumbers(Object.keys(base.settings.texts.countries)),
    pause: systemPause,
    bus: deployedBus(),
    webhookNames: (process.env[ENV.webhookNames] ?? '').split(',').filter((name) => name !== ''),
    accountSuppressions: usesSes(base.settings) ? sesSuppressions() : undefined,
  };
};

const usesSes = ({ mail }: Settings): boolean => mail.transport === 'ses' || mail.fallsBackToSes;

const sesSuppressions = () => {
  const { AWS_REGION: region = '', AWS_ENDPOINT_URL_SESV2, AWS_ENDPOINT_URL } = process.env;
  const Endpoint = AWS_ENDPOINT_URL_SESV2 ?? AWS_ENDPOINT_URL;
  const { url } = endpointOf('email')({ Region: region, ...(Endpoint && { Endpoint }) });
  return createSesSuppressions({
    region,
    endpoint: url.origin,
    credentials: defaultProvider(),
    clock: systemClock,
    timeoutMilliseconds: SES_MILLISECONDS,
  });
};
