// A person with a browser: it keeps cookies, follows redirects between the service and applications, and logs in where it is asked.
import { expect } from 'vitest';
import { fetchAt, PASSWORD, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import { type CookieJar, createCookieJar } from '../support/cookie-jar.ts';

export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
}

export interface Person {
  readonly address: string;
  readonly userId: string;
  /** Where the address leads in the end. */
  open(url: string | URL): Promise<Page>;
  /** Sends a form of a page. */
  submit(url: string | URL, fields: Readonly<Record<string, string>>): Promise<Page>;
  /** A thief's browser, with the cookies that this one has for a host. */
  copyAt(hostname: string): Person;
  /** How often the person filled in the log-in page. */
  logIns(): number;
  /** What applications asked the service for, each time they sent the person there. */
  requests(): readonly Readonly<Record<string, string>>[];
}

/** An application that runs in this process. */
export type App = (request: Request) => Promise<Response>;

const MOST_REDIRECTS = 15;

const createBrowser = (
  target: Target,
  account: Pick<Person, 'address' | 'userId'>,
  apps: Readonly<Record<string, App>>,
  jar: CookieJar,
): Person => {
  let logIns = 0;
  const requests: Record<string, string>[] = [];

  const send = async (url: URL, init: RequestInit = {}): Promise<Response> => {
    if (url.origin === new URL(target.issuer).origin && url.pathname === '/authorize')
      requests.push(Object.fromEntries(url.searchParams));
    const cookie = jar.headerFor(url);
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const request = new Request(url, { ...init, headers, redirect: 'manual' });
    const response = await (apps[url.origin] ?? fetchAt(target))(request);
    jar.keep(url, response.headers.getSetCookie());
    return response;
  };

  const follow = async (from: URL, answer: Response): Promise<Page> => {
    let [url, response] = [from, answer];
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        const page = { url, status: response.status, text: await response.text() };
        return url.origin === new URL(target.issuer).origin && url.pathname === '/login' ? logIn(page) : page;
      }
      await response.body?.cancel();
      url = new URL(location, url);
      // An address of an app on this device: the system hands it over.
      if (!/^https?:$/.test(url.protocol)) return { url, status: response.status, text: '' };
      response = await send(url);
    }
    throw new Error(`no end of redirects at ${url}`);
  };

  /** As the script of the page does. */
  const logIn = async ({ url }: Page): Promise<Page> => {
    const body = JSON.stringify({ email: account.address, password: PASSWORD, credentials: 'cookie' });
    const headers = { 'content-type': 'application/json', accept: 'application/json', origin: url.origin };
    const answer = await send(new URL('/login', url), { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`the log-in was answered ${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
    logIns += 1;
    return open(new URL(url.searchParams.get('returnTo') ?? '/account', url));
  };

  const open = async (url: string | URL): Promise<Page> => follow(new URL(url), await send(new URL(url)));
  return {
    ...account,
    open,
    submit: async (to, fields) => {
      const url = new URL(to);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: url.origin };
      return follow(url, await send(url, { method: 'POST', headers, body: `${new URLSearchParams(fields)}` }));
    },
    copyAt: (hostname) => createBrowser(target, account, apps, jar.copyAt(hostname)),
    logIns: () => logIns,
    requests: () => requests,
  };
};

/** With an account, and logged in nowhere. */
export const aPerson = async (target: Target, apps: Readonly<Record<string, App>> = {}): Promise<Person> => {
  const { address, token, continuation } = await pendingSignUp(target);
  const { status, body } = await post(target, '/verify', { token, continuation });
  if (status !== 200) throw new Error(`the verification was answered ${status}`);
  return createBrowser(target, { address, userId: body.user.id }, apps, createCookieJar());
};

/** The protections that OAuth and OpenID Connect have for a request to log a person in. */
export const PROTECTED = {
  code_challenge: expect.stringMatching(/^[\w-]{43}$/),
  code_challenge_method: 'S256',
  state: expect.stringMatching(/^.{8,}$/),
  nonce: expect.stringMatching(/^.{8,}$/),
};

/** The hidden field of a form on a page. */
export const fieldOf = ({ text, url }: Page, name: string): string => {
  const [field = ''] = new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(text) ?? [];
  const value = /value="([^"]*)"/.exec(field)?.[1];
  if (value === undefined) throw new Error(`no field ${name} at ${url}`);
  return value;
};
