// A person's browser at the local service: logged in to the hosted pages, and sent to and fro between it and an application.
import { createLocalAccount } from './local-account.ts';
import { freshAddress, PASSWORD, tokenOf, type useLocalService } from './local-service.ts';

type Service = ReturnType<typeof useLocalService>;

export interface LocalBrowser {
  readonly address: string;
  readonly userId: string;
  /** Where an address of the service leads: the redirect, or the page itself. */
  visit(url: string | URL): Promise<URL>;
}

const pairsOf = (cookies: readonly string[]): string => cookies.map((one) => one.split(';')[0]).join('; ');

const visit = async (service: Service, url: string | URL, cookie: string): Promise<URL> => {
  const { pathname, search, href } = new URL(url);
  const { headers } = await service.get(`${pathname}${search}`, { cookie });
  return new URL(headers.location ?? '', href);
};

export const openBrowser = async (service: Service): Promise<LocalBrowser> => {
  const { address, userId } = await createLocalAccount(service);
  const body = { email: address, password: PASSWORD, credentials: 'cookie' };
  const { cookies } = await service.post('/login', body, { origin: service.url });
  return { address, userId, visit: (url) => visit(service, url, pairsOf(cookies)) };
};

/** A browser of somebody without an account. */
export const openStrangerBrowser = (service: Service) => {
  let cookie = '';
  return {
    visit: (url: string | URL): Promise<URL> => visit(service, url, cookie),
    /** As the page does; moves the clock by a minute and a second. */
    signUp: async (): Promise<string> => {
      await service.advance(61);
      const email = freshAddress();
      const origin = { origin: service.url };
      const begun = await service.post('/signup', { email, password: PASSWORD, credentials: 'cookie' }, origin);
      const body = { token: tokenOf(await service.waitForLink(email)), credentials: 'cookie' };
      const verified = await service.post('/verify', body, { ...origin, cookie: pairsOf(begun.cookies) });
      if (verified.status !== 200) throw new Error(`the verification was answered ${verified.status}`);
      cookie = pairsOf(verified.cookies);
      return email;
    },
  };
};
