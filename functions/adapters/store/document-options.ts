// How rows become objects, the same for the service, its doctor and the laptop.
import { NumberValue } from '@aws-sdk/lib-dynamodb';

/** JavaScript holds 15 digits exactly, whatever they are. */
const EXACT_DIGITS = 15;

/** Only `metadata` of a team can hold more. It must neither keep a person out nor be changed when the row is written again. */
const numberOf = (text: string): number | NumberValue => {
  const digits = text.replace(/[-.]/g, '').replace(/^0+/, '');
  return digits.length <= EXACT_DIGITS || String(Number(text)) === text ? Number(text) : NumberValue.from(text);
};

export const DOCUMENT_OPTIONS = {
  marshallOptions: { removeUndefinedValues: true },
  unmarshallOptions: { wrapNumbers: numberOf },
};
