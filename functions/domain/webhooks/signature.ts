// Signs webhooks by Standard Webhooks 1.0 (https://www.standardwebhooks.com), so that receivers can verify them with its libraries.
import { createHmac } from 'node:crypto';

/** One or two: while a secret is changed, both sign, and a receiver accepts either. */
export interface WebhookSecrets {
  readonly secrets: readonly string[];
}

const PREFIX = 'whsec_';
const MINIMUM_BYTES = 24;
const MAXIMUM_BYTES = 64;

/** Whether the text is a secret with one spelling only: decoders differ about spaces, padding and other alphabets. */
export const isWebhookSecret = (text: string): boolean => {
  const { length } = keyOf(text);
  return length >= MINIMUM_BYTES && length <= MAXIMUM_BYTES && text === `${PREFIX}${keyOf(text).toString('base64')}`;
};

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

interface SignedMessage {
  /** The same for every try. Its dot allows no second reading of what is signed: a ULID follows, which is no time of now. */
  readonly id: string;
  /** Epoch milliseconds, of this try: receivers refuse what is older than some minutes. */
  readonly at: number;
  readonly body: string;
}

/** The headers that the receiver verifies. */
export const webhookHeaders = (
  { id, at, body }: SignedMessage,
  { secrets }: WebhookSecrets,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => createHmac('sha256', keyOf(secret)).update(content).digest('base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
};
