// The effects of time on a sign-up, with a moved clock: cool-down, resend, expiry, a newer mail; and the two local routes.
import { describe, expect, it } from 'vitest';
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService();

const outcome = ({ status, body }: LocalAnswer) => [status, body?.code];
const byLink = (begun: { mail: { link: string }; continuation: string }) =>
  service.post('/verify', { token: tokenOf(begun.mail), continuation: begun.continuation });
const byCode = (begun: { mail: { code: string }; continuation: string }) =>
  service.post('/verify', { code: begun.mail.code, continuation: begun.continuation });
const status = ({ continuation }: { continuation: string }) => service.post('/verify/status', { continuation });

describe('a resend', () => {
  it('during the cool-down is 429 with Retry-After; after it sends the same link and code, byte by byte', async () => {
    const { address, continuation, mail } = await service.signUp();
    const early = await service.post('/signup/resend', { continuation });
    expect(outcome(early)).toEqual([429, 'too_many_requests']);
    expect(early.body).toMatchObject({ reason: 'cool_down', retryAfterSeconds: expect.any(Number) });
    expect(early.headers['retry-after']).toBe(String(early.body.retryAfterSeconds));

    await service.advance(early.body.retryAfterSeconds);
    const resent = await service.post('/signup/resend', { continuation });
    expect([resent.status, resent.body]).toEqual([
      202,
      { status: 'sent', address, expiresInSeconds: 1800, resendInSeconds: 60 },
    ]);
    const second = await service.waitForLink(address, 2);
    expect([second.link, second.code, second.subject]).toEqual([mail.link, mail.code, mail.subject]);
    expect((await byCode({ mail: second, continuation })).status).toBe(200);
  });

  it('gives the link another 30 minutes, but no more than 90 in all', async () => {
    const begun = await service.signUp();
    const resendAfter = async (seconds: number) => {
      await service.advance(seconds);
      return service.post('/signup/resend', { continuation: begun.continuation });
    };
    for (const minutes of [25, 25]) expect((await resendAfter(minutes * 60)).status).toBe(202);
    const last = await resendAfter(25 * 60);
    expect(last.status).toBe(202);
    expect(last.body.expiresInSeconds).toBeGreaterThan(14 * 60);
    expect(last.body.expiresInSeconds).toBeLessThanOrEqual(15 * 60);
    await service.advance(14 * 60);
    expect((await byLink(begun)).status).toBe(200);
  });
});

describe('a link, a code and a status', () => {
  it('work for almost 30 minutes', async () => {
    const begun = await service.signUp();
    await service.advance(29 * 60 + 30);
    expect((await status(begun)).body).toEqual({ status: 'pending' });
    expect((await byLink(begun)).status).toBe(200);
  });

  it('are 410 expired after 30 minutes, and after the link itself has run out', async () => {
    const begun = await service.signUp();
    for (const minutes of [30, 61]) {
      await service.advance(minutes * 60);
      for (const ask of [byLink, byCode, status]) expect(outcome(await ask(begun))).toEqual([410, 'expired']);
    }
    const withPassword = await service.post('/verify', { token: tokenOf(begun.mail), password: PASSWORD });
    expect(outcome(withPassword)).toEqual([410, 'expired']);
  });

  it('are 410 superseded after a newer sign-up of that address, whose link and code work', async () => {
    const old = await service.signUp();
    await service.advance(61);
    const begun = await service.post('/signup', { email: old.address, password: `${PASSWORD} 2` });
    const mail = await service.waitForLink(old.address, 2);
    expect(mail.link).not.toBe(old.mail.link);
    for (const ask of [byLink, byCode, status]) expect(outcome(await ask(old))).toEqual([410, 'superseded']);
    const withPassword = await service.post('/verify', { token: tokenOf(old.mail), password: PASSWORD });
    expect(outcome(withPassword)).toEqual([410, 'superseded']);
    expect((await byLink({ mail, continuation: begun.body.continuation })).status).toBe(200);
  });

  it('are 410 already_used after they worked', async () => {
    const begun = await service.signUp();
    expect((await byCode(begun)).status).toBe(200);
    for (const ask of [byLink, byCode, status]) expect(outcome(await ask(begun))).toEqual([410, 'already_used']);
  });
});

