// Email changes and concurrent requests, over a real database: in any order one of them wins, and no account is lost.
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type AskedMail, bearer, ENDED_SESSION, LIVE_SESSION, logIn, tryTokens } from '../../support/account.ts';
import {
  accountAt,
  anOwner,
  confirmEmailChange,
  loadUser,
  moveTo,
  type Owner,
  pendingEmailChange,
  toOwner,
  undoEmailChange,
} from '../../support/email-change.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { freshAddress } from '../../support/real-store.ts';
import { ROUNDS } from '../../support/rounds.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const aService = () => createTestService({ store });
const HOUR_SECONDS = 3600;

const codeOf = ({ status, body }: Answer) => body.code ?? status;
const times = <Value>(count: number, work: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
const inTurn = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
  for (let index = 0; index < count; index++) await work(index);
};

const verify = (service: TestService, { token, continuation }: { token: string; continuation: string }) =>
  service.post('/verify', { token, continuation });

describe('one new address', () => {
  it('that two people confirm at once becomes the address of exactly one; the other gets already_registered', async () => {
    const winners = new Set<string>();
    await inTurn(ROUNDS.races, async (round) => {
      const race = interrupted(store);
      const service = createTestService({ store: race.store });
      const [first, second] = [await anOwner(service), await anOwner(service)];
      const newAddress = freshAddress();
      const ofFirst = await pendingEmailChange(service, first, newAddress);
      let ofSecond: AskedMail | undefined;
      let rival: Promise<Answer> | undefined;
      // The link of the first one is checked. Before its first write the second one requests and confirms at the same time.
      race.interrupt(0, async () => {
        service.advance(61);
        ofSecond = await pendingEmailChange(service, second, newAddress);
        // On any machine the second one is late in some rounds and first in others.
        if (round % 6 === 0) return;
        rival = confirmEmailChange(service, ofSecond);
        await (round % 6 === 5 ? rival : wait(round % 6));
      });
      const answerOfFirst = await confirmEmailChange(service, ofFirst);
      if (!ofSecond) throw new Error('the second one has not asked');
      const answers = [answerOfFirst, await (rival ?? confirmEmailChange(service, ofSecond))];
      const holder = await accountAt(service, newAddress);
      const winner = holder?.id === first.id ? 0 : 1;
      winners.add(`${winner}`);
      expect([first.id, second.id]).toContain(holder?.id);
      // The challenge of the first one was replaced in the meantime, so although it won, it must log in.
      expect(codeOf(answers[winner] as Answer)).toBe(winner === 0 ? 'already_used' : 200);
      expect(answers[1 - winner]).toMatchObject({ status: 409, body: { code: 'already_registered' } });
      const loser = [first, second][1 - winner] as Owner;
      expect((await accountAt(service, loser.address))?.id).toBe(loser.id);
      expect((await tryTokens(service, loser)).access).toBe(200);
    });
    expect([...winners].toSorted()).toEqual(['0', '1']);
  });

  it('that a sign-up and a change confirm at once goes to one of them; the other gets already_registered', async () => {
    await inTurn(ROUNDS.races, async (round) => {
      const service = aService();
      const owner = await anOwner(service);
      const signUp = await pendingSignUp(service, freshAddress());
      const change = await pendingEmailChange(service, owner, signUp.address);
      const signUpId = (await service.loadChallenge(signUp.address))?.id ?? '';
      const delayed = async <Value>(milliseconds: number, work: () => Promise<Value>) => {
        await wait(milliseconds);
        return work();
      };
      const [verified, changed] = await Promise.all([
        delayed(round % 4, () => verify(service, signUp)),
        delayed((round >> 2) % 4, () => confirmEmailChange(service, change)),
      ]);
      expect([verified, changed].map(codeOf).toSorted()).toEqual([200, 'already_registered']);
      const holder = await accountAt(service, signUp.address);
      expect(holder?.id).toBe(changed.status === 200 ? owner.id : signUpId);
      if (changed.status === 200) expect(await loadUser(service, signUpId)).toBeUndefined();
      if (verified.status === 200) expect((await accountAt(service, owner.address))?.id).toBe(owner.id);
    });
  });

  it('confirmed many times at once with one link is answered 200 once, and one session is open', async () => {
    await inTurn(ROUNDS.races, async () => {
      const service = aService();
      const owner = await anOwner(service);
      const change = await pendingEmailChange(service, owner, freshAddress());
      const answers = await times(8, () => confirmEmailChange(service, change));
      const won = answers.filter(({ status }) => status === 200).map(toOwner);
      expect(won).toHaveLength(1);
      expect(answers.every(({ status }) => [200, 409, 410].includes(status))).toBe(true);
      const headers = bearer(won[0]?.accessToken ?? '');
      const { body } = await service.request({ method: 'GET', path: '/me/sessions', headers });
      expect(body.sessions).toMatchObject([{ isCurrent: true }]);
    });
  });

  it('claimed by a crashed change is blocked for 10 minutes, and then free', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const newAddress = freshAddress();
    const change = await pendingEmailChange(service, owner, newAddress);
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 1 ? 'after' : undefined));
    expect((await confirmEmailChange(service, change)).status).toBe(503);
    service.setFaults();
    expect(await accountAt(service, newAddress)).toBeUndefined();
    service.advance(599);
    expect((await verify(service, await pendingSignUp(service, newAddress))).body.code).toBe('already_registered');
    service.advance(61);
    const next = await account(service, newAddress);
    expect((await accountAt(service, newAddress))?.id).toBe(next.body.user.id);
    expect((await confirmEmailChange(service, change)).body.code).toBe('already_registered');
    expect((await accountAt(service, owner.address))?.id).toBe(owner.id);
  });
});

describe('the old address of a changed account', () => {
  it('cannot be signed up while it is reserved, and can be after that; then the undo link no longer works', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { undoToken, ...moved } = await moveTo(service, owner);
    const sign = async () => verify(service, await pendingSignUp(service, owner.address));
    service.advance(61);
    expect(await sign()).toMatchObject({ status: 409, body: { code: 'already_registered' } });
    service.advance(72 * HOUR_SECONDS);
    expect((await sign()).body.code).toBe('already_registered');
    service.advance(HOUR_SECONDS);
    const next = await sign();
    expect(next.status).toBe(200);
    expect((await undoEmailChange(service, undoToken)).status).toBe(410);
    expect((await accountAt(service, owner.address))?.id).toBe(next.body.user.id);
    expect((await accountAt(service, moved.address))?.id).toBe(owner.id);
  });
});

describe('a change that crashed after its commit', () => {
  it('opens no session when it is repeated after a log-out everywhere', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const newAddress = freshAddress();
    const change = await pendingEmailChange(service, owner, newAddress);
    let swaps = 0;
    service.setFaults((call) => (call === 'store.swap' && ++swaps === 6 ? 'before' : undefined));
    expect((await confirmEmailChange(service, change)).status).toBe(503);
    service.setFaults();
    const session = toOwner(await logIn(service, newAddress));
    expect(await tryTokens(service, session)).toEqual(LIVE_SESSION);
    const { refreshToken } = toOwner(await logIn(service, newAddress));
    expect((await service.post('/logout/all', { refreshToken })).status).toBe(200);
    expect(await tryTokens(service, session)).toEqual(ENDED_SESSION);
    const repeated = await confirmEmailChange(service, change);
    expect(repeated.body.accessToken).toBeUndefined();
    expect((await accountAt(service, newAddress))?.id).toBe(owner.id);
  });
});
