// Reads phone numbers as people type them, using Google's numbering-plan metadata. Accepts mobile numbers only. The metadata is
// loaded when a number is read for the first time.
import type { CountryCode } from 'libphonenumber-js/mobile';
import type { PhoneNumbers } from '#domain/ports/delivery.ts';
import { countryOf } from './country-of.ts';

/** Korean 010 numbers always have eight more digits; the metadata also accepts seven, which only the old 011 to 019 had. */
const SHORT_KOREAN = /^\+8210\d{7}$/;

/** `countries`: ISO 3166-1 alpha-2. A number without a calling code belongs to the first one. */
export const createPhoneNumbers = (countries: readonly string[]): PhoneNumbers => {
  const [home] = countries;
  const read = async (text: string): Promise<string | undefined> => {
    const { parsePhoneNumberFromString } = await import('./parse-phone-number.ts');
    const number = parsePhoneNumberFromString(text, {
      ...(home && { defaultCountry: home as CountryCode }),
      extract: false,
    });
    // With this metadata `isValid` accepts mobile numbers only: no landlines, no premium-rate numbers.
    if (!number?.isValid() || number.ext !== undefined || SHORT_KOREAN.test(number.number)) return undefined;
    return countryOf(number, countries) === undefined ? undefined : number.number;
  };
  return {
    normalise: async (text) => {
      const number = await read(text);
      if (number !== undefined || !/^\d+$/.test(text)) return number;
      // A number that is none at home may begin with a calling code, with 00 or nothing in front of it.
      return read(`+${text.replace(/^00/, '')}`);
    },
  };
};
