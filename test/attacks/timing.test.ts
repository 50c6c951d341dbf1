// No answer time tells whether an address has an account: each route, 160 addresses with one and 160 without, interleaved.
import { beforeAll, describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn } from '../support/local/people.ts';
import { expectAlike, KINDS, type Kind, measure, ROUNDS, SHORT_HASHING } from '../support/timing/measure.ts';

const service = useLocalService({ passwordHashing: SHORT_HASHING });

/** `tested` have an account. */
const addresses: Record<Kind, string[]> = { tested: [], same: [], again: [] };
const continuations: Record<Kind, string[]> = { tested: [], same: [], again: [] };
let asker = '';

const WRONG = 'wrong battery horse';
const SETUP_AT_ONCE = 8;

const createAccounts = async (wanted: readonly string[]) => {
  const begun = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += SETUP_AT_ONCE) {
    const group = wanted.slice(start, start + SETUP_AT_ONCE);
    const answers = await Promise.all(
      group.map((email) => aClient(service).post('/signup', { email, password: PASSWORD })),
    );
    for (const [index, email] of group.entries()) begun.set(email, answers[index]?.body.continuation);
  }
  await service.settled();
  const { body: messages } = await service.get('/_local/messages');
  for (const { to, link } of messages) {
    const continuation = begun.get(to);
    if (continuation) await service.post('/verify', { token: tokenOf({ link }), continuation });
  }
};

beforeAll(async () => {
  for (const kind of KINDS) addresses[kind] = Array.from({ length: ROUNDS }, freshAddress);
  asker = (await createLocalAccount(service)).address;
  await createAccounts(addresses.tested);
}, 120_000);

interface Probe {
  readonly name: string;
  readonly path: string;
  readonly bodyOf: (address: string, continuation: string) => object;
  /** The only answer. */
  readonly answer: string;
  /** Sent with the access token of an account of its own. */
  readonly needsToken?: true;
  /** Whether later probes use the continuation of its answer. */
  readonly begins?: true;
}

/** In this order: a code or a resend needs the continuation of the request before. */
const PROBES: readonly Probe[] = [
  {
    name: 'POST /signup',
    path: '/signup',
    bodyOf: (email) => ({ email, password: PASSWORD }),
    answer: '202 sent',
    begins: true,
  },
  {
    name: 'POST /verify/status',
    path: '/verify/status',
    bodyOf: (_address, continuation) => ({ continuation }),
    answer: '200 pending',
  },
  {
    name: 'POST /verify with a wrong code',
    path: '/verify',
    bodyOf: (_address, continuation) => ({ continuation, code: '000000' }),
    answer: '401 code_mismatch',
  },
  {
    name: 'POST /login with a wrong password, beside a pending sign-up',
    path: '/login',
    bodyOf: (email) => ({ email, password: WRONG }),
    answer: '401 invalid_credentials',
  },
  {
    name: 'POST /signup/resend',
    path: '/signup/resend',
    bodyOf: (_address, continuation) => ({ continuation }),
    answer: '202 sent',
  },
  { name: 'POST /reset', path: '/reset', bodyOf: (email) => ({ email }), answer: '202 sent', begins: true },
  {
    name: 'POST /reset/confirm with a wrong code',
    path: '/reset/confirm',
    bodyOf: (_address, continuation) => ({ continuation, code: '00000000', password: PASSWORD }),
    answer: '401 code_mismatch',
  },
  { name: 'POST /login/link', path: '/login/link', bodyOf: (email) => ({ email }), answer: '202 sent', begins: true },
  {
    name: 'POST /login/link/confirm with a wrong code',
    path: '/login/link/confirm',
    bodyOf: (_address, continuation) => ({ continuation, code: '00000000' }),
    answer: '401 code_mismatch',
  },
  { name: 'POST /otp', path: '/otp', bodyOf: (to) => ({ channel: 'email', to }), answer: '202 sent' },
  {
    name: 'POST /me/email of somebody else',
    path: '/me/email',
    bodyOf: (newEmail) => ({ newEmail, password: PASSWORD }),
    answer: '202 sent',
    needsToken: true,
  },
  {
    name: 'POST /login with a wrong password',
    path: '/login',
    bodyOf: (email) => ({ email, password: WRONG }),
    answer: '401 invalid_credentials',
  },
];

describe('the time of an answer is the same for an address with an account and for one without', () => {
  it.for(PROBES)('$name', async ({ name, path, bodyOf, answer, needsToken, begins }, context) => {
    await service.advance(61);
    const headers = needsToken && bearer((await logIn(service, asker)).body.accessToken);
    const measured = await measure(service, async (kind, round): Promise<LocalAnswer> => {
      const body = bodyOf(addresses[kind][round] ?? '', continuations[kind][round] ?? '');
      const answered = await aClient(service).post(path, body, headers);
      if (begins) continuations[kind][round] = answered.body.continuation;
      return answered;
    });
    expect(measured.answers).toEqual([answer]);
    expectAlike(name, measured, context);
  });
});
