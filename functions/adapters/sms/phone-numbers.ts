// Reads phone numbers as people type them, with Google's metadata of numbering plans: mobile numbers only.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { PhoneNumbers } from '#domain/ports.ts';

/** Korea's 010 numbers all have eight digits more; the metadata lets seven pass, which only the old 011 to 019 had. */
const SHORT_KOREAN = /^\+8210\d{7}$/;

/** `countries`: ISO 3166-1 alpha-2; a number without a country code is read as one of the first. */
export const createPhoneNumbers = (countries: readonly string[]): PhoneNumbers => {
  const [home] = countries;
  return {
    normalise: (text) => {
      const number = parsePhoneNumberFromString(text, {
        ...(home && { defaultCountry: home as CountryCode }),
        extract: false,
      });
      // With this metadata `isValid` is true of mobile numbers alone: no landline, no premium rate.
      if (!number?.isValid() || number.ext !== undefined || SHORT_KOREAN.test(number.number)) return undefined;
      return number.country !== undefined && countries.includes(number.country) ? number.number : undefined;
    },
  };
};
