// Sends sms through Amazon SNS, for countries that SENS does not serve. Gives every failure a reason for the operator.

import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { nameOfError } from '#domain/errors.ts';
import type { SmsTransport } from '#domain/ports/delivery.ts';
import type { SnsSettings } from '#domain/settings.ts';
import { NOT_AUTHORISED } from '../aws-refusals.ts';

interface SnsOptions {
  readonly client: SNSClient;
  readonly settings: SnsSettings;
}

const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });

/** Never throws when sending fails. SNS reports the outcome only to CloudWatch Logs, so there is nothing to ask for. */
export const createSns = ({ client, settings: { senderId } }: SnsOptions): SmsTransport => ({
  send: async ({ to, body, lastLine }) => {
    try {
      // https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html; SNS splits long messages by itself.
      const { MessageId } = await client.send(
        new PublishCommand({
          PhoneNumber: to,
          Message: `${body}\n${lastLine}`,
          MessageAttributes: {
            'AWS.SNS.SMS.SMSType': attribute('Transactional'),
            ...(senderId && { 'AWS.SNS.SMS.SenderID': attribute(senderId) }),
          },
        }),
      );
      // Some proxies answer 200 with a page of their own.
      if (!MessageId) return { ok: false, permanent: false, reason: 'transport_unavailable' };
      return { ok: true, messageId: MessageId };
    } catch (error) {
      const reason = reasonOf(error);
      return { ok: false, permanent: reason === 'recipient_refused', reason, error: nameOfError(error) };
    }
  },
  outcomeOf: async () => 'unknown',
});

/**
 * By error name, without the suffix `Exception`, which only some of them have.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html and its Common Errors.
 */
const REASONS: ReadonlyMap<string, DeliveryReason> = new Map<string, DeliveryReason>([
  ['Throttling', 'rate_exceeded'],
  ['Throttled', 'rate_exceeded'],
  ['TooManyRequests', 'rate_exceeded'],
  ['OptedOut', 'recipient_refused'],
  ['AuthorizationError', 'not_authorised'],
  ...NOT_AUTHORISED.map((name): [string, DeliveryReason] => [name, 'not_authorised']),
]);

const INVALID: ReadonlySet<string> = new Set([
  'InvalidParameter',
  'InvalidParameterValue',
  'ParameterValueInvalid',
  'Validation',
  'ValidationError',
]);

const reasonOf = (error: unknown): DeliveryReason => {
  if (!(error instanceof Error)) return 'transport_unavailable';
  const name = error.name.replace(/Exception$/, '');
  const known = REASONS.get(name);
  if (known) return known;
  return INVALID.has(name) ? faultOf(error.message) : 'transport_unavailable';
};

/** Example of a message: "Invalid parameter: PhoneNumber Reason: +1 is not valid to publish to". */
const faultOf = (message: string): DeliveryReason => {
  if (/sender ?id/i.test(message)) return 'sender_refused';
  return /phone ?number|opted out/i.test(message) ? 'recipient_refused' : 'mail_refused';
};
