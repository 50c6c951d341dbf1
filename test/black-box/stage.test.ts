// `npm start` with a stage of cdk.json: its brand and rules, and front ends on every port of the machine, listed or not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLocalStage } from '../../bin/local/stage/stage.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'cdk.json');
const stage = {
  brandName: '모임',
  brandColor: '#0f766e',
  appUrl: 'https://app.moim.example/welcome',
  audience: 'moim',
  allowedOrigins: ['https://app.moim.example'],
  lifetimes: { signupSeconds: 600 },
};
writeFileSync(file, JSON.stringify({ context: { stage: 'team', team: stage } }));
const service = useLocalService({ settingsFor: readLocalStage(file, undefined).settingsFor, anyLocalPort: true });

const FRONT_END = 'http://localhost:5199';

describe('the stage', () => {
  it('gives pages and mails its brand', async () => {
    const { text } = await service.get('/signup');
    expect(text).toContain('모임');
    const style = /"(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? '';
    expect((await service.get(style)).text).toContain('--brand:#0f766e');
    const { mail } = await service.signUp({ locale: 'ko' });
    expect(mail.html).toContain('모임');
  });

  it('gives tokens its audience, and links its lifetimes', async () => {
    const { answer, mail } = await service.signUp();
    expect(answer.body.expiresInSeconds).toBe(600);
    const { body } = await service.post('/verify', { token: mail.token, password: PASSWORD });
    const [, claims = ''] = body.accessToken.split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'moim', iss: service.url });
  });
});

describe('a front end on another port of this machine', () => {
  const preflightFrom = (origin: string) =>
    service.request('OPTIONS', '/signup', { origin, 'access-control-request-method': 'POST' });

  it.each([FRONT_END, 'http://127.0.0.1:8080', 'http://[::1]:3000', 'https://app.moim.example'])(
    'may call from %s, with cookies',
    async (origin) => {
      const preflight = await preflightFrom(origin);
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
      await service.advance(61);
      const body = { email: freshAddress(), password: PASSWORD, credentials: 'cookie' };
      const answer = await service.post('/signup', body, { origin });
      expect([answer.status, answer.headers['access-control-allow-origin'], answer.cookies.length]).toEqual([
        202,
        origin,
        1,
      ]);
    },
  );

  it.each(['https://evil.example', 'http://localhost.evil.example:5199', 'null'])(
    'may not call from %s',
    async (origin) => {
      const preflight = await preflightFrom(origin);
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([405, undefined]);
      const body = { email: freshAddress(), password: PASSWORD, credentials: 'cookie' };
      expect((await service.post('/signup', body, { origin })).body.code).toBe('origin_refused');
    },
  );

  it('may be the place where a page leads back to', async () => {
    const { text } = await service.get(`/login?returnTo=${encodeURIComponent('http://localhost:4321/after')}`);
    const settings = /<script type="application\/json" id="settings">(.*?)<\/script>/.exec(text)?.[1] ?? '{}';
    expect(JSON.parse(settings).returnOrigins).toContain('http://localhost:4321');
    expect(JSON.parse(settings).returnOrigins).toContain('https://app.moim.example');
  });

  it('reads no mails: the page of this machine is for its own address', async () => {
    const { headers } = await service.get('/_local/messages', { origin: FRONT_END });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
