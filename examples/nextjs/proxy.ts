// Refreshes the access token before a page, a route or a server action runs: a server component cannot set the cookie.
import { getIronSession, nextProxyCookies } from 'iron-session';
import { type NextRequest, NextResponse } from 'next/server';
import { freshLogIn } from './log-in.ts';
import { SESSION, type Session } from './session.ts';

export const proxy = async (request: NextRequest): Promise<NextResponse> => {
  const response = NextResponse.next();
  const session = await getIronSession<Session>(nextProxyCookies(request, response), SESSION);
  if (!session.logIn) return response;
  try {
    const logIn = await freshLogIn(session.logIn);
    if (logIn === session.logIn) return response;
    if (logIn) {
      session.logIn = logIn;
      await session.save();
    } else session.destroy();
  } catch (error) {
    // The service does not answer. The page finds a token that has ended, and keeps the session.
    console.error(error);
  }
  return response;
};

export const config = { matcher: '/((?!_next/|api/|callback|log-in|log-out).*)' };
