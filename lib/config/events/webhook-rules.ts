// The rules of the key `webhooks`.
import { faultIf, type Rule } from '../resolve.ts';

/** EventBridge has room for more; the variable of the function, which holds 4 KB, has not. */
const MAXIMUM_WEBHOOKS = 5;

export const webhooksAreDistinct: Rule = ({ values: { webhooks = [] } }) => [
  ...faultIf(webhooks.length > MAXIMUM_WEBHOOKS, 'webhooks', `must name at most ${MAXIMUM_WEBHOOKS} endpoints`),
  ...faultIf(
    new Set(webhooks.map(({ name }) => name)).size < webhooks.length,
    'webhooks',
    'must give each endpoint a name of its own',
  ),
  // Whoever holds the secret of one could forge events for the other.
  ...faultIf(
    new Set(webhooks.map(({ secretArn }) => secretArn)).size < webhooks.length,
    'webhooks',
    'must give each endpoint a secret of its own',
  ),
];
