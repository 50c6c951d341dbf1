// Sends each sms through the transport that the configuration names for the country of the number.
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { SmsTransport } from '#domain/ports/delivery.ts';
import type { SmsSettings, SmsTransportName } from '#domain/settings.ts';
import { countryOf } from './country-of.ts';
import { noSms } from './no-sms.ts';

interface SmsByCountryOptions {
  readonly countries: SmsSettings['countries'];
  readonly transports: { readonly [Name in SmsTransportName]?: SmsTransport };
}

export const createSmsByCountry = ({ countries, transports }: SmsByCountryOptions): SmsTransport => {
  const transportOf = (to: string): SmsTransport => {
    const country = countryOf(parsePhoneNumberFromString(to), Object.keys(countries));
    const name = country === undefined ? undefined : countries[country];
    return (name && transports[name]) ?? noSms;
  };
  return {
    send: (text) => transportOf(text.to).send(text),
    outcomeOf: (to, messageId) => transportOf(to).outcomeOf(to, messageId),
  };
};
