// The page of a laptop and what it asks for: its own files only, mails that can do nothing, a clock that goes both ways.
import { describe, expect, it } from 'vitest';
import { MAIL_POLICY, mailDocument } from '../../bin/local/page/mail-document.ts';
import { renderPage } from '../../bin/local/page/page.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { testSettings } from '../support/service.ts';

const service = useLocalService({
  settingsFor: () => ({ brand: { name: 'A & <B>', color: '#0f766e' } }),
  stage: 'team',
});

const policyOf = (headers: Readonly<Record<string, unknown>>): string => String(headers['content-security-policy']);
const stateOf = async () => (await service.get('/_local/state')).body;

describe('GET /_local', () => {
  it('is a page with the brand and the stage, links to every page in every language, and commands for this address', async () => {
    const { status, headers, text } = await service.get('/_local');
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(text).toContain('<h1>A &#38; &#60;B&#62; ');
    expect(text).toContain('<dd>team</dd>');
    for (const path of ['/', '/signup', '/login', '/reset', '/account', '/email/undo'])
      for (const locale of ['ko', 'en']) expect(text).toContain(`href="${path}?lang=${locale}"`);
    expect(text).toContain(`curl -s ${service.url}/signup`);
    expect(text).not.toMatch(/\{\{|undefined/);
  });

  it('links the languages of the stage alone', () => {
    const page = renderPage({ settings: { ...testSettings, languages: ['en'] } });
    expect(page).toContain('href="/signup?lang=en"');
    expect(page).not.toContain('lang=ko');
  });

  it('loads files of its own only, and runs no script that is not one', async () => {
    const page = await service.get('/_local');
    expect(policyOf(page.headers)).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(page.text).not.toMatch(/<script(?![^>]* src="\/_local\/)|<style|\son\w+=|style=/);
    const files = [...page.text.matchAll(/(?:src|href)="(\/_local\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(files.toSorted()).toEqual(['/_local/page.css', '/_local/page.js']);
    for (const path of files) {
      const { status, headers, text } = await service.get(path);
      expect([status, headers['x-content-type-options'], headers['cross-origin-resource-policy']]).toEqual([
        200,
        'nosniff',
        'same-origin',
      ]);
      expect(text.length).toBeGreaterThan(1000);
    }
  });

  it.each(['/_local', '/_local/page.js', '/_local/state', '/_local/mails/0123456789abcdef'])(
    '%s is refused for another host, whose page may have been rebound to this machine',
    async (path) => {
      for (const host of ['evil.example', 'localhost.evil.example:3000', '0.0.0.0'])
        expect((await service.get(path, { host })).status).toBe(403);
    },
  );
});

describe('the messages', () => {
  it('come newest first, with link and code; a mail is a document of its own', async () => {
    const first = await service.signUp();
    const second = await service.signUp();
    const { messages } = await stateOf();
    const shown = messages.filter(({ to }: { to: string }) => [first.address, second.address].includes(to));
    expect(shown.map(({ to }: { to: string }) => to)).toEqual([second.address, first.address]);
    const { link, code, subject } = second.mail;
    expect(shown[0]).toMatchObject({ channel: 'email', link, code, subject });
    expect(shown[0].text).toBeUndefined();
    const mail = await service.get(`/_local/mails/${shown[0].id}`);
    expect([mail.status, policyOf(mail.headers)]).toEqual([200, MAIL_POLICY]);
    expect(mail.text).toContain(code);
    expect((await service.get('/_local/mails/0123456789abcdef')).status).toBe(404);
  });

  it('of SMS show their text, at the time of this machine as mails do', async () => {
    await service.advance(86_400);
    expect((await service.post('/otp', { channel: 'sms', to: '010-1234-5678' })).status).toBe(202);
    const sms = await service.until(
      async () => (await stateOf()).messages.find(({ to }: { to: string }) => to === '+821012345678'),
      'the SMS',
    );
    expect(sms).toMatchObject({ channel: 'sms', text: expect.stringContaining(sms.code) });
    expect(Math.abs(Date.parse(sms.at) - Date.now())).toBeLessThan(60_000);
  });
});

describe('a mail', () => {
  it('gets no script, no frame, no form and no origin of the service', () => {
    expect(MAIL_POLICY).toMatch(/^sandbox allow-top-navigation-by-user-activation; default-src 'none'; /);
    expect(MAIL_POLICY).not.toMatch(/script|allow-same-origin|allow-forms|connect/);
  });

  it('leads the whole tab; one without HTML is shown as text', () => {
    expect(mailDocument({ html: '<html><head lang="ko"><title>x', text: '' })).toBe(
      '<html><head lang="ko"><base target="_top"><title>x',
    );
    expect(mailDocument({ html: '<p>x', text: '' })).toBe('<base target="_top"><p>x');
    expect(mailDocument({ html: '', text: '<b>&' })).toContain('<pre>&#60;b&#62;&#38;</pre>');
  });
});

describe('the clock', () => {
  const move = (body: object) => service.post('/_local/clock', body);

  it('says how far it is ahead, goes to a time, also back to one, and to that of the machine', async () => {
    await move({ reset: true });
    const hour = new Date(Date.now() + 3_600_000).toISOString();
    expect((await move({ advanceSeconds: 86_400 })).body.aheadSeconds).toBe(86_400);
    const { now, aheadSeconds } = (await move({ to: hour })).body;
    expect(Math.abs(Date.parse(now) - Date.parse(hour))).toBeLessThan(60_000);
    expect(aheadSeconds).toBeGreaterThan(3500);
    expect((await stateOf()).clock.aheadSeconds).toBe(aheadSeconds);
    expect((await move({ reset: true })).body.aheadSeconds).toBe(0);
  });

  it.each(['2020-01-01T00:00:00Z', '2300-01-01T00:00:00Z', 'tomorrow', '', 5])('does not go to %s', async (to) => {
    await move({ reset: true });
    expect((await move({ to })).status).toBe(400);
    expect((await stateOf()).clock.aheadSeconds).toBe(0);
  });

  it('leaves a service that still works', async () => {
    const { address, mail } = await service.signUp();
    expect((await service.post('/verify', { token: mail.token, password: PASSWORD })).status).toBe(200);
    await move({ to: new Date(Date.now() + 7 * 86_400_000).toISOString() });
    expect((await service.post('/login', { email: address, password: PASSWORD })).status).toBe(200);
  });
});
