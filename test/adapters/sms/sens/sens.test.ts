// Proves what SENS is asked, by a SENS on this machine that checks it, and that each way it says no ends in a reason.
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSens } from '#adapters/sms/sens/sens.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';
import type { SensSettings } from '#domain/settings.ts';
import { close, listen } from '../../../../bin/local/listen.ts';
import type { SensFailure } from '../../../../bin/local/sms/sens-failures.ts';
import { NEW_KEY, SENS_ACCOUNT, startSensWithTransport } from '../../../support/servers/sens.ts';

const text = {
  to: '+821012345678',
  body: '[모두의마켓] 인증번호 012345 타인에게 알리지 마세요.',
  lastLine: '@modu.example #012345',
  reference: '01JABCDEFGHJKMNPQRSTVWXYZ0',
};
const MINUTE = 60_000;

let here: Awaited<ReturnType<typeof startSensWithTransport>>;
beforeEach(async () => {
  here = await startSensWithTransport();
});
afterEach(() => here.sens.stop());

/** With the same secret and clock, but other settings, or to another server. */
const transportTo = (endpoint: string, own: Partial<SensSettings> = {}) => {
  const { serviceId, from } = SENS_ACCOUNT;
  const clock = { now: () => here.time.now };
  return createSens({ settings: { serviceId, from, allowsLong: false, ...own }, secret: here.secret, clock, endpoint });
};

describe('a text through SENS', () => {
  it('is accepted under a request id, to be asked for in a minute', async () => {
    const sent = await here.transport.send(text);
    const [kept] = here.sens.texts();
    expect(sent).toEqual({ ok: true, messageId: kept?.requestId, askAfterSeconds: 60 });
    expect(kept).toMatchObject({
      type: 'SMS',
      countryCode: '82',
      from: SENS_ACCOUNT.from,
      to: '01012345678',
      content: `${text.body}\n${text.lastLine}`,
    });
  });

  it('is shown on this machine with its code', async () => {
    await here.transport.send(text);
    expect(here.sens.messages()).toEqual([
      expect.objectContaining({ channel: 'sms', to: text.to, code: '012345', text: `${text.body}\n${text.lastLine}` }),
    ]);
  });

  it.each([
    ['+12133734253', '1', '2133734253'],
    ['+819012345678', '81', '9012345678'],
  ])('to %s goes abroad by country code %s, to %s', async (to, countryCode, digits) => {
    expect(await here.transport.send({ ...text, to })).toMatchObject({ ok: true });
    expect(here.sens.texts()[0]).toMatchObject({ countryCode, to: digits });
    expect(here.sens.messages()[0]?.to).toBe(to);
  });

  it('to what is no number is final, and not sent', async () => {
    const sent = await here.transport.send({ ...text, to: '01012345678' });
    expect(sent).toEqual({ ok: false, permanent: true, reason: 'recipient_refused' });
    expect(here.sens.requests()).toBe(0);
  });

  const bodyOf = (bytes: number, kind: 'hangul' | 'latin') =>
    kind === 'latin' ? 'x'.repeat(bytes) : '가'.repeat(bytes >> 1) + '1'.repeat(bytes % 2);

  it.each([88, 89, 90].flatMap((bytes) => [[bytes, 'hangul'] as const, [bytes, 'latin'] as const]))(
    'of %i bytes in %s arrives whole',
    async (bytes, kind) => {
      const body = bodyOf(bytes, kind);
      expect(await here.transport.send({ ...text, body })).toMatchObject({ ok: true });
      expect(here.sens.texts()).toEqual([expect.objectContaining({ type: 'SMS', content: body })]);
    },
  );

  it.each([91, 92].flatMap((bytes) => [[bytes, 'hangul'] as const, [bytes, 'latin'] as const]))(
    'of %i bytes in %s is not sent without LMS, and arrives whole with it',
    async (bytes, kind) => {
      const body = bodyOf(bytes, kind);
      const refused = await here.transport.send({ ...text, body });
      expect(refused).toEqual({ ok: false, permanent: true, reason: 'text_too_long' });
      expect(here.sens.requests()).toBe(0);
      const long = await startSensWithTransport({ allowsLong: true });
      try {
        expect(await long.transport.send({ ...text, body })).toMatchObject({ ok: true });
        const content = `${body}\n${text.lastLine}`;
        expect(long.sens.texts()).toEqual([expect.objectContaining({ type: 'LMS', content })]);
      } finally {
        await long.sens.stop();
      }
    },
  );

  it('with an emoji is final, and not sent', async () => {
    const sent = await here.transport.send({ ...text, body: '[모두🎉] 012345' });
    expect(sent).toEqual({ ok: false, permanent: true, reason: 'text_too_long' });
    expect(here.sens.requests()).toBe(0);
  });
});

