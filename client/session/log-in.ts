// The authorization code flow with PKCE (RFC 7636), as RFC 9700 asks for.
import { challengeOf, claimsOf, randomText } from '../encoding.ts';
import { LatchkeyError } from '../errors.ts';
import type { TextStorage } from '../platform.ts';
import { redeemCode, type Service } from './requests.ts';
import { type Session, userOfIdToken } from './session.ts';

export interface LogInOptions {
  /** Where the person goes afterwards, on the app's own origin. Default: where they are. */
  readonly returnTo?: string;
  /** `create`: the sign-up page. `none`: no page, and the error `login_required`. `login`: a new log-in. */
  readonly prompt?: 'none' | 'login' | 'create';
  /** The address that the page fills in. */
  readonly loginHint?: string;
  readonly locale?: 'ko' | 'en';
  /** How old the log-in may be. */
  readonly maxAgeSeconds?: number;
}

/** What this browser remembers between the request and its answer. */
interface Pending {
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly at: number;
}

const PENDING_MILLISECONDS = 60 * 60 * 1000;
const PENDING_AT_MOST = 10;

export interface LogInPlace {
  readonly key: string;
  readonly place: TextStorage;
  readonly redirectUri: string;
  readonly scope: string;
}

const readPending = ({ key, place }: LogInPlace): Readonly<Record<string, Pending>> => {
  try {
    return JSON.parse(place.getItem(key) ?? '{}') ?? {};
  } catch {
    return {};
  }
};

const writePending = ({ key, place }: LogInPlace, pending: readonly (readonly [string, Pending])[]): void => {
  if (pending.length === 0) place.removeItem(key);
  else place.setItem(key, JSON.stringify(Object.fromEntries(pending)));
};

/** An answer to a log-in adds its parameters to the redirect URI. */
const isCallback = (url: URL, redirectUri: string): boolean => {
  const { protocol, host, pathname } = new URL(redirectUri);
  const isThere = url.protocol === protocol && url.host === host && url.pathname === pathname;
  return isThere && url.searchParams.has('state') && (url.searchParams.has('code') || url.searchParams.has('error'));
};

/** Of the app's own origin; anything else would make the app an open redirector (RFC 9700, 4.11). */
const ownAddress = (target: string, redirectUri: string): string => {
  const url = new URL(target, redirectUri);
  // The origin of a scheme of one's own is `null`, as is that of `javascript:`.
  const isOwn = url.origin === new URL(redirectUri).origin && url.origin !== 'null';
  return isOwn && !isCallback(url, redirectUri) ? url.href : new URL('/', redirectUri).href;
};

/** The address to send the person to. Throws `storage`. */
export const beginLogIn = async (service: Service, where: LogInPlace, options: LogInOptions): Promise<string> => {
  const { platform, issuer, clientId } = service;
  const { returnTo = platform.href?.() ?? '/', prompt, loginHint, locale, maxAgeSeconds } = options;
  const [state, nonce, verifier, at] = [randomText(), randomText(), randomText(), platform.now()];
  const url = new URL(`${issuer}/authorize`);
  const fields = {
    ...{
      response_type: 'code',
      client_id: clientId,
      redirect_uri: where.redirectUri,
      scope: where.scope,
      state,
      nonce,
    },
    ...{ code_challenge: await challengeOf(verifier), code_challenge_method: 'S256' },
    ...{ prompt, login_hint: loginHint, ui_locales: locale, max_age: maxAgeSeconds },
  };
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) url.searchParams.set(name, String(value));
  const fresh = Object.entries(readPending(where)).filter(([, pending]) => at - pending.at < PENDING_MILLISECONDS);
  const own = [state, { nonce, verifier, at, returnTo: ownAddress(returnTo, where.redirectUri) }] as const;
  try {
    writePending(where, [...fresh.slice(1 - PENDING_AT_MOST), own]);
  } catch (error) {
    throw new LatchkeyError('storage', 'the storage of the browser is full', error);
  }
  return url.href;
};

interface Finished {
  readonly session: Session;
  readonly returnTo: string;
}

/** `undefined`: the address is not an answer to a log-in. Throws `LatchkeyError`. */
export const finishLogIn = async (
  service: Service,
  where: LogInPlace,
  address: string,
): Promise<Finished | undefined> => {
  const { issuer, platform } = service;
  const { redirectUri } = where;
  const url = new URL(address);
  if (!isCallback(url, redirectUri)) return undefined;
  const [state = '', code, error, issuedBy, description] = ['state', 'code', 'error', 'iss', 'error_description'].map(
    (name) => url.searchParams.get(name) ?? undefined,
  );
  // The code must not stay in the history of the browser. A native app gets the address from its system, not from its page.
  if (address === platform.href?.()) platform.rename?.(redirectUri);
  const { [state]: pending, ...others } = readPending(where);
  if (!pending) throw new LatchkeyError('unknown_state', 'this log-in was not begun here, or has been used');
  // The code works once, in any case.
  try {
    writePending(where, Object.entries(others));
  } catch {}
  if (issuedBy !== issuer) throw new LatchkeyError('wrong_issuer', `answered by ${issuedBy}`);
  if (!code) throw new LatchkeyError(String(error), description);

  const { nonce, verifier, returnTo } = pending;
  const tokens = await redeemCode(service, { code, redirect_uri: redirectUri, code_verifier: verifier });
  const { idToken = '' } = tokens;
  // It came from the issuer itself over TLS, which stands in for its signature (OpenID Connect Core, 3.1.3.7, 6).
  const claims = claimsOf(idToken);
  const isExpected = claims['iss'] === issuer && claims['aud'] === service.clientId && claims['nonce'] === nonce;
  if (!isExpected || !claims['sub']) throw new LatchkeyError('wrong_id_token');
  return { returnTo, session: { id: randomText(), kind: 'client', user: userOfIdToken(idToken), ...tokens } };
};
