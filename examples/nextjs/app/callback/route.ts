import { type NextRequest, NextResponse } from 'next/server';
import { finishLogIn } from '../../log-in.ts';
import { begun, session } from '../../session.ts';
import { APP_URL } from '../../settings.ts';

export const GET = async ({ nextUrl }: NextRequest): Promise<NextResponse> => {
  const before = await begun();
  const { pending } = before;
  const logIn = pending && (await finishLogIn(nextUrl.search, pending).catch((error: unknown) => console.error(error)));
  if (!logIn) return new NextResponse('The log-in did not work.', { status: 400 });
  before.destroy();
  const kept = await session();
  kept.logIn = logIn;
  await kept.save();
  return NextResponse.redirect(new URL(pending.returnTo, APP_URL));
};
