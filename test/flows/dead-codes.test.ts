// A stranger who asks for a reset or log-in mail sees the same answers to codes whatever the owner does, and where there is no account.
import { describe, expect, it } from 'vitest';
import { readContinuation, startOfContinuation } from '#domain/challenge/continuation.ts';
import { bearer } from '../support/account.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';

const NEW_PASSWORD = 'staple battery horse';
const FLOWS = {
  reset: { ask: '/reset', confirm: '/reset/confirm', more: { password: NEW_PASSWORD }, lifetime: 20 * 60 },
  login: { ask: '/login/link', confirm: '/login/link/confirm', more: {}, lifetime: 10 * 60 },
} as const;
type Purpose = keyof typeof FLOWS;

/** What the owner does after the stranger has asked. */
type Act = (service: TestService, owner: Owner, purpose: Purpose) => Promise<unknown>;
interface Owner {
  readonly address: string;
  readonly accessToken: string;
}

const useLink: Act = async (service, { address }, purpose) => {
  const { confirm, more } = FLOWS[purpose];
  const { token } = await mailTo(service, address);
  expect((await service.post(confirm, { token, ...more })).status).toBe(200);
};
const ACTS: Readonly<Record<string, Act>> = {
  'does nothing': async () => undefined,
  'uses the link': useLink,
  'changes the password': async (service, { accessToken }) => {
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect((await service.post('/me/password', body, { headers: bearer(accessToken) })).status).toBe(200);
  },
  'uses the link and asks for another mail': async (service, owner, purpose) => {
    await useLink(service, owner, purpose);
    expect((await service.post(FLOWS[purpose].ask, { email: owner.address })).status).toBe(202);
  },
};

/** The stranger asks, the owner acts, and the stranger tries codes until they are locked and the mail has run out. */
const seenByStranger = async (purpose: Purpose, act?: Act, ownerFirst = false) => {
  const service = createTestService({ store: createTestStore() });
  const { ask, confirm, more, lifetime } = FLOWS[purpose];
  const address = freshAddress();
  const ip = `${freshNetwork()}.9`;
  let owner: Owner | undefined;
  if (act) owner = { address, accessToken: (await account(service, address)).body.accessToken };
  if (ownerFirst) await service.post(ask, { email: address });
  service.advance(61);
  const askedAt = service.clock.now();
  const asked = await service.post(ask, { email: address }, { ip });
  const { continuation, address: _own, ...rest } = asked.body;
  const parsed = readContinuation(continuation, purpose);
  const age = askedAt - (parsed ? startOfContinuation(parsed) : 0);
  service.advance(61);
  if (owner) await act?.(service, owner, purpose);
  const seen: unknown[] = [asked.status, rest, age];
  const guess = async (nth: number) => {
    const { status, body } = await service.post(
      confirm,
      { code: String(10_000_000 + nth), continuation, ...more },
      { ip },
    );
    seen.push([status, { ...body, requestId: undefined }]);
  };
  for (let nth = 1; nth <= 6; nth++) await guess(nth);
  service.advance(lifetime - 61 - 1);
  await guess(7);
  service.advance(1);
  await guess(8);
  return seen;
};

describe.each(['reset', 'login'] as const)('to a stranger who asked for a %s mail', (purpose) => {
  it('an address without an account tells mismatches, a lock and the end', async () => {
    const seen = await seenByStranger(purpose);
    const codes = seen.slice(3).map((answer) => (answer as [number, { code: string }])[1].code);
    expect(codes).toEqual([...Array(5).fill('code_mismatch'), 'too_many_requests', 'too_many_requests', 'expired']);
  });

  it.each(Object.keys(ACTS))('it is the same when an owner %s', async (name) => {
    expect(await seenByStranger(purpose, ACTS[name])).toEqual(await seenByStranger(purpose));
  });

  it.each(['does nothing', 'uses the link'])('it is the same when the owner has asked before and %s', async (name) => {
    expect(await seenByStranger(purpose, ACTS[name], true)).toEqual(await seenByStranger(purpose));
  });
});

it('continuations that nobody was given are charged to the client that sends them', async () => {
  const service = createTestService({ store: createTestStore() });
  const address = freshAddress();
  const { continuation } = (await service.post('/login/link', { email: address })).body;
  const ip = `${freshNetwork()}.9`;
  const statuses: number[] = [];
  for (let nth = 0; nth < 62; nth++) {
    const parts = JSON.parse(Buffer.from(continuation.split('.')[0], 'base64url').toString());
    const id = `${parts[3].slice(0, -4)}${String(1000 + nth)}`;
    const head = Buffer.from(JSON.stringify([...parts.slice(0, 3), id])).toString('base64url');
    const forged = `${head}.${Buffer.alloc(16, nth).toString('base64url')}`;
    statuses.push(
      (await service.post('/login/link/confirm', { code: '12345678', continuation: forged }, { ip })).status,
    );
  }
  expect(statuses).toEqual([...Array(60).fill(401), 429, 429]);
});
