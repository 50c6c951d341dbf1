// The success body of every route that gives tokens; in cookie mode the refresh token stays out of it.
import { LIFETIMES_PER_LINK } from '../domain/challenge.ts';
import type { Settings } from '../domain/settings.ts';
import type { Tokens } from '../use-cases/open-session.ts';
import type { Sent } from '../use-cases/sign-up.ts';
import { clearCookie, setCookie } from './cookies.ts';
import { json, type Reply } from './reply.ts';

export const tokenReply = (tokens: Tokens, isCookieMode: boolean, settings: Settings): Reply => {
  const { refreshToken, accessToken, expiresInSeconds, user } = tokens;
  const body = { accessToken, tokenType: 'Bearer', expiresInSeconds };
  if (!isCookieMode) return json(200, { ...body, refreshToken, user });
  const cookies = [
    setCookie('refresh', refreshToken, settings.lifetimes.sessionIdleSeconds, settings),
    clearCookie('continuation', settings),
  ];
  return json(200, { ...body, user }, cookies);
};

export const sentReply = (sent: Sent, isCookieMode: boolean, settings: Settings): Reply => {
  const { continuation, ...rest } = sent;
  const body = { status: 'sent', ...rest };
  if (continuation === undefined) return json(202, body);
  if (!isCookieMode) return json(202, { ...body, continuation });
  const maxAge = LIFETIMES_PER_LINK * settings.lifetimes.signupSeconds;
  return json(202, body, [setCookie('continuation', continuation, maxAge, settings)]);
};
