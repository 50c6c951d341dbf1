// Gives each text to the transport that the configuration names for the country of its number.
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { TextTransport } from '#domain/ports.ts';
import type { TextSettings, TextTransportName } from '#domain/settings.ts';
import { noTexts } from './no-sms.ts';

interface TextsByCountryOptions {
  readonly countries: TextSettings['countries'];
  readonly transports: { readonly [Name in TextTransportName]?: TextTransport };
}

export const createTextsByCountry = ({ countries, transports }: TextsByCountryOptions): TextTransport => {
  const transportOf = (to: string): TextTransport => {
    const country = parsePhoneNumberFromString(to)?.country;
    const name = country && Object.hasOwn(countries, country) ? countries[country] : undefined;
    return (name && transports[name]) ?? noTexts;
  };
  return {
    send: (text) => transportOf(text.to).send(text),
    outcomeOf: (to, messageId) => transportOf(to).outcomeOf(to, messageId),
  };
};
