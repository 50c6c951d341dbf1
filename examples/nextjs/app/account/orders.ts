// The orders, from the API: the server sends it the person's access token.
import { redirect } from 'next/navigation';
import type { LogIn } from '../../log-in.ts';
import { whoIsThere } from '../../session.ts';
import { ORDERS_API } from '../../settings.ts';

const call = async ({ accessToken }: LogIn, method: 'GET' | 'POST'): Promise<number> => {
  const response = await fetch(ORDERS_API, { method, headers: { authorization: `Bearer ${accessToken}` } });
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
  return ((await response.json()) as { orders: number }).orders;
};

export const countOrders = (logIn: LogIn): Promise<number> => call(logIn, 'GET');

/** A server action: Next.js takes it from the app's own pages alone. */
export const placeOrder = async (): Promise<void> => {
  'use server';
  const logIn = await whoIsThere();
  if (logIn) await call(logIn, 'POST');
  redirect('/account');
};
