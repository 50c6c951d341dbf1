// The pages of the FastAPI example: log-in by the code flow, the session cookie, and log-out.
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { openStrangerBrowser } from '../black-box/flows/pages-browser.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { useServers } from './server.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS });
const start = useServers();

let app = '';
beforeAll(async () => {
  app = await start({ ISSUER: service.url });
});

/** A browser at the pages of the app. */
const openVisitor = () => {
  let cookie = '';
  let attributes = '';
  const visit = async (url: string | URL, method = 'GET') => {
    const response = await fetch(new URL(url, app), { method, redirect: 'manual', headers: { cookie } });
    const [set] = response.headers.getSetCookie();
    if (set) [, cookie = '', attributes = ''] = /^([^;]+);\s*(.*)$/.exec(set) ?? [];
    return { status: response.status, to: response.headers.get('location') ?? '', text: await response.text() };
  };
  const who = async () => /id="who">([^<]*)</.exec((await visit('/')).text)?.[1];
  return { visit, who, attributes: () => attributes };
};

const logIn = async () => {
  const visitor = openVisitor();
  const browser = openStrangerBrowser(targetOf(service));
  const { to } = await visitor.visit('/login');
  expect((await browser.visit(to)).pathname).toBe('/login');
  const { address: email } = await browser.signUp();
  const back = await browser.visit(to);
  return { visitor, browser, email, back, request: new URL(to).searchParams };
};

describe('log-in', () => {
  it('leads through the sign-up of the hosted pages and back, by PKCE, to a session in a cookie', async () => {
    const { visitor, email, back, request } = await logIn();
    expect(Object.fromEntries(request)).toMatchObject({ code_challenge_method: 'S256', response_type: 'code' });
    expect(await visitor.who()).toBe('nobody');
    expect(await visitor.visit(back)).toMatchObject({ status: 303, to: '/' });
    expect(await visitor.who()).toBe(email);
    expect(visitor.attributes().toLowerCase()).toMatch(/httponly.*samesite=lax/);
  });

  it('refuses the answer to the log-in of another browser, of another server, and a second time', async () => {
    const { visitor, back } = await logIn();
    const stranger = openVisitor();
    await stranger.visit('/login');
    expect((await stranger.visit(back)).status).toBe(400);
    expect(await stranger.who()).toBe('nobody');
    const elsewhere = new URL(back);
    elsewhere.searchParams.set('iss', 'https://evil.example');
    expect((await visitor.visit(elsewhere)).status).toBe(400);
    expect((await visitor.visit(back)).status).toBe(303);
    expect((await visitor.visit(back)).status).toBe(400);
  });

  it('says when the person may not come in', async () => {
    const visitor = openVisitor();
    const { to } = await visitor.visit('/login');
    const state = new URL(to).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: '<b>access_denied', state, iss: service.url });
    const { status, text } = await visitor.visit(`/callback?${query}`);
    expect([status, text.includes('<b>')]).toEqual([400, false]);
    expect(await visitor.who()).toBe('nobody');
  });
});

describe('log-out', () => {
  it('ends the session here and on the hosted pages', async () => {
    const { visitor, browser, back } = await logIn();
    await visitor.visit(back);
    expect((await visitor.visit('/logout')).status).toBe(405);
    const { status, to } = await visitor.visit('/logout', 'POST');
    expect(status).toBe(303);
    expect(await visitor.who()).toBe('nobody');
    expect((await browser.visit(to)).href).toBe(`${app}/`);
    const again = await visitor.visit('/login');
    expect((await browser.visit(again.to)).pathname).toBe('/login');
  });
});

it('answers 503 while the service is down', async () => {
  const other = await start({ ISSUER: 'http://127.0.0.1:9' });
  const { status, headers } = await fetch(`${other}/login`);
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
});
