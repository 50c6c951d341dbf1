// Tells one endpoint of one event: signs it, posts it, and says when to try again.
import { nameOfError } from '#domain/errors.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import { pauseAfter, readRetryAfter } from '#domain/webhooks/retries.ts';
import { type WebhookSecrets, webhookHeaders } from '#domain/webhooks/signature.ts';
import type { PostResult, WebhookEndpoint, WebhookMessage } from '#domain/webhooks/webhook.ts';

export interface WebhookTarget extends WebhookEndpoint {
  readonly secret: SecretReader<WebhookSecrets>;
}

type Dependencies = Pick<Ports, 'clock' | 'random' | 'log' | 'webhookPoster'>;

/** `pauseSeconds` left out: that was the last try. */
export type Delivered = { readonly ok: true } | { readonly ok: false; readonly pauseSeconds?: number };

/** From this try on the endpoint has failed for more than half an hour. */
const LATE_TRY = 4;

/** `tries`: 1 for the first one. Never throws. */
export const deliverWebhook = async (
  dependencies: Dependencies,
  target: WebhookTarget,
  message: WebhookMessage,
  tries: number,
): Promise<Delivered> => {
  const { clock, random, log } = dependencies;
  const result = await post(dependencies, target, message);
  const facts = { endpoint: target.name, id: message.id, type: message.type, tries, status: result.status };
  if (result.ok) {
    log.write('webhook_sent', facts);
    return { ok: true };
  }
  // It may have been changed: the endpoint refuses the signature of the old one.
  target.secret.forget();
  const { reason, detail } = result;
  const retryAfter = readRetryAfter(result.retryAfter, clock.now());
  const pauseSeconds = pauseAfter({ tries, retryAfter, random: fractionOf(random.bytes(4)) });
  if (pauseSeconds === undefined) {
    log.write('webhook_given_up', { ...facts, reason, error: detail });
    return { ok: false };
  }
  log.write('webhook_failed', { ...facts, reason, error: detail, pauseSeconds, ...(tries >= LATE_TRY && { late: 1 }) });
  return { ok: false, pauseSeconds };
};

const post = async (
  { clock, webhookPoster }: Dependencies,
  { url, secret }: WebhookTarget,
  { id, body }: WebhookMessage,
): Promise<PostResult> => {
  const secrets = await secret.read().catch((error: unknown) => ({ error: nameOfError(causeOf(error)) }));
  if ('error' in secrets) return { ok: false, reason: 'secret_unusable', detail: secrets.error };
  return webhookPoster.post(url, webhookHeaders({ id, at: clock.now(), body }, secrets), body);
};

const causeOf = (error: unknown): unknown => (error instanceof Error ? (error.cause ?? error) : error);

/** 0 to 1, from four random bytes. */
const fractionOf = (bytes: Buffer): number => bytes.readUInt32BE() / 2 ** 32;
