// Addresses in one normal form, which is the identity, and for email also in a coarser form for limits.
import { domainToASCII, domainToUnicode } from 'node:url';
import { accept, type Outcome } from './errors.ts';
import { readEmailText } from './input/email-text.ts';
import { refuseInput } from './input/input-error.ts';

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MAXIMUM_LENGTH = 254;
const LOCAL_PART_MAXIMUM_LENGTH = 64;

/**
 * The address in lower case with its domain in ASCII, or `undefined` if it is not valid.
 * Local part: printable ASCII, unquoted (RFC 5321 dot-string). A domain that UTS 46 would map to another spelling is
 * refused, so that a look-alike is never silently turned into a different domain.
 */
export const normaliseEmail = (input: string): string | undefined => {
  if (input.length > MAXIMUM_LENGTH) return undefined;
  const at = input.lastIndexOf('@');
  const localPart = lowerCaseAscii(input.slice(0, Math.max(0, at)));
  if (localPart.length > LOCAL_PART_MAXIMUM_LENGTH || !LOCAL_PART.test(localPart)) return undefined;
  const domain = normaliseDomain(lowerCaseAscii(input.slice(at + 1)));
  if (domain === undefined) return undefined;
  const address = `${localPart}@${domain}`;
  return address.length <= MAXIMUM_LENGTH ? address : undefined;
};

/** An email address as a person typed it, in its normal form. `path` is the name of the field. */
export const readEmail = (text: string, path: string): Outcome<string> => {
  const read = readEmailText(text);
  const address = read.ok ? normaliseEmail(read.value) : undefined;
  if (address !== undefined) return accept(address);
  return refuseInput(read.ok ? { reason: 'domain' } : read, path, 'must be an email address');
};

/**
 * The form of the address that limits count: without `+tag`, and for Gmail without dots; a phone number is unchanged. Never
 * an identity.
 */
export const limitAddress = (address: string): string => {
  if (isE164(address)) return address;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const untagged = address.slice(0, at).replace(/(?<=.)\+.*/, '');
  if (domain !== 'gmail.com' && domain !== 'googlemail.com') return `${untagged}@${domain}`;
  return `${untagged.replaceAll('.', '')}@gmail.com`;
};

/** The address for people who may see it over a shoulder: the first character and the domain. */
export const maskEmail = (address: string): string =>
  `${address.slice(0, 1)}***${address.slice(address.lastIndexOf('@'))}`;

/** Whether the text is a phone number in normal form (ITU-T E.164). */
export const isE164 = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text);

const normaliseDomain = (domain: string): string | undefined => {
  const ascii = domainToASCII(domain);
  const isMapped = ascii !== domain && domainToUnicode(ascii) !== domain;
  if (isMapped) return undefined;
  // Node leaves a label that it cannot decode unchanged; such a label is not a valid IDNA name.
  const isUndecodable = domainToUnicode(ascii)
    .split('.')
    .some((label) => label.startsWith('xn--'));
  if (isUndecodable || domainToASCII(domainToUnicode(ascii)) !== ascii) return undefined;
  const labels = ascii.split('.');
  const hasName = labels.length >= 2 && labels.every((label) => LABEL.test(label));
  return hasName && !/^\d+$/.test(labels.at(-1) ?? '') ? ascii : undefined;
};

/** Not `toLowerCase`: it turns the Kelvin sign into a plain k, which would make one address equal to another. */
const lowerCaseAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
