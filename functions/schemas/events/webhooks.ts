// What the function of webhooks reads: its endpoints, their secrets, and the events of the bus.
import * as z from 'zod/mini';
import { isWebhookSecret } from '#domain/webhooks/signature.ts';
import type { WebhookMessage } from '#domain/webhooks/webhook.ts';

const secret = z
  .string('must be text')
  .check(z.refine(isWebhookSecret, 'must be "whsec_" and 24 to 64 random bytes in base64'));
const message = 'must be one secret, or two while it is changed';

/** The JSON of the secret of an endpoint: `{"secrets": ["whsec_…", "whsec_…"]}`. */
export const WebhookSecret = z.object({
  secrets: z.array(secret, message).check(z.minLength(1, message), z.maxLength(2, message)),
});

/** As the stack writes it into the variable. `secret`: an ARN. `queue`: the URL of the queue of the endpoint. */
const Endpoints = z.array(z.object({ name: z.string(), url: z.string(), secret: z.string(), queue: z.string() }));
export type DeployedEndpoint = z.infer<typeof Endpoints>[number];

export const parseEndpoints = (json: string): readonly DeployedEndpoint[] => Endpoints.parse(JSON.parse(json));

/** The envelope of EventBridge, of which the event of Latchkey is the detail. Both become headers or log lines. */
const Envelope = z.object({
  detail: z.looseObject({
    id: z.string().check(z.regex(/^[\w.-]{1,128}$/)),
    type: z.string().check(z.regex(/^[a-z_.]{1,64}$/)),
  }),
});

/** `undefined` for a message that is not one of our events. */
export const readWebhookMessage = (text: string): WebhookMessage | undefined => {
  try {
    const { detail } = Envelope.parse(JSON.parse(text));
    return { id: detail.id, type: detail.type, body: JSON.stringify(detail) };
  } catch {
    return undefined;
  }
};
