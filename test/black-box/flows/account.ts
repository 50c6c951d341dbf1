// Repeated steps of clients: create an account, request a mail and read it, authenticate.
import type { TestContext } from 'vitest';
import {
  type Answer,
  mailTo,
  PASSWORD,
  type PendingSignUp,
  pendingSignUp,
  post,
  readMail,
  request,
  type Target,
} from './target.ts';

export interface Account {
  readonly address: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

/** The target when ten more messages are allowed. If the target cannot provide this, the test is skipped. */
export const withRoom = async (target: Target, context: TestContext): Promise<Target> => {
  context.skip(target.makeRoom === undefined, 'nothing here can make room for more messages');
  await target.makeRoom?.();
  return target;
};

/** A verified account, with the session of its verification. */
export const openAccount = async (target: Target): Promise<Account> => {
  const { address, token, continuation } = await pendingSignUp(target);
  const { status, body, text } = await post(target, '/verify', { token, continuation });
  if (status !== 200) throw new Error(`the verification answered ${status} ${text}`);
  return { address, ...body };
};

export const bearer = ({ accessToken }: Pick<Account, 'accessToken'>) => ({ authorization: `Bearer ${accessToken}` });

export const me = (target: Target, account: Pick<Account, 'accessToken'>): Promise<Answer> =>
  request(target, '/me', { headers: bearer(account) });

export const logIn = (target: Target, email: string, password = PASSWORD): Promise<Answer> =>
  post(target, '/login', { email, password });

export const refresh = (target: Target, refreshToken: string): Promise<Answer> =>
  post(target, '/token/refresh', { refreshToken });

export type AskedMail = Pick<PendingSignUp, 'continuation' | 'mail' | 'token' | 'code' | 'page'>;

/** Requests a mail and opens it when it arrives. */
export const askMail = async (
  target: Target,
  path: string,
  body: Readonly<Record<string, unknown>>,
  to: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<AskedMail> => {
  const before = (await target.mails(to)).length;
  const asked = await post(target, path, body, headers);
  if (asked.status !== 202) throw new Error(`${path} answered ${asked.status} ${asked.text}`);
  return { continuation: asked.body.continuation, ...readMail(target, await mailTo(target, to, before + 1)) };
};
