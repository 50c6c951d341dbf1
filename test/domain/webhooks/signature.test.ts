// Verifies the signatures with the library that receivers use.
import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { isWebhookSecret, webhookHeaders } from '#domain/webhooks/signature.ts';

const newSecret = (bytes = 32): string => `whsec_${randomBytes(bytes).toString('base64')}`;
const [first, second, other] = [newSecret(), newSecret(24), newSecret(64)];
const body = '{"id":"01J.01K","type":"user.created","name":"모두 ✓"}';
const message = () => ({ id: '01J.01K', at: Date.now(), body });

describe('the headers of a webhook', () => {
  it('are verified by the library of Standard Webhooks', () => {
    const headers = webhookHeaders(message(), { secrets: [first] });
    expect(new Webhook(first).verify(body, { ...headers })).toEqual(JSON.parse(body));
    expect(headers['webhook-id']).toBe('01J.01K');
  });

  it('are verified with either secret while one is changed for another', () => {
    const headers = { ...webhookHeaders(message(), { secrets: [first, second] }) };
    expect(new Webhook(first).verify(body, headers)).toEqual(JSON.parse(body));
    expect(new Webhook(second).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(other).verify(body, headers)).toThrow('No matching signature');
  });

  it.each([
    ['another body', { body: `${body} ` }, {}],
    ['another id', {}, { 'webhook-id': '01J.01L' }],
    ['another time', {}, { 'webhook-timestamp': String(Math.floor(Date.now() / 1000) + 7) }],
  ])('fit not to %s', (_what, changed, headers) => {
    const signed = { ...webhookHeaders(message(), { secrets: [first] }), ...headers };
    expect(() => new Webhook(first).verify({ body, ...changed }.body, signed)).toThrow('No matching signature');
  });

  it('carry the time of the try, which receivers refuse when it is old or in the future', () => {
    const at = (minutes: number) =>
      webhookHeaders({ ...message(), at: Date.now() + minutes * 60_000 }, { secrets: [first] });
    expect(() => new Webhook(first).verify(body, { ...at(-6) })).toThrow('too old');
    expect(() => new Webhook(first).verify(body, { ...at(6) })).toThrow('too new');
    expect(webhookHeaders({ ...message(), at: 1_793_678_706_789 }, { secrets: [first] })['webhook-timestamp']).toBe(
      '1793678706',
    );
  });
});

describe('a secret', () => {
  it.each([24, 32, 64])('may have %i random bytes', (bytes) => {
    expect(isWebhookSecret(newSecret(bytes))).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['the prefix alone', 'whsec_'],
    ['too few bytes', newSecret(23)],
    ['too many bytes', newSecret(65)],
    ['no prefix', first.slice('whsec_'.length)],
    ['another prefix', first.replace('whsec_', 'whsk_')],
    ['a space at its end', `${first} `],
    ['a line break', `${first}\n`],
    ['no padding', newSecret(32).replaceAll('=', '')],
    ['the alphabet of URLs', `whsec_${'-_'.repeat(16)}`],
    ['words', 'whsec_change me before the first deployment'],
  ])('is not %s', (_what, text) => {
    expect(isWebhookSecret(text)).toBe(false);
  });
});
