// Sends sms through NAVER Cloud SENS (SMS API v2), asks for their outcome, and checks the configuration for an operator.
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { type FittedSms, fitSms } from '#domain/delivery/sms-text.ts';
import type { SecretReader, SendResult, SmsTransport } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import type { SensSettings } from '#domain/settings.ts';
import type { JsonAnswer } from '../../https-json.ts';
import { hasMessages, nameOf, outcomeIn, reasonOf, requestIdOf } from './sens-answers.ts';
import { createSensCalls } from './sens-calls.ts';
import type { SensCredentials } from './sens-signature.ts';

interface SensOptions {
  readonly settings: SensSettings;
  readonly secret: SecretReader<SensCredentials>;
  readonly clock: Clock;
  /** Defaults to that of NAVER Cloud: https://api.ncloud-docs.com/docs/sens-overview */
  readonly endpoint?: string;
  /** Defaults to 5,000. */
  readonly timeoutMilliseconds?: number;
}

/**
 * The result of a request without side effects. The API does not list the registered numbers (only the console does:
 * https://guide.ncloud-docs.com/docs/sens-callingno), so only a delivered sms proves the sender number.
 */
export type SensCheck = {
  /** SENS refuses every signature if this is above 300 or below -300. Positive: our clock is behind. */
  readonly clockSkewSeconds?: number;
} & (
  | {
      readonly ok: true;
      /** False if nothing was sent yet; SENS answers the same for a wrong service id. */
      readonly isServiceProven: boolean;
      /** Whether an sms from this number was delivered in the last 29 days. */
      readonly isSenderProven: boolean;
    }
  | { readonly ok: false; readonly reason: DeliveryReason; readonly error: string }
);

export interface SensTransport extends SmsTransport {
  check(): Promise<SensCheck>;
}

const ENDPOINT = 'https://sens.apigw.ntruss.com';
/** Carriers report within seconds, or within minutes if the phone is off. */
const ASK_AFTER_SECONDS = 60;

/** A failure is final if only the recipient can fix it. Others pass by themselves, or an operator fixes them while the code is valid. */
const PERMANENT: ReadonlySet<DeliveryReason> = new Set(['recipient_refused', 'text_too_long']);

const refuse = (reason: DeliveryReason, error?: string): SendResult => ({
  ok: false,
  permanent: PERMANENT.has(reason),
  reason,
  ...(error && { error }),
});

/** Never throws and logs nothing. */
export const createSens = ({ settings, secret, clock, endpoint, timeoutMilliseconds }: SensOptions): SensTransport => {
  const call = createSensCalls({
    secret,
    clock,
    endpoint: endpoint ?? ENDPOINT,
    timeoutMilliseconds: timeoutMilliseconds ?? 5000,
  });
  const path = `/sms/v2/services/${encodeURI(settings.serviceId)}/messages`;

  return {
    send: async ({ to, body, lastLine }) => {
      const recipient = recipientOf(to);
      if (!recipient) return refuse('recipient_refused');
      const text = fitSms({ body, lastLine }, settings);
      if (!text) return refuse('text_too_long');
      const called = await call({ method: 'POST', path, body: messageOf(settings.from, recipient, text) });
      if (called.kind === 'failed') return refuse(called.reason, called.error);
      const messageId = requestIdOf(called.answer);
      if (messageId) return { ok: true, messageId, askAfterSeconds: ASK_AFTER_SECONDS };
      return refuse(reasonOf(called.answer), nameOf(called.answer));
    },

    outcomeOf: async (_to, requestId) => {
      const called = await call({ method: 'GET', path: `${path}?${query({ requestId })}` });
      return called.kind === 'answered' ? outcomeIn(called.answer, requestId) : 'unknown';
    },

    check: async () => {
      const called = await call({ method: 'GET', path: `${path}?${sentBy(settings.from, clock.now())}` });
      if (called.kind === 'failed') return { ok: false, reason: called.reason, error: called.error };
      return verdictOf(called.answer, clock.now());
    },
  };
};

interface Recipient {
  readonly countryCode: string;
  readonly to: string;
}

/** Korean numbers have the leading 0 that E.164 omits; foreign numbers do not. */
const recipientOf = (e164: string): Recipient | undefined => {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return undefined;
  const { countryCallingCode: countryCode, nationalNumber } = number;
  return { countryCode, to: countryCode === '82' ? `0${nationalNumber}` : nationalNumber };
};

/** https://api.ncloud-docs.com/docs/sens-sms-send. COMM: not an advertisement. */
const messageOf = (from: string, { countryCode, to }: Recipient, { type, content }: FittedSms) => ({
  type,
  contentType: 'COMM',
  countryCode,
  from,
  content,
  messages: [{ to }],
});

/** https://api.ncloud-docs.com/docs/sens-sms-list: at most 30 days, in Seoul time. */
const sentBy = (from: string, now: number): string => {
  const timeOf = (at: number) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const requestStartTime = timeOf(now - 29 * 24 * 3_600_000);
  return query({ requestStartTime, requestEndTime: timeOf(now), from, statusName: 'success', pageSize: '1' });
};

/** Encodes spaces as `%20`: the signed path must be the one that the gateway reads. */
const query = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

const verdictOf = (answer: JsonAnswer, now: number): SensCheck => {
  const skew = answer.date === undefined ? {} : { clockSkewSeconds: Math.round((answer.date - now) / 1000) };
  // An empty list is a 404 without a body. An unknown path is a 404 with one.
  const isEmptyList = answer.status === 404 && answer.isEmpty;
  if (answer.status === 200 || isEmptyList) {
    return { ok: true, isServiceProven: !isEmptyList, isSenderProven: hasMessages(answer), ...skew };
  }
  return { ok: false, reason: reasonOf(answer), error: nameOf(answer), ...skew };
};
