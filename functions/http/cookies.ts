// The cookies of the hosted pages, for a refresh token and a continuation of each purpose, and the origins that may use them.
// Scripts cannot read their values.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { readContinuation } from '#domain/challenge/continuation.ts';
import type { Purpose } from '#domain/purpose.ts';
import type { Settings } from '#domain/settings.ts';

/** A continuation has a cookie for its purpose, so that what begins in one tab does not end what waits in another. */
export type CookieName = 'refresh' | `continuation-${Purpose}` | typeof OLD_CONTINUATION;

/** The one name that all purposes had before. Only read and ended. */
const OLD_CONTINUATION = 'continuation';

/** `__Host-` binds a cookie to exactly this host (RFC 6265bis). It requires https, so plain http on localhost goes without. */
const prefixOf = (settings: Settings): string => (isSecure(settings) ? '__Host-' : '');

const nameOf = (name: CookieName, settings: Settings): string => `${prefixOf(settings)}latchkey-${name}`;

/** Plain http is used on localhost only. */
export const isSecure = ({ issuer }: Settings): boolean => issuer.startsWith('https:');

export const setCookie = (name: CookieName, value: string, maxAgeSeconds: number, settings: Settings): string => {
  const secure = isSecure(settings) ? '; Secure' : '';
  return `${nameOf(name, settings)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
};

export const clearCookie = (name: CookieName, settings: Settings): string => setCookie(name, '', 0, settings);

/** API Gateway takes the cookies out of their header into a list (payload version 2.0). Some of its emulators leave them in it. */
const pairsOf = (event: APIGatewayProxyEventV2): readonly string[] =>
  (event.cookies ?? event.headers['cookie']?.split(';') ?? []).map((pair) => pair.trim());

export const readCookie = (event: APIGatewayProxyEventV2, name: CookieName, settings: Settings): string | undefined => {
  const wanted = `${nameOf(name, settings)}=`;
  return pairsOf(event)
    .find((pair) => pair.startsWith(wanted))
    ?.slice(wanted.length);
};

export interface ContinuationCookies {
  /** The value in the cookie of the purpose, else one for this purpose under the old name. */
  readonly continuation?: string | undefined;
  /** What ends with the challenge: the cookie of the purpose, and the old one if it was read. */
  readonly names: readonly CookieName[];
}

export const readContinuationCookies = (
  event: APIGatewayProxyEventV2,
  purpose: Purpose,
  settings: Settings,
): ContinuationCookies => {
  const own = `continuation-${purpose}` as const;
  const continuation = readCookie(event, own, settings);
  if (continuation !== undefined) return { continuation, names: [own] };
  const old = readCookie(event, OLD_CONTINUATION, settings);
  if (!readContinuation(old, purpose)) return { names: [own] };
  return { continuation: old, names: [own, OLD_CONTINUATION] };
};

/** A page of another site: the browser keeps SameSite cookies back and says so (Fetch Metadata). */
export const areCookiesBlocked = (event: APIGatewayProxyEventV2, settings: Settings): boolean =>
  event.headers['sec-fetch-site'] === 'cross-site' &&
  !pairsOf(event).some((pair) => pair.startsWith(`${prefixOf(settings)}latchkey-`));

/** Cookie mode is for the API's own pages and the configured origins. A browser always sends `Origin` with a POST. */
export const isOriginAllowed = (event: APIGatewayProxyEventV2, settings: Settings): boolean => {
  const origin = event.headers['origin'];
  if (origin === undefined) return false;
  return origin === new URL(settings.issuer).origin || settings.allowedOrigins.includes(origin);
};
