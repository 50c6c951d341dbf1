// Proves when the second transport is tried: while the first is down, and never for a bad address or a mail that was sent.
import { describe, expect, it } from 'vitest';
import { createFallbackTransport } from '#adapters/mail/fallback-transport.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import { outgoing } from '../../support/servers/smtp.ts';

const REASONS = Object.keys(DELIVERY_REASONS) as DeliveryReason[];
const failure = (reason: DeliveryReason, permanent = false, error = 'SMTP 421'): SendResult => ({
  ok: false,
  permanent,
  reason,
  error,
});
const done: SendResult = { ok: true, messageId: 'first' };

const sendWith = async (first: SendResult, second: SendResult = { ok: true, messageId: 'second' }) => {
  const asked: string[] = [];
  const written: [event: string, fields: object | undefined][] = [];
  const answering = (name: string, result: SendResult) => ({
    send: async () => {
      asked.push(name);
      return result;
    },
  });
  const result = await createFallbackTransport({
    first: answering('first', first),
    second: answering('second', second),
    log: { write: (event, fields) => void written.push([event, fields]) },
  }).send(outgoing());
  return { result, asked, written };
};

const DOWN: readonly DeliveryReason[] = [
  'transport_unavailable',
  'recipient_deferred',
  'transport_insecure',
  'credentials_refused',
  'sender_refused',
  'quota_exceeded',
  'sending_paused',
  'sender_not_verified',
  'recipient_not_verified',
  'configuration_set_missing',
  'not_authorised',
];

describe('the second transport', () => {
  it.each(DOWN)('sends when the first fails for %s, and the log says so', async (reason) => {
    const { result, asked, written } = await sendWith(failure(reason));
    expect(result).toEqual({ ok: true, messageId: 'second' });
    expect(asked).toEqual(['first', 'second']);
    const fields = { challenge: '01JABCDEFGHJKMNPQRSTVWXYZ0', seq: 1, reason, error: 'SMTP 421' };
    expect(written).toEqual([['fallback_used', fields]]);
  });

  it.each(REASONS.filter((reason) => !DOWN.includes(reason)))('is not tried after %s', async (reason) => {
    for (const permanent of [true, false]) {
      const { result, asked, written } = await sendWith(failure(reason, permanent));
      expect({ result, asked, written }).toEqual({ result: failure(reason, permanent), asked: ['first'], written: [] });
    }
  });

  it('is not tried when the first accepted', async () => {
    expect(await sendWith(done)).toEqual({ result: done, asked: ['first'], written: [] });
  });
});

describe('when neither sends it', () => {
  const down = failure('credentials_refused');

  it('the first gives the reason, and the mail is retried', async () => {
    expect((await sendWith(down, failure('rate_exceeded'))).result).toEqual(down);
  });

  it('a refusal by the second’s sandbox is not permanent', async () => {
    expect((await sendWith(down, failure('recipient_not_verified', true))).result).toEqual(down);
  });

  it('an address that the second knows to be bad is a permanent failure', async () => {
    const bad = failure('recipient_refused', true, 'InvalidParameterValue');
    expect((await sendWith(down, bad)).result).toEqual(bad);
  });
});
