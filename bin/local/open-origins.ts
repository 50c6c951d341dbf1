// Lets the pages of every port of this machine call the service: the port of a front end changes with its tools. Only the
// laptop's gateway does this. The functions know a list of exact origins, here as on AWS.
import type { IncomingMessage } from 'node:http';
import type { Settings } from '#domain/settings.ts';
import type { ApiHandlers } from './api-handlers.ts';

export interface Api {
  readonly handlers: ApiHandlers;
  readonly settings: Settings;
}

/** Gives the API that answers a request. */
export type ApiFor = (request: Pick<IncomingMessage, 'headers' | 'url'>) => Api;

const OF_THIS_MACHINE = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;
/** Browsers take no address of a number as the domain of a passkey. */
const FOR_PASSKEYS = /^https?:\/\/localhost(?::|$)/;
/** More front ends than anybody runs. A page elsewhere can make up new ones by its links. */
const MOST_KEPT = 50;

export const onlyListed = (create: (settings: Settings) => ApiHandlers, settings: Settings): ApiFor => {
  const api = { handlers: create(settings), settings };
  return () => api;
};

/** Lists each origin of this machine when it is first seen, as the caller or as `returnTo`, beside those of the settings. */
export const openToThisMachine = (create: (settings: Settings) => ApiHandlers, settings: Settings): ApiFor => {
  let seen: readonly string[] = [];
  let api: Api = { handlers: create(settings), settings };
  return (request) => {
    const fresh = originsOf(request).filter((origin) => !api.settings.allowedOrigins.includes(origin));
    if (fresh.length > 0) {
      seen = [...new Set([...seen, ...fresh])].slice(-MOST_KEPT);
      const open = {
        ...settings,
        allowedOrigins: [...settings.allowedOrigins, ...seen],
        passkeyOrigins: [...(settings.passkeyOrigins ?? []), ...seen.filter((origin) => FOR_PASSKEYS.test(origin))],
      };
      api = { handlers: create(open), settings: open };
    }
    return api;
  };
};

const originsOf = ({ headers, url = '' }: Parameters<ApiFor>[0]): string[] => {
  const returnTo = new URLSearchParams(url.split('?')[1]).get('returnTo');
  return [headers.origin, returnTo && URL.parse(returnTo)?.origin].filter(
    (origin): origin is string => !!origin && OF_THIS_MACHINE.test(origin),
  );
};
