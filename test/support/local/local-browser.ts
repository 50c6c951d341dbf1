// A person's browser at the local service.
import * as flows from '../../black-box/flows/pages-browser.ts';
import type { Target } from '../../black-box/flows/target.ts';
import type { useLocalService } from './local-service.ts';

export type LocalBrowser = flows.PagesBrowser;

type Service = ReturnType<typeof useLocalService>;

export const targetOf = ({ url, messagesTo }: Service): Target => ({ baseUrl: url, issuer: url, mails: messagesTo });

/** Moves the clock first, as all sign-ups of a test do. */
export const openBrowser = async (service: Service): Promise<LocalBrowser> => {
  await service.advance(61);
  return flows.openPagesBrowser(targetOf(service));
};

/** Its sign-up moves the clock first, too. */
export const openStrangerBrowser = (service: Service): flows.StrangerBrowser => {
  const browser = flows.openStrangerBrowser(targetOf(service));
  return {
    ...browser,
    signUp: async () => {
      await service.advance(61);
      return browser.signUp();
    },
  };
};