describe('ten sign-ups a minute', () => {
  it('are allowed per machine; the eleventh is 429 until the minute is over', async () => {
    const now = await service.advance(0);
    await service.advance(3600 - (Math.floor(now.getTime() / 1000) % 3600));
    const ask = () => service.post('/signup', { email: freshAddress(), password: 'short' });
    for (let count = 0; count < 10; count++) expect((await ask()).status).toBe(422);
    const refused = await ask();
    expect(outcome(refused)).toEqual([429, 'too_many_requests']);
    expect(refused.body.reason).toBe('network');
    await service.advance(refused.body.retryAfterSeconds);
    expect((await ask()).status).toBe(422);
  });
});

describe('/_local/', () => {
  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '0.0.0.0',
    '[::1]',
  ])('is refused for the host "%s", whose page may have been rebound to this machine', async (host) => {
    const { address } = await service.signUp();
    const before = await service.advance(0);
    const read = await service.get('/_local/messages', { host });
    expect(read.status).toBe(403);
    expect(read.text).not.toContain(address);
    expect((await service.post('/_local/clock', { advanceSeconds: 86_400 }, { host })).status).toBe(403);
    expect((await service.advance(0)).getTime() - before.getTime()).toBeLessThan(60_000);
  });

  it.each(['localhost', '127.0.0.1'])('answers for the host %s', async (host) => {
    expect((await service.get('/_local/messages', { host: `${host}:3000` })).status).toBe(200);
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '60',
    '{}',
    '{"advanceSeconds":-1}',
    '{"advanceSeconds":1.5}',
    '{"advanceSeconds":"60"}',
    '{"advanceSeconds":null}',
    '{"advanceSeconds":1e999}',
    '{"advanceSeconds":1e300}',
    '{"advanceSeconds":60,"more":1}',
    '{"reset":false}',
    '{"reset":1}',
    '{"reset":null}',
    '{"reset":true,"advanceSeconds":60}',
  ])('does not move the clock by %s', async (body) => {
    const before = await service.advance(0);
    const answer = await service.request('POST', '/_local/clock', { 'content-type': 'application/json' }, body);
    expect(answer.status).toBe(400);
    expect((await service.advance(0)).getTime() - before.getTime()).toBeLessThan(60_000);
  });

  it('has nothing else', async () => {
    for (const path of ['/_local/', '/_local/keys', '/_local/clock'])
      expect((await service.get(path)).status).toBe(404);
  });

  it('keeps a moved clock over a restart', async () => {
    const before = await service.advance(7 * 86_400);
    await service.stop();
    await service.start();
    const after = await service.advance(0);
    expect(after.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(after.getTime() - before.getTime()).toBeLessThan(60_000);
  });

  it('can be reset to the time of the machine, and everything still works, also after a restart', async () => {
    const isMachineTime = (now: string) => Math.abs(Date.parse(now) - Date.now()) < 60_000;
    await service.advance(7 * 86_400);
    const { address, mail } = await service.signUp();
    const verified = await service.post('/verify', { token: tokenOf(mail), password: PASSWORD });
    const ahead = await service.signUp();

    const reset = await service.post('/_local/clock', { reset: true });
    expect([reset.status, isMachineTime(reset.body.now)]).toEqual([200, true]);
    await service.stop();
    await service.start();
    expect(isMachineTime((await service.advance(0)).toISOString())).toBe(true);

    const refreshed = await service.post('/token/refresh', { refreshToken: verified.body.refreshToken });
    expect(refreshed.status).toBe(200);
    expect((await byCode(ahead)).status).toBe(200);
    expect((await service.post('/login', { email: address, password: PASSWORD })).status).toBe(200);
    expect((await service.post('/reset', { email: address })).status).toBe(202);
    const { link } = await service.waitForLink(address, 2);
    const confirmed = await service.post('/reset/confirm', { token: tokenOf({ link }), password: `${PASSWORD} 2` });
    expect(confirmed.status).toBe(200);
    expect((await byLink(await service.signUp())).status).toBe(200);
  });

  it('lists mails as documented', async () => {
    const { address } = await service.signUp();
    const [mail] = await service.messagesTo(address);
    expect(Object.keys(mail ?? {}).toSorted()).toEqual([
      'at',
      'channel',
      'code',
      'html',
      'link',
      'subject',
      'text',
      'to',
      'token',
    ]);
    expect(mail?.channel).toBe('email');
    expect(new Date(mail?.at ?? '').toISOString()).toBe(mail?.at);
  });
});
