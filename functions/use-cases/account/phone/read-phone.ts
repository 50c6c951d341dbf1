// Reads the phone number of a request, if this deployment sends texts at all.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { refuseInput } from '#domain/input/input-error.ts';
import { readPhoneText } from '#domain/input/phone-text.ts';
import type { Ports } from '#domain/ports.ts';

/** E.164. `path` names the field of the request. */
export const readPhone = async (
  { phoneNumbers, settings }: Pick<Ports, 'settings' | 'phoneNumbers'>,
  text: string,
  path: string,
): Promise<Outcome<string>> => {
  const countries = Object.keys(settings.texts.countries);
  if (countries.length === 0)
    return refuse('invalid_request', { errors: [{ path, message: 'texts are switched off here' }] });
  const read = readPhoneText(text);
  const phone = read.ok ? await phoneNumbers.normalise(read.value) : undefined;
  if (phone !== undefined) return accept(phone);
  const expected = `must be a mobile phone number of ${countries.join(', ')}`;
  return refuseInput(read.ok ? { reason: 'number' } : read, path, expected);
};
