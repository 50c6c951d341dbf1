// Parses the answers of SENS, and gives every refusal a reason for the operator.
import * as z from 'zod/mini';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { SmsOutcome } from '#domain/ports/delivery.ts';
import type { JsonAnswer } from '../../https-json.ts';

type Answer = Omit<JsonAnswer, 'headers'>;

/** https://api.ncloud-docs.com/docs/sens-sms-send */
const Accepted = z.object({ requestId: z.string().check(z.minLength(1)) });

/** https://api.ncloud-docs.com/docs/sens-sms-list */
const MessageList = z.object({
  messages: z.array(z.object({ requestId: z.string(), status: z.string(), statusName: z.nullish(z.string()) })),
});

/** An error of the gateway: https://api.ncloud-docs.com/docs/common-ncpapi. The code can be a string or a number. */
const GatewayError = z.object({ error: z.object({ errorCode: z.union([z.string(), z.number()]) }) });

/** An error of SENS itself, of which only the status is documented: its words, as they were seen, also under `error`. */
const ServiceWords = z.object({
  errorMessage: z.nullish(z.string()),
  errors: z.nullish(z.union([z.string(), z.array(z.string())])),
});
const ServiceError = z.object({ ...ServiceWords.shape, error: z.nullish(z.union([z.string(), ServiceWords])) });

export const requestIdOf = ({ status, body }: Answer): string | undefined => {
  if (status < 200 || status > 299) return undefined;
  const accepted = Accepted.safeParse(body);
  return accepted.success ? accepted.data.requestId : undefined;
};

export const outcomeIn = ({ status, body }: Answer, requestId: string): SmsOutcome => {
  const list = MessageList.safeParse(body);
  if (status !== 200 || !list.success) return 'unknown';
  const message = list.data.messages.find((each) => each.requestId === requestId);
  if (message?.status !== 'COMPLETED') return 'unknown';
  if (message.statusName === 'success') return 'delivered';
  return message.statusName === 'fail' ? 'undelivered' : 'unknown';
};

export const hasMessages = ({ status, body }: Answer): boolean => {
  const list = MessageList.safeParse(body);
  return status === 200 && list.success && list.data.messages.length > 0;
};

/** `SENS 401 (200)`: the status and, if there is one, the code of the gateway. Never its text, which may quote the request. */
export const nameOf = ({ status, body }: Answer): string => {
  const code = gatewayCodeOf(body);
  return code && /^\d{1,5}$/.test(code) ? `SENS ${status} (${code})` : `SENS ${status}`;
};

export const isUnauthorised = ({ status }: Answer): boolean => status === 401 || status === 403;

/** The failure of an answer that did not accept the message. */
export const reasonOf = (answer: Answer): DeliveryReason => {
  const { status, body } = answer;
  if (isUnauthorised(answer)) return 'credentials_refused';
  // The service id is the only part of the path that can be wrong.
  if (status === 404) return 'not_authorised';
  if (status === 429) return gatewayCodeOf(body) === '400' ? 'quota_exceeded' : 'rate_exceeded';
  const isRefusal = status >= 400 && status < 500 && status !== 408;
  return isRefusal ? refusalOf(body) : 'transport_unavailable';
};

/** Seen: "The receiver(to) must be numeric and cannot exceed 25 characters." The sender is checked first, because it can be corrected. */
const refusalOf = (body: unknown): DeliveryReason => {
  const { data } = ServiceError.safeParse(body);
  const inner = typeof data?.error === 'string' ? { errorMessage: data.error } : data?.error;
  const words = [data, inner]
    .flatMap((part) => [part?.errorMessage ?? '', part?.errors ?? ''])
    .flat()
    .join('\n');
  if (/\(from\)|sender|caller|calling|발신/i.test(words)) return 'sender_refused';
  return /\(to\)|receiver|recipient|수신/i.test(words) ? 'recipient_refused' : 'mail_refused';
};

const gatewayCodeOf = (body: unknown): string | undefined => {
  const error = GatewayError.safeParse(body);
  return error.success ? String(error.data.error.errorCode) : undefined;
};