describe('a refusal of SENS', () => {
  it.each<[SensFailure, DeliveryReason, string, boolean?]>([
    ['bad_request', 'mail_refused', 'SENS 400 (100)'],
    ['content_refused', 'mail_refused', 'SENS 400'],
    ['sender_unregistered', 'sender_refused', 'SENS 400'],
    ['recipient_invalid', 'recipient_refused', 'SENS 400', true],
    ['unauthorised', 'credentials_refused', 'SENS 401 (200)'],
    ['permission_denied', 'credentials_refused', 'SENS 401 (210)'],
    ['forbidden', 'credentials_refused', 'SENS 403'],
    ['not_found', 'not_authorised', 'SENS 404 (300)'],
    ['too_large', 'mail_refused', 'SENS 413 (430)'],
    ['quota_exceeded', 'quota_exceeded', 'SENS 429 (400)'],
    ['throttled', 'rate_exceeded', 'SENS 429 (410)'],
    ['rate_limited', 'rate_exceeded', 'SENS 429 (420)'],
    ['server_error', 'transport_unavailable', 'SENS 500 (900)'],
    ['endpoint_error', 'transport_unavailable', 'SENS 503 (500)'],
    ['endpoint_timeout', 'transport_unavailable', 'SENS 504 (510)'],
    ['page', 'transport_unavailable', 'SENS 200'],
    ['nothing', 'transport_unavailable', 'SENS 202'],
    ['reset', 'transport_unavailable', 'SENS ECONNRESET'],
  ])('%s is %s, called "%s"', async (failure, reason, error, permanent = false) => {
    here.sens.failWith(failure);
    expect(await here.transport.send(text)).toEqual({ ok: false, permanent, reason, error });
    expect(await here.transport.outcomeOf(text.to, 'RSSA-1')).toBe('unknown');
    expect(DELIVERY_REASONS).toHaveProperty(reason);
  });

  it('is over when SENS answers again', async () => {
    here.sens.failWith('server_error');
    await here.transport.send(text);
    here.sens.failWith();
    expect(await here.transport.send(text)).toMatchObject({ ok: true });
  });

  it('that never comes is another try', async () => {
    const hasty = await startSensWithTransport({ timeoutMilliseconds: 200 });
    try {
      hasty.sens.failWith('hang');
      const sent = await hasty.transport.send(text);
      expect(sent).toEqual({ ok: false, permanent: false, reason: 'transport_unavailable', error: 'SENS ETIMEDOUT' });
    } finally {
      await hasty.sens.stop();
    }
  });

  it('by a machine where nobody listens is another try', async () => {
    await here.sens.stop();
    const sent = await here.transport.send(text);
    expect(sent).toMatchObject({ ok: false, permanent: false, reason: 'transport_unavailable' });
  });

  it('because of another registered number is the sender’s', async () => {
    const transport = transportTo(here.sens.endpoint, { from: '0299999999' });
    expect(await transport.send(text)).toMatchObject({ permanent: false, reason: 'sender_refused' });
  });

  it('because of another service is the operator’s', async () => {
    const transport = transportTo(here.sens.endpoint, { serviceId: 'ncp:sms:kr:1:other' });
    expect(await transport.send(text)).toMatchObject({ permanent: false, reason: 'not_authorised' });
  });
});

describe('a clock that is off', () => {
  it.each([5 * MINUTE, -5 * MINUTE])('by %i ms is refused as the credentials are', async (offset) => {
    here.time.offset = offset;
    const sent = await here.transport.send(text);
    expect(sent).toMatchObject({ ok: false, permanent: false, reason: 'credentials_refused' });
  });

  it.each([5 * MINUTE - 1000, -5 * MINUTE + 1000])('by %i ms is not noticed', async (offset) => {
    here.time.offset = offset;
    expect(await here.transport.send(text)).toMatchObject({ ok: true });
  });
});

