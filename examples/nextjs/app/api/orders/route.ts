// An API for callers with an access token: this app's own server, a mobile app, another service. It reads no cookie.
import { NextResponse } from 'next/server';
import { TokenError, verifyAccessToken } from '../../../../../client/server/index.ts';
import { ISSUER } from '../../../settings.ts';

/** How many each account has placed. Stands for a database. */
const orders = new Map<string, number>();

const answer = async ({ headers }: Request, added: number): Promise<NextResponse> => {
  try {
    const token = headers.get('authorization')?.replace(/^Bearer /i, '') ?? '';
    const { sub } = await verifyAccessToken(token, { issuer: ISSUER });
    orders.set(sub, (orders.get(sub) ?? 0) + added);
    return NextResponse.json({ of: sub, orders: orders.get(sub) });
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return NextResponse.json({ error: error.code }, { status: error.status });
  }
};

export const GET = (request: Request): Promise<NextResponse> => answer(request, 0);
export const POST = (request: Request): Promise<NextResponse> => answer(request, 1);
