// Where the link of a message leads: to the hosted pages, or to those of the client that asked for the message.
import { accept, type Outcome, refuse } from '../errors.ts';
import type { Locale } from '../locale.ts';
import { findClient } from '../oauth/client.ts';
import type { Settings } from '../settings.ts';
import { mailedFragment, mailedQuery } from './mailed-link.ts';

type Pages = Pick<Settings, 'issuer' | 'clients'>;

/** The pages that a link may lead to. Those of the notices stay on the service, whatever a team does with its own. */
export const LINK_PAGES = ['/verify', '/login', '/reset', '/invitation', '/email/confirm'] as const;
export type LinkPage = (typeof LINK_PAGES)[number];

/** Whether links may lead to the pages of that client. `undefined` stands for the hosted pages. */
export const checkLinkClient = ({ clients }: Pages, clientId: string | undefined): Outcome<undefined> => {
  if (clientId === undefined || findClient(clients, clientId)?.linkUrl !== undefined) return accept(undefined);
  return refuse('invalid_request', {
    errors: [{ path: 'clientId', message: 'must be the id of a client with a linkUrl' }],
  });
};

/** `clientId`: as the challenge remembers it. A client that has no pages of its own any more gets the hosted ones. */
export const linkTo = (
  { issuer, clients }: Pages,
  page: LinkPage,
  { clientId, locale, token }: { readonly clientId?: string; readonly locale: Locale; readonly token?: string },
): string => {
  const linkUrl = findClient(clients, clientId)?.linkUrl;
  if (linkUrl === undefined) return `${issuer}${page}${mailedQuery(locale, token)}`;
  return `${linkUrl}${page}${mailedFragment(locale, token)}`;
};

/** The host of the client's own pages, where a code by SMS is typed: browsers fill in no code of another site. */
export const ownHost = ({ clients }: Pages, clientId: string | undefined): string | undefined => {
  const linkUrl = findClient(clients, clientId)?.linkUrl;
  return linkUrl === undefined ? undefined : new URL(linkUrl).hostname;
};
