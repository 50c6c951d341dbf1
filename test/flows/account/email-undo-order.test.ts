// Several email changes in a row, over a real database: where each undo link leads, in every order.
import { describe, expect, it } from 'vitest';
import { bearer, ENDED_SESSION, tryTokens } from '../../support/account.ts';
import {
  accountAt,
  anOwner,
  loadUser,
  type Moved,
  moveTo,
  toOwner,
  undoEmailChange,
} from '../../support/email-change.ts';
import { createTestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = () => createTestService({ store: createTestStore() });

describe('the undo links of A -> B -> C', () => {
  const twice = async () => {
    const service = aService();
    const first = await anOwner(service);
    const second = await moveTo(service, first);
    const third = await moveTo(service, second);
    const undo = async ({ undoToken }: Moved) => {
      const { status, body } = await undoEmailChange(service, undoToken);
      const names = { [first.address]: 'A', [second.address]: 'B', [third.address]: 'C' };
      const at = [first, second, third].map(async ({ address }) => (await accountAt(service, address)) && address);
      const found = (await Promise.all(at)).flatMap((address) => (address ? [names[address]] : []));
      return [body.code ?? status, ...found];
    };
    return { ofA: () => undo(second), ofB: () => undo(third) };
  };

  it('first A, then B: the account is at A, and the link of the later change no longer works', async () => {
    const { ofA, ofB } = await twice();
    expect(await ofA()).toEqual([202, 'A']);
    expect(await ofB()).toEqual(['superseded', 'A']);
  });

  it('first B, then A: the account goes back step by step, and then neither link works', async () => {
    const { ofA, ofB } = await twice();
    expect(await ofB()).toEqual([202, 'B']);
    expect(await ofA()).toEqual([202, 'A']);
    expect(await ofB()).toEqual(['already_used', 'A']);
    expect(await ofA()).toEqual(['already_used', 'A']);
  });
});

describe('the undo links of A -> B -> A', () => {
  const thereAndBack = async () => {
    const service = aService();
    const owner = await anOwner(service);
    const away = await moveTo(service, owner);
    const back = await moveTo(service, away, owner.address);
    return { service, owner, away, back };
  };

  it('both work at first: that of B brings the account back to B, and then that of A back to A', async () => {
    const { service, owner, away, back } = await thereAndBack();
    expect((await accountAt(service, owner.address))?.id).toBe(owner.id);
    expect((await undoEmailChange(service, back.undoToken)).status).toBe(202);
    expect((await accountAt(service, away.address))?.id).toBe(owner.id);
    expect((await undoEmailChange(service, away.undoToken)).status).toBe(202);
    expect((await accountAt(service, owner.address))?.id).toBe(owner.id);
  });

  it('that of A, used at A, keeps the account there, and the link of B no longer works', async () => {
    const { service, owner, away, back } = await thereAndBack();
    expect((await undoEmailChange(service, away.undoToken)).status).toBe(202);
    expect(await tryTokens(service, back)).toEqual(ENDED_SESSION);
    expect((await undoEmailChange(service, back.undoToken)).body.code).toBe('superseded');
    expect((await accountAt(service, owner.address))?.id).toBe(owner.id);
  });
});

describe('the undo link of a deleted account', () => {
  it('opens neither that account nor the next one at the address', async () => {
    const service = aService();
    const owner = await anOwner(service);
    const { undoToken, accessToken } = await moveTo(service, owner);
    const headers = bearer(accessToken);
    const body = { password: PASSWORD };
    expect((await service.request({ method: 'DELETE', path: '/me', body, headers })).status).toBe(200);
    expect(await undoEmailChange(service, undoToken)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    service.advance(61);
    const next = toOwner(await account(service, owner.address));
    const before = await loadUser(service, next.id);
    expect(await undoEmailChange(service, undoToken)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    expect(await loadUser(service, next.id)).toEqual(before);
  });
});