describe('a key that was changed', () => {
  it('in the secret is found at the first refusal, and the text goes out', async () => {
    await here.transport.send(text);
    here.sens.changeKey(NEW_KEY);
    here.secret.stored = NEW_KEY;
    expect(await here.transport.send(text)).toMatchObject({ ok: true });
    expect(here.secret.forgotten).toBe(1);
    expect(here.sens.texts()).toHaveLength(2);
  });

  it('at SENS alone is tried once, and then rests for a minute', async () => {
    here.sens.changeKey(NEW_KEY);
    expect(await here.transport.send(text)).toMatchObject({ reason: 'credentials_refused', error: 'SENS 401 (200)' });
    expect(here.sens.requests()).toBe(1);
    here.time.now += MINUTE - 1;
    expect(await here.transport.send(text)).toMatchObject({ reason: 'credentials_refused', error: 'SENS resting' });
    expect(await here.transport.outcomeOf(text.to, 'RSSA-1')).toBe('unknown');
    expect(here.sens.requests()).toBe(1);
    here.time.now += 1;
    expect(await here.transport.send(text)).toMatchObject({ error: 'SENS 401 (200)' });
    expect(here.sens.requests()).toBe(2);
  });

  it('while it rests does not wait for the minute when the secret is new', async () => {
    here.sens.changeKey(NEW_KEY);
    await here.transport.send(text);
    here.secret.stored = NEW_KEY;
    here.secret.forget();
    expect(await here.transport.send(text)).toMatchObject({ ok: true });
  });

  it('to another that is refused too is tried no third time', async () => {
    here.secret.read = async () => ({ accessKey: 'a', secretKey: `${here.secret.forgotten}` });
    expect(await here.transport.send(text)).toMatchObject({ reason: 'credentials_refused' });
    expect(here.sens.requests()).toBe(2);
    expect(await here.transport.send(text)).toMatchObject({ error: 'SENS resting' });
  });

  it('into a secret that cannot be read is an operator’s business', async () => {
    here.secret.isUnreadable = true;
    const sent = await here.transport.send(text);
    const why = { reason: 'credentials_refused', error: 'AccessDeniedException' };
    expect(sent).toEqual({ ok: false, permanent: false, ...why });
    expect(here.sens.requests()).toBe(0);
  });
});

describe('what became of a text', () => {
  it.each([
    ['success', 'delivered'],
    ['fail', 'undelivered'],
    ['processing', 'unknown'],
  ] as const)('that the carrier calls %s is %s', async (result, outcome) => {
    await here.transport.send(text);
    here.sens.answerResult(result);
    const requestId = here.sens.texts()[0]?.requestId ?? '';
    expect(await here.transport.outcomeOf(text.to, requestId)).toBe(outcome);
  });

  it('that SENS does not know is unknown', async () => {
    await here.transport.send(text);
    expect(await here.transport.outcomeOf(text.to, 'RSSA-other')).toBe('unknown');
  });
});

describe('the check of an operator', () => {
  it('accepts a new set-up, of which nothing is proven but the key', async () => {
    const expected = { ok: true, isServiceProven: false, isSenderProven: false, clockSkewSeconds: 0 };
    expect(await here.transport.check()).toEqual(expected);
    expect(here.sens.texts()).toHaveLength(0);
  });

  it('takes a delivered text as proof of service and sender, and a failed one not', async () => {
    await here.transport.send(text);
    expect(await here.transport.check()).toMatchObject({ ok: true, isServiceProven: true, isSenderProven: true });
    here.sens.answerResult('fail');
    expect(await here.transport.check()).toMatchObject({ ok: true, isSenderProven: false });
  });

  it('tells how far the clock is off when that is why it was refused', async () => {
    here.time.offset = -10 * MINUTE;
    const expected = { ok: false, reason: 'credentials_refused', error: 'SENS 401 (200)', clockSkewSeconds: 600 };
    expect(await here.transport.check()).toEqual(expected);
  });

  it.each<[SensFailure, DeliveryReason]>([
    ['unauthorised', 'credentials_refused'],
    ['forbidden', 'credentials_refused'],
    ['not_found', 'not_authorised'],
    ['rate_limited', 'rate_exceeded'],
    ['server_error', 'transport_unavailable'],
    ['reset', 'transport_unavailable'],
  ])('says of %s that it is %s', async (failure, reason) => {
    here.sens.failWith(failure);
    expect(await here.transport.check()).toMatchObject({ ok: false, reason, error: expect.stringMatching(/^SENS /) });
  });
});

describe('a connection', () => {
  it('is used again', async () => {
    const ports = new Set<number | undefined>();
    const accepted = JSON.stringify({ requestId: 'RSSA-1' });
    const server = createServer((request, response) => {
      ports.add(request.socket.remotePort);
      request.resume().on('end', () => response.writeHead(202).end(accepted));
    });
    const endpoint = `http://127.0.0.1:${await listen(server, 0, 'the port')}`;
    const transport = transportTo(endpoint);
    await transport.send(text);
    await transport.send(text);
    expect(ports.size).toBe(1);
    await close(server);
  });

  it('that the server closed in the meantime is opened anew, and the text goes out once', async () => {
    const sockets = new Set<Socket>();
    let accepted = 0;
    const server = createServer((request, response) => {
      if (sockets.has(request.socket)) {
        request.socket.resetAndDestroy();
        return;
      }
      sockets.add(request.socket);
      accepted += 1;
      request.resume().on('end', () => response.writeHead(202).end('{"requestId":"RSSA-1"}'));
    });
    const transport = transportTo(`http://127.0.0.1:${await listen(server, 0, 'the port')}`);
    await transport.send(text);
    expect(await transport.send(text)).toMatchObject({ ok: true });
    expect([sockets.size, accepted]).toEqual([2, 2]);
    await close(server);
  });
});
