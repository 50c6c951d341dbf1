// A person's browser that is sent to and fro between the hosted pages and an application.
import { createCookieJar } from '../../support/cookie-jar.ts';
import { type Answer, freshAddress, mailTo, PASSWORD, post, readMail, request, type Target } from './target.ts';

export interface Person {
  readonly address: string;
  readonly userId: string;
}

export interface StrangerBrowser {
  get(path: string): Promise<Answer>;
  /** Where an address of the service leads: the redirect, or the page itself. */
  visit(url: string | URL): Promise<URL>;
  /** As the page does. The browser is logged in then. */
  signUp(): Promise<Person>;
  logIn(address: string): Promise<void>;
}
export type PagesBrowser = StrangerBrowser & Person;

/** A browser of somebody who is not logged in. */
export const openStrangerBrowser = (target: Target): StrangerBrowser => {
  const home = new URL(target.issuer);
  const jar = createCookieJar();
  const get = (path: string) => request(target, path, { headers: { cookie: jar.headerFor(home) } });
  const send = async (path: string, body: object): Promise<Answer> => {
    const answer = await post(
      target,
      path,
      { ...body, credentials: 'cookie' },
      { origin: home.origin, cookie: jar.headerFor(home) },
    );
    jar.keep(home, answer.headers.getSetCookie());
    return answer;
  };
  return {
    get,
    visit: async (url) => {
      const { pathname, search, href } = new URL(url);
      const { headers } = await get(`${pathname}${search}`);
      return new URL(headers.get('location') ?? '', href);
    },
    signUp: async () => {
      const address = freshAddress();
      await send('/signup', { email: address, password: PASSWORD });
      const { token } = readMail(target, await mailTo(target, address));
      const verified = await send('/verify', { token });
      if (verified.status !== 200) throw new Error(`the verification was answered ${verified.status} ${verified.text}`);
      return { address, userId: verified.body.user.id };
    },
    logIn: async (email) => void (await send('/login', { email, password: PASSWORD })),
  };
};

/** Signs up on the pages, and logs in there by the password. */
export const openPagesBrowser = async (target: Target): Promise<PagesBrowser> => {
  const browser = openStrangerBrowser(target);
  const person = await browser.signUp();
  await browser.logIn(person.address);
  return { ...browser, ...person };
};
