// The secret of an endpoint, as an operator may have written it.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WebhookSecret } from '#schemas/events/webhooks.ts';
import { describeFieldErrors, parseFields } from '#schemas/field-errors.ts';

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

describe('the secret of an endpoint', () => {
  it.each([1, 2])('may have %i secrets, and fields of others', (count) => {
    const secrets = Array.from({ length: count }, newSecret);
    expect(parseFields(WebhookSecret, { secrets, madeBy: 'ops' })).toEqual({ ok: true, value: { secrets } });
  });

  it.each([
    ['none', { secrets: [] }, 'secrets: must be one secret, or two while it is changed'],
    ['three', { secrets: [1, 2, 3].map(newSecret) }, 'secrets: must be one secret, or two while it is changed'],
    ['text alone', newSecret(), '(all): must be an object'],
    ['another field', { secret: newSecret() }, 'secrets: must be one secret, or two while it is changed'],
    ['a password', { secrets: ['hunter2'] }, 'secrets.0: must be "whsec_" and 24 to 64 random bytes in base64'],
    ['a number', { secrets: [newSecret(), 7] }, 'secrets.1: must be text'],
  ])('is wrong with %s, and no message shows it', (_what, secret, message) => {
    const parsed = parseFields(WebhookSecret, secret);
    expect(parsed.ok ? '' : describeFieldErrors(parsed.errors)).toBe(message);
  });
});
