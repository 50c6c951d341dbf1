// The success bodies that several routes share. In cookie mode the tokens are left out of the body.
import { LIFETIMES_PER_LINK } from '#domain/challenge/challenge.ts';
import type { Outcome } from '#domain/errors.ts';
import { accept } from '#domain/errors.ts';
import type { Settings } from '#domain/settings.ts';
import type { Sent } from '#use-cases/challenge/sent.ts';
import type { Access, Tokens } from '#use-cases/session/open-session.ts';
import { type CookieName, clearCookie, setCookie } from './cookies.ts';
import { json, type Reply } from './reply.ts';

/** Whether the request asks for its credentials in the body or in cookies. */
export interface ReplyMode {
  readonly isCookieMode: boolean;
  readonly settings: Settings;
  /** Of the request. Log-in by password and refresh have none: they end no challenge that is still pending. */
  readonly continuationCookies: readonly CookieName[];
}

export const tokenReply = (outcome: Outcome<Tokens>, mode: ReplyMode): Outcome<Reply> => {
  const { isCookieMode, settings, continuationCookies } = mode;
  if (!outcome.ok) return outcome;
  const { refreshToken } = outcome.value;
  const body = tokenBody(outcome.value);
  if (!isCookieMode) return accept(json(200, { ...body, refreshToken }));
  const cookies = [
    setCookie('refresh', refreshToken, settings.lifetimes.sessionIdleSeconds, settings),
    ...continuationCookies.map((name) => clearCookie(name, settings)),
  ];
  return accept(json(200, body, cookies));
};

/** The form of `TokenResponse`, without the refresh token. */
export const tokenBody = ({ accessToken, expiresInSeconds, user }: Access) => ({
  accessToken,
  tokenType: 'Bearer',
  expiresInSeconds,
  user,
});

/** `lifetimeSeconds` is that of the purpose. The cookie lasts as long as resends can keep its challenge alive. */
export const sentReply = (
  outcome: Outcome<Sent>,
  lifetimeSeconds: number,
  { isCookieMode, settings, continuationCookies }: ReplyMode,
): Outcome<Reply> => {
  if (!outcome.ok) return outcome;
  const { continuation, ...rest } = outcome.value;
  const body = { status: 'sent', ...rest };
  if (continuation === undefined) return accept(json(202, body));
  if (!isCookieMode) return accept(json(202, { ...body, continuation }));
  const [own, ...old] = continuationCookies;
  const cookies = [
    ...(own ? [setCookie(own, continuation, LIFETIMES_PER_LINK * lifetimeSeconds, settings)] : []),
    ...old.map((name) => clearCookie(name, settings)),
  ];
  return accept(json(202, body, cookies));
};
