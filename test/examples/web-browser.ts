// A browser without scripts: it keeps cookies for each host, follows redirects and sends forms. The scripts of the hosted pages are
// told here as the requests that they make.
import { type CookieJar, createCookieJar } from '../support/cookie-jar.ts';
import { freshAddress, PASSWORD, type useLocalService } from '../support/local/local-service.ts';

type Service = ReturnType<typeof useLocalService>;

export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly text: string;
  /** The addresses on the way here. */
  readonly way: readonly URL[];
}

interface Sent {
  readonly method?: string;
  readonly body?: URLSearchParams | FormData | string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WebBrowser {
  /** The cookies as they were set, with their attributes. */
  readonly setCookies: readonly string[];
  send(url: URL, sent?: Sent): Promise<Response>;
  visit(to: URL | string, sent?: Sent): Promise<Page>;
  /** What the script of a hosted page sends. */
  post(path: string, body: object): Promise<void>;
  /** On the hosted log-in page. */
  enterPassword(page: Page, email: string): Promise<Page>;
  /** On the hosted sign-up page; resolves to the address of the account, too. */
  signUp(page: Page): Promise<Page & { readonly address: string }>;
  /** Sends the form of the page whose HTML matches, as the page of an origin does. */
  submit(page: Page, form: RegExp, origin?: string): Promise<Page>;
  /** A thief's, with the cookies of this one at a host. */
  copyAt(hostname: string): WebBrowser;
}

export const openWebBrowser = (service: Service, jar: CookieJar = createCookieJar()): WebBrowser => {
  const setCookies: string[] = [];
  const send = async (url: URL, { headers, ...rest }: Sent = {}): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: jar.headerFor(url), ...headers },
      ...rest,
    });
    setCookies.push(...response.headers.getSetCookie());
    jar.keep(url, response.headers.getSetCookie());
    return response;
  };
  const visit = async (to: URL | string, sent?: Sent): Promise<Page> => {
    const way: URL[] = [];
    let url = new URL(to);
    let response = await send(url, sent);
    for (let location = response.headers.get('location'); location; location = response.headers.get('location')) {
      if (way.push(url) > 10) throw new Error(`too many redirects: ${way.join(' ')}`);
      url = new URL(location, url);
      response = await send(url);
    }
    return { status: response.status, url, text: await response.text(), way };
  };

  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json', origin: service.url };
    const text = JSON.stringify({ ...body, credentials: 'cookie' });
    const response = await send(new URL(path, service.url), { method: 'POST', body: text, headers });
    if (!response.ok) throw new Error(`${path} answered ${response.status} ${await response.text()}`);
  };
  const goOn = ({ url }: Page): Promise<Page> => visit(new URL(url.searchParams.get('returnTo') ?? '', url));

  return {
    setCookies,
    send,
    visit,
    post,
    enterPassword: async (page, email) => {
      await post('/login', { email, password: PASSWORD });
      return goOn(page);
    },
    signUp: async (page) => {
      await service.advance(61);
      const address = freshAddress();
      await post('/signup', { email: address, password: PASSWORD });
      const { code } = await service.waitForLink(address);
      await post('/verify', { code });
      return { ...(await goOn(page)), address };
    },
    submit: async ({ url, text }, form, origin = url.origin) => {
      const [html = ''] = text.match(/<form.*?<\/form>/gs)?.filter((one) => form.test(one)) ?? [];
      if (html === '') throw new Error(`${url} has no such form`);
      const [, action = ''] = /^<form[^>]*\saction="([^"]*)"/.exec(html) ?? [];
      const body = /multipart/i.test(html) ? new FormData() : new URLSearchParams();
      for (const [, name = '', value = ''] of html.matchAll(/<input[^>]*name="([^"]*)"(?:[^>]*value="([^"]*)")?/g))
        body.append(name, value);
      return visit(new URL(action, url), { method: 'POST', body, headers: { origin } });
    },
    copyAt: (hostname) => openWebBrowser(service, jar.copyAt(hostname)),
  };
};

/** Who is logged in, as the page of an example says. */
export const whoIsOn = ({ text }: Pick<Page, 'text'>): string | undefined => /id="who">([^<]*)</.exec(text)?.[1];
