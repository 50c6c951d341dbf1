// A person's browser at the local service: logged in to the hosted pages, and sent to and fro between it and an application.
import { createLocalAccount } from './local-account.ts';
import { PASSWORD, type useLocalService } from './local-service.ts';

type Service = ReturnType<typeof useLocalService>;

export interface LocalBrowser {
  readonly address: string;
  readonly userId: string;
  /** Where an address of the service leads: the redirect, or the page itself. */
  visit(url: string | URL): Promise<URL>;
}

export const openBrowser = async (service: Service): Promise<LocalBrowser> => {
  const { address, userId } = await createLocalAccount(service);
  const body = { email: address, password: PASSWORD, credentials: 'cookie' };
  const { cookies } = await service.post('/login', body, { origin: service.url });
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  return {
    address,
    userId,
    visit: async (url) => {
      const { pathname, search, href } = new URL(url);
      const { headers } = await service.get(`${pathname}${search}`, { cookie });
      return new URL(headers.location ?? '', href);
    },
  };
};
