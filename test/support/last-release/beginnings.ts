// What people did with the last release, and what they hold of it. The last release's own code plays this, so it asks as its API wants.
import { randomInt, randomUUID } from 'node:crypto';
import type { Client, ClientAnswer, LinkedPage } from './client.ts';

export const PASSWORD = 'correct horse battery';
export const CHANGED_PASSWORD = 'staple a better horse';
export const PROFILE = { nickName: '민지', visits: 3 };

export interface Account {
  readonly id: string;
  readonly address: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** A message that was answered with 202, and arrived. */
export interface Pending {
  readonly address: string;
  readonly continuation: string;
  readonly token: string;
  readonly code: string;
}

const freshAddress = (): string => `old-${randomUUID()}@example.com`;

const expectStatus = (answer: ClientAnswer, status: number, what: string): ClientAnswer => {
  if (answer.status !== status) throw new Error(`${what}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

const toAccount = ({ body }: ClientAnswer): Account => ({
  id: body.user.id,
  address: body.user.email,
  accessToken: body.accessToken,
  refreshToken: body.refreshToken,
});

const begin = async (client: Client, path: string, body: object, accessToken?: string): Promise<string> => {
  const asked = await client.ask({ path, body, ...(accessToken && { accessToken }) });
  return expectStatus(asked, 202, path).body.continuation;
};

const receive = async (client: Client, path: string, address: string, page: LinkedPage): Promise<Pending> => {
  const continuation = await begin(client, path, { email: address });
  return { address, continuation, ...(await client.mail(address, page)) };
};

const signUp = async (client: Client): Promise<Pending> => {
  const address = freshAddress();
  const continuation = await begin(client, '/signup', { email: address, password: PASSWORD, profile: PROFILE });
  return { address, continuation, ...(await client.mail(address, 'verify')) };
};

const openAccount = async (client: Client): Promise<Account> => {
  const { token, continuation } = await signUp(client);
  return toAccount(expectStatus(await client.ask({ path: '/verify', body: { token, continuation } }), 200, '/verify'));
};

const refresh = async (client: Client, account: Account): Promise<Account> => {
  const { refreshToken } = account;
  const { body } = expectStatus(await client.ask({ path: '/token/refresh', body: { refreshToken } }), 200, 'refresh');
  return { ...account, accessToken: body.accessToken, refreshToken: body.refreshToken };
};

const askEmailChange = async (client: Client, { accessToken }: Account): Promise<Pending> => {
  const newEmail = freshAddress();
  const continuation = await begin(client, '/me/email', { newEmail, password: PASSWORD }, accessToken);
  return { address: newEmail, continuation, ...(await client.mail(newEmail, 'email/confirm')) };
};

/** A Korean mobile number of which no other test knows. */
const freshPhone = (): { readonly phone: string; readonly e164: string } => {
  const digits = String(randomInt(10_000_000)).padStart(7, '0');
  return { phone: `0103${digits}`, e164: `+82103${digits}` };
};

/** Each begins one story; `goings-on.ts` has how it goes on with this release. What they give is kept as JSON. */
export const BEGINNINGS = {
  account: openAccount,
  'account whose password was mistyped before a log-in': async (client: Client) => {
    const account = await openAccount(client);
    const logIn = (password: string) => client.ask({ path: '/login', body: { email: account.address, password } });
    expectStatus(await logIn('mistyped'), 401, '/login');
    return { ...account, second: toAccount(expectStatus(await logIn(PASSWORD), 200, '/login')) };
  },
  session: async (client: Client) => {
    const first = await openAccount(client);
    return { first, refreshed: await refresh(client, first) };
  },
  'sign-up link': signUp,
  'sign-up link for a new password': signUp,
  'sign-up link on another device': signUp,
  'sign-up code': signUp,
  'sign-up to send again': signUp,
  'sign-up whose mail is owed': async (client: Client) => {
    const address = freshAddress();
    return { address, continuation: await begin(client, '/signup', { email: address, password: PASSWORD }) };
  },
  'reset link': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await receive(client, '/reset', account.address, 'reset') };
  },
  'reset code': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await receive(client, '/reset', account.address, 'reset') };
  },
  'log-in link': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await receive(client, '/login/link', account.address, 'login') };
  },
  'log-in code': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await receive(client, '/login/link', account.address, 'login') };
  },
  'email change link': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await askEmailChange(client, account) };
  },
  'email change code': async (client: Client) => {
    const account = await openAccount(client);
    return { account, mail: await askEmailChange(client, account) };
  },
  'undo link': async (client: Client) => {
    const account = await openAccount(client);
    const { token, continuation, address } = await askEmailChange(client, account);
    const confirmed = await client.ask({ path: '/me/email/confirm', body: { token, continuation } });
    const moved = toAccount(expectStatus(confirmed, 200, '/me/email/confirm'));
    return { account, moved, address, undoToken: (await client.mail(account.address, 'email/undo')).token };
  },
  'changed password': async (client: Client) => {
    const account = await openAccount(client);
    const older = await receive(client, '/reset', account.address, 'reset');
    const body = { currentPassword: PASSWORD, newPassword: CHANGED_PASSWORD };
    const changed = await client.ask({ path: '/me/password', body, accessToken: account.accessToken });
    return { account, older, session: toAccount(expectStatus(changed, 200, '/me/password')) };
  },
  'deleted account': async (client: Client) => {
    const account = await openAccount(client);
    const older = await receive(client, '/reset', account.address, 'reset');
    const body = { password: PASSWORD };
    const asked = await client.ask({ method: 'DELETE', path: '/me', body, accessToken: account.accessToken });
    expectStatus(asked, 200, 'DELETE /me');
    return { account, older };
  },
  'account that is deleted later': async (client: Client) => {
    const account = await openAccount(client);
    return { account, older: await receive(client, '/login/link', account.address, 'login') };
  },
  'phone change': async (client: Client) => {
    const account = await openAccount(client);
    const { phone, e164 } = freshPhone();
    const continuation = await begin(client, '/me/phone', { phone }, account.accessToken);
    return { account, e164, continuation, code: await client.text(e164) };
  },
  'one-time code by mail': async (client: Client) => {
    const to = freshAddress();
    const continuation = await begin(client, '/otp', { channel: 'email', to });
    return { to, continuation, code: (await client.mail(to)).code };
  },
  'one-time code by sms': async (client: Client) => {
    const { phone, e164 } = freshPhone();
    const continuation = await begin(client, '/otp', { channel: 'sms', to: phone });
    return { to: e164, continuation, code: await client.text(e164) };
  },
} as const satisfies Readonly<Record<string, (client: Client) => Promise<object>>>;

export type Story = keyof typeof BEGINNINGS;

export const STORIES = Object.keys(BEGINNINGS) as readonly Story[];

export type Held<Name extends Story> = Awaited<ReturnType<(typeof BEGINNINGS)[Name]>>;
