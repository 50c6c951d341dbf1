// Texts that this service gives away and believes when they come back: `base64url(JSON [use, generation, times, values]) . MAC`.
// Whoever holds one can read it, so it holds no secret.
import { createHmac } from 'node:crypto';
import { decodeBase64Url, decodeJson, isSameText } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';

/** Longer strings are not sealed by us. */
export const SEALED_MAXIMUM_LENGTH = 512;

export type SealedUse = 'ticket' | 'enrolment';

export interface Sealed {
  readonly generation: number;
  readonly issuedAt: number;
  readonly values: readonly string[];
}

const macOf = (keys: Pick<DerivedKeys, 'sealed'>, body: string): string =>
  createHmac('sha256', keys.sealed).update(body).digest('base64url');

export const seal = (keys: DerivedKeys, use: SealedUse, issuedAt: number, values: readonly string[]): string => {
  const body = Buffer.from(JSON.stringify([use, keys.generation, issuedAt, ...values])).toString('base64url');
  return `${body}.${macOf(keys, body)}`;
};

/** `undefined` if the text is none of that use. Does not check the MAC: it is of the generation that the text names. */
export const parseSealed = (use: SealedUse, text: string): Sealed | undefined => {
  if (text.length > SEALED_MAXIMUM_LENGTH) return undefined;
  const bytes = decodeBase64Url(text.split('.')[0] ?? '');
  const parts: unknown = bytes && decodeJson(bytes);
  if (!Array.isArray(parts)) return undefined;
  const [named, generation, issuedAt, ...values] = parts as unknown[];
  if (named !== use || !Number.isSafeInteger(generation) || !Number.isSafeInteger(issuedAt)) return undefined;
  if (!values.every((value): value is string => typeof value === 'string')) return undefined;
  return { generation: Number(generation), issuedAt: Number(issuedAt), values };
};

/** `keys`: of the generation that it names. */
export const isSealedBy = (keys: Pick<DerivedKeys, 'sealed'>, text: string): boolean => {
  const [body = '', mac = '', ...rest] = text.split('.');
  return rest.length === 0 && isSameText(macOf(keys, body), mac);
};
