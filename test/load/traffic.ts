// What people do, mixed: sign-ups, log-ins, refreshes, resets, and guesses. Each request knows which answer is right.
import { randomBytes } from 'node:crypto';
import { type LoadAnswer, type LoadClient, newPerson } from './client.ts';

export interface Account {
  readonly address: string;
  readonly ip: string;
  accessToken: string;
  refreshToken: string;
}

/** `limited`: 429. `refused`: 503. Both with a time to come back. `late`: no answer in time. `wrong`: anything else. */
export const VERDICTS = ['right', 'limited', 'refused', 'late', 'wrong'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Done {
  readonly kind: string;
  readonly verdict: Verdict;
  readonly answer: LoadAnswer;
}

export interface Traffic {
  /** One request of one person. */
  step(): Promise<Done>;
  /** `signup` or `reset`, and the address that was told that a mail is on its way. */
  readonly accepted: readonly { readonly purpose: 'signup' | 'reset'; readonly address: string }[];
}

const PASSWORD = 'correct horse battery';
const freshAddress = () => `load-${randomBytes(9).toString('hex')}@example.com`;

const judge = ({ status, fault, retryAfterSeconds, body }: LoadAnswer, right: number): Verdict => {
  if (status === right) return 'right';
  if (fault === 'ABORT_ERR') return 'late';
  const hasTime = retryAfterSeconds !== undefined && retryAfterSeconds === body?.retryAfterSeconds;
  if (status === 429 && hasTime) return 'limited';
  return status === 503 && hasTime && body?.code === 'unavailable' ? 'refused' : 'wrong';
};

/** `accounts` log in and refresh, each one request at a time. */
export const createTraffic = (client: LoadClient, accounts: readonly Account[]): Traffic => {
  const accepted: { purpose: 'signup' | 'reset'; address: string }[] = [];
  const free = [...accounts];

  const begin = async (purpose: 'signup' | 'reset'): Promise<Done> => {
    const address = freshAddress();
    const body = purpose === 'signup' ? { email: address, password: PASSWORD } : { email: address };
    const answer = await client.send({ path: `/${purpose}`, body, ip: newPerson() });
    if (answer.status === 202) accepted.push({ purpose, address });
    return { kind: purpose, verdict: judge(answer, 202), answer };
  };
  const guess = async (kind: string, path: string, body: object, right: number): Promise<Done> => {
    const answer = await client.send({ path, body, ip: newPerson() });
    return { kind, verdict: judge(answer, right), answer };
  };
  const byAccount = async (kind: 'log-in' | 'refresh' | 'me', account: Account): Promise<Done> => {
    const { address, ip, accessToken, refreshToken } = account;
    const request = {
      'log-in': { path: '/login', body: { email: address, password: PASSWORD } },
      refresh: { path: '/token/refresh', body: { refreshToken } },
      me: { method: 'GET', path: '/me', bearer: accessToken },
    } as const;
    const answer = await client.send({ ...request[kind], ip });
    if (answer.status === 200 && kind !== 'me') {
      account.accessToken = answer.body.accessToken;
      account.refreshToken = answer.body.refreshToken;
    }
    return { kind, verdict: judge(answer, 200), answer };
  };
  const ofAccount = async (kind: 'log-in' | 'refresh' | 'me'): Promise<Done> => {
    const account = free.shift();
    if (!account) return begin('signup');
    const done = await byAccount(kind, account);
    free.push(account);
    return done;
  };
  const wrong = { email: freshAddress(), password: 'not the right one' };
  const kinds: readonly (readonly [share: number, run: () => Promise<Done>])[] = [
    [40, () => begin('signup')],
    [10, () => begin('reset')],
    [15, () => ofAccount('log-in')],
    [15, () => ofAccount('refresh')],
    [10, () => ofAccount('me')],
    [5, () => guess('wrong password', '/login', { ...wrong, email: freshAddress() }, 401)],
    [5, () => guess('junk link', '/verify', { token: randomBytes(60).toString('base64url') }, 400)],
  ];
  /** In turns of a hundred, so that a short run has the same mix as a long one. */
  const turns = spread(kinds);
  let turn = 0;
  return { accepted, step: () => turns[turn++ % turns.length]?.() ?? begin('signup') };
};

const spread = <Value>(shares: readonly (readonly [share: number, value: Value])[]): Value[] =>
  shares
    .flatMap(([share, value]) => Array.from({ length: share }, (_, index) => ({ value, at: (index + 0.5) / share })))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);

/** Signs up and verifies, by the link that `tokenOf` finds in the mail. */
export const makeAccounts = async (
  client: LoadClient,
  count: number,
  tokenOf: (address: string) => Promise<string>,
): Promise<Account[]> => {
  const make = async (): Promise<Account> => {
    const [address, ip] = [freshAddress(), newPerson()];
    const begun = await client.send({ path: '/signup', body: { email: address, password: PASSWORD }, ip });
    const body = { token: await tokenOf(address), continuation: begun.body?.continuation };
    const { status, body: tokens } = await client.send({ path: '/verify', body, ip });
    if (status !== 200) throw new Error(`a verification was answered ${status}`);
    return { address, ip, accessToken: tokens.accessToken, refreshToken: tokens.refreshToken };
  };
  const accounts: Account[] = [];
  while (accounts.length < count) accounts.push(...(await Promise.all([make(), make(), make(), make()])));
  return accounts;
};
