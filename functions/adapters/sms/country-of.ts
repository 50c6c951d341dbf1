// Which configured country a phone number belongs to.
import type { PhoneNumber } from 'libphonenumber-js/mobile';

/**
 * Territories whose mobile numbers the numbering-plan metadata gives to the country whose calling code they share. Nobody
 * can tell their numbers apart from that country's.
 */
const TERRITORIES: Readonly<Record<string, readonly string[]>> = {
  AU: ['CC', 'CX'],
  FI: ['AX'],
  GB: ['IM'],
  GP: ['BL', 'MF'],
  IT: ['VA'],
  MA: ['EH'],
  NO: ['SJ'],
};

/** ISO 3166-1 alpha-2; `undefined` if it belongs to none of `countries`. */
export const countryOf = (
  number: Pick<PhoneNumber, 'country'> | undefined,
  countries: readonly string[],
): string | undefined => {
  if (number?.country === undefined) return undefined;
  return [number.country, ...(TERRITORIES[number.country] ?? [])].find((country) => countries.includes(country));
};
