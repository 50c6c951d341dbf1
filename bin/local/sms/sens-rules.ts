// How the local SENS checks a request before it accepts an SMS: signature, time and content.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import { eucKrBytes } from '#domain/delivery/sms-text.ts';
import { SENS_FAILURES, type SensAnswer } from './sens-failures.ts';

export interface SensAccount {
  readonly credentials: { readonly accessKey: string; readonly secretKey: string };
  readonly serviceId: string;
  /** The only registered number. */
  readonly from: string;
}

export interface KeptSms {
  readonly requestId: string;
  readonly type: 'SMS' | 'LMS';
  readonly countryCode: string;
  readonly from: string;
  readonly to: string;
  readonly content: string;
  /** Epoch milliseconds, by the clock of the service. */
  readonly at: number;
  /** The same by the clock of this machine, as a mail shows it. */
  readonly arrivedAt: number;
}

const WINDOW_MILLISECONDS = 5 * 60_000;

/** https://api.ncloud-docs.com/docs/sens-overview. It does not use the adapter's signing, so that a fault in that shows. */
export const refuseCaller = (
  { method, url, headers }: IncomingMessage,
  { credentials }: SensAccount,
  now: number,
): SensAnswer | undefined => {
  const timestamp = String(headers['x-ncp-apigw-timestamp']);
  const isInTime = /^\d{13}$/.test(timestamp) && Math.abs(now - Number(timestamp)) < WINDOW_MILLISECONDS;
  const hasKey = headers['x-ncp-iam-access-key'] === credentials.accessKey;
  const toSign = [`${method} ${url}`, timestamp, credentials.accessKey].join('\n');
  const expected = createHmac('sha256', credentials.secretKey).update(toSign).digest();
  const signature = Buffer.from(String(headers['x-ncp-apigw-signature-v2']), 'base64');
  const isSigned = signature.length === expected.length && timingSafeEqual(signature, expected);
  return isInTime && hasKey && isSigned ? undefined : SENS_FAILURES.unauthorised;
};

const digits = z.string().check(z.regex(/^\d{1,25}$/));
const Message = z.strictObject({
  type: z.enum(['SMS', 'LMS']),
  contentType: z.literal('COMM'),
  countryCode: z.string().check(z.regex(/^\d{1,3}$/)),
  from: digits,
  content: z.string().check(z.minLength(1)),
  messages: z.array(z.strictObject({ to: digits })).check(z.length(1)),
});

/** The real SENS silently cuts longer ones, which no service should rely on: here they are refused. */
const LARGEST_BYTES = { SMS: 90, LMS: 2000 };

/** The SMS, or what is wrong with it. Bytes are counted with the service's own table of EUC-KR. */
export const readText = (
  contentType: string | undefined,
  body: string,
  { from }: SensAccount,
): Omit<KeptSms, 'requestId' | 'at' | 'arrivedAt'> | string => {
  if (!/^application\/json\b/.test(contentType ?? '')) return 'The content type must be application/json.';
  const message = Message.safeParse(parse(body));
  if (!message.success) return `The body is not valid: ${message.error.issues.map(({ path }) => path.join('.'))}.`;
  const { type, countryCode, content, messages } = message.data;
  if (message.data.from !== from) return 'The calling number(from) is not registered.';
  const bytes = eucKrBytes(content);
  if (bytes === undefined) return 'The content has a character that EUC-KR does not have.';
  if (bytes > LARGEST_BYTES[type]) return `The content has ${bytes} bytes.`;
  return { type, countryCode, from, to: messages[0]?.to ?? '', content };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
