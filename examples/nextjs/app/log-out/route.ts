import { type NextRequest, NextResponse } from 'next/server';
import { endLogIn } from '../../log-in.ts';
import { session } from '../../session.ts';
import { APP_URL } from '../../settings.ts';

/** By a form of the app's own pages alone. Next.js checks the origin of server actions, not of routes. */
export const POST = async ({ headers }: NextRequest): Promise<NextResponse> => {
  if (headers.get('origin') !== APP_URL) return new NextResponse('Another site.', { status: 403 });
  const kept = await session();
  const { logIn } = kept;
  kept.destroy();
  return NextResponse.redirect(logIn ? await endLogIn(logIn) : APP_URL, 303);
};
