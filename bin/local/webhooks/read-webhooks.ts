// Which webhooks this machine posts, from the environment and the stage.
import { isPublicAddress } from '#domain/webhooks/public-address.ts';
import { isWebhookSecret } from '#domain/webhooks/signature.ts';
import type { WebhookConfig } from '../../../lib/config/stage-config.ts';
import { UserError } from '../../user-error.ts';
import type { LocalWebhook } from './local-webhooks.ts';

const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * `WEBHOOK_SECRET` signs, and without it nothing is posted. `WEBHOOK_URL` gets what the endpoints of the stage want, or everything if it
 * has none.
 */
export const readWebhooks = (
  { WEBHOOK_URL: url, WEBHOOK_SECRET: text }: NodeJS.ProcessEnv,
  stage: readonly WebhookConfig[],
): readonly LocalWebhook[] => {
  if (url && !isEndpoint(url))
    throw new UserError('WEBHOOK_URL must be like http://localhost:4000/webhooks: https unless it is this machine.');
  if (url && !text) throw new UserError('WEBHOOK_SECRET must be set together with WEBHOOK_URL.');
  if (!text) return [];
  const secrets = text.trim().split(/\s+/);
  if (secrets.length > 2 || !secrets.every(isWebhookSecret))
    throw new UserError('WEBHOOK_SECRET must be "whsec_" and 24 to 64 random bytes in base64, or two of them.');
  if (stage.length === 0) return url ? [{ name: 'local', url, secrets }] : [];
  return stage.map(({ name, events, ...own }) => ({ name, url: url || own.url, secrets, ...(events && { events }) }));
};

const isEndpoint = (text: string): boolean => {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') return false;
  if (THIS_MACHINE.has(url.hostname)) return url.protocol === 'http:' || url.protocol === 'https:';
  return (
    url.protocol === 'https:' &&
    (!/^[\d.]+$|^\[/.test(url.hostname) || isPublicAddress(url.hostname.replace(/^\[|\]$/g, '')))
  );
};
