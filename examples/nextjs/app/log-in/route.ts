import { type NextRequest, NextResponse } from 'next/server';
import { beginLogIn } from '../../log-in.ts';
import { begun } from '../../session.ts';

export const GET = async ({ nextUrl }: NextRequest): Promise<NextResponse> => {
  const { url, pending } = await beginLogIn(nextUrl.searchParams);
  const kept = await begun();
  kept.pending = pending;
  await kept.save();
  return NextResponse.redirect(url);
};
