// Rows of changes that this service did not write: another person writes the table, but may open no account.
import { describe, expect, it } from 'vitest';
import type { Challenge, ChangeData } from '#domain/challenge/challenge.ts';
import { changeData } from '#domain/challenge/challenge.ts';
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { bearer } from '../../support/account.ts';
import { keysOf } from '../../support/builders.ts';
import {
  accountAt,
  anOwner,
  askEmailChange,
  confirmEmailChange,
  loadUser,
  type Owner,
  pendingEmailChange,
} from '../../support/email-change.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const emailRef = (address: string): ChallengeRef => ({ purpose: 'email_change', channel: 'email', address });
const phoneRef = (address: string): ChallengeRef => ({ purpose: 'phone_change', channel: 'sms', address });

/** Writes the row as a PutItem would: the version is the only thing that must fit. */
const overwrite = async (service: TestService, ref: ChallengeRef, set: Partial<Challenge>) => {
  const [row] = await service.store.load([challengeKey(ref)]);
  if (!row) throw new Error('there is no row to overwrite');
  const written = await service.store.swap(challengeKey(ref), row, { ...row, ...set });
  if (!written.ok) throw new Error('the row was not overwritten');
  return written.item;
};

const dataOf = async (service: TestService, ref: ChallengeRef): Promise<ChangeData> => {
  const [row] = await service.store.load([challengeKey(ref)]);
  if (!row) throw new Error('there is no row');
  return changeData(row);
};

/** An account of a victim, and a change that a thief began for their own account and has not confirmed. */
const prepare = async () => {
  const service = createTestService({ store: createTestStore() });
  const victim = await anOwner(service);
  const thief = await anOwner(service);
  const address = freshAddress();
  return { service, victim, thief, address, ...(await pendingEmailChange(service, thief, address)) };
};
type Prepared = Awaited<ReturnType<typeof prepare>>;

/** What can stand in the row instead of the thief's own data. */
const FORGERIES: Record<string, (prepared: Prepared) => Promise<ChangeData>> = {
  'the victim’s id and the thief’s MAC': async ({ service, victim, address }) => ({
    ...(await dataOf(service, emailRef(address))),
    userId: victim.id,
  }),
  'the victim’s id and no MAC': async ({ victim }) => ({ userId: victim.id }),
  'the victim’s id and MAC, from another row': async ({ service, victim }) => {
    const other = freshAddress();
    await askEmailChange(service, victim, other);
    return dataOf(service, emailRef(other));
  },
  'the victim’s id and a made-up MAC': async ({ victim }) => ({ userId: victim.id, mac: 'A'.repeat(43) }),
};

describe.each(Object.entries(FORGERIES))('a row of an email change with %s', (_name, forge) => {
  it('opens nothing, neither by link nor by code', async () => {
    const prepared = await prepare();
    const { service, victim, thief, address, token, code, continuation } = prepared;
    await overwrite(service, emailRef(address), { data: await forge(prepared) });
    const ways = [{ token }, { code }].map((way) => ({ ...way, continuation }));
    for (const body of ways) {
      const answer = await service.post('/me/email/confirm', body);
      expect(answer).toMatchObject({ status: 410, body: { code: 'superseded' } });
    }
    const withToken = await service.post('/me/email/confirm', { token }, { headers: bearer(thief.accessToken) });
    expect(withToken.body.code).toBe('superseded');
    expect((await loadUser(service, victim.id))?.email).toBe(victim.address);
    expect(await accountAt(service, address)).toBeUndefined();
  });

  it('mails nothing, and rings', async () => {
    const prepared = await prepare();
    const { service, address } = prepared;
    const ref = emailRef(address);
    const before = service.mails.length;
    const [row] = await service.store.load([challengeKey(ref)]);
    if (!row) throw new Error('there is no row');
    await overwrite(service, ref, {
      data: await forge(prepared),
      delivery: { ...row.delivery, status: 'pending', seq: row.delivery.seq + 1 },
    });
    await service.deliver();
    expect(service.mails.slice(before).filter(({ to }) => to === address)).toEqual([]);
    const [after] = await service.store.load([challengeKey(ref)]);
    expect(after?.delivery).toMatchObject({ status: 'skipped', reason: 'not_own' });
    expect(service.lines.some((line) => line.includes('"reason":"not_own"') && line.includes('operator'))).toBe(true);
  });
});

describe('a row of an email change under another id', () => {
  it('opens nothing with a MAC of before', async () => {
    const { service, thief, address, token, continuation } = await prepare();
    const before = await dataOf(service, emailRef(address));
    service.advance(61);
    await pendingEmailChange(service, thief, address);
    await overwrite(service, emailRef(address), { data: before });
    expect((await confirmEmailChange(service, { token, continuation })).body.code).toBe('superseded');
    expect((await loadUser(service, thief.id))?.email).toBe(thief.address);
  });
});

describe('a row of a phone change', () => {
  const ask = async (service: TestService, owner: Owner, phone: string) => {
    const headers = bearer(owner.accessToken);
    const asked = await service.post('/me/phone', { phone, password: PASSWORD }, { headers });
    if (asked.status !== 202) throw new Error(`/me/phone answered ${asked.status} ${asked.text}`);
    return asked.body.continuation as string;
  };

  it.each(['another user’s MAC', 'no MAC'])('with %s sets no number and sends no sms', async (name) => {
    const service = createTestService({ store: createTestStore() });
    const [owner, thief] = [await anOwner(service), await anOwner(service)];
    const phone = freshPhone().e164;
    const continuation = await ask(service, owner, phone);
    await service.deliver();
    const code = /\d{6}/.exec(service.texts.at(-1)?.body ?? '')?.[0] ?? '';
    const { mac } = await dataOf(service, phoneRef(phone));
    const data = name === 'no MAC' || mac === undefined ? { userId: thief.id } : { userId: thief.id, mac };
    const [row] = await service.store.load([challengeKey(phoneRef(phone))]);
    if (!row) throw new Error('there is no row');
    const texts = service.texts.length;
    const delivery = { ...row.delivery, status: 'pending' as const, seq: 2 };
    const forged = await overwrite(service, phoneRef(phone), { data, delivery });
    const confirm = () =>
      service.post('/me/phone/confirm', { code, continuation }, { headers: bearer(thief.accessToken) });
    expect((await confirm()).body.code).toBe('superseded');
    expect(forged.failures).toBe(0);
    await service.deliver();
    expect(service.texts).toHaveLength(texts);
    expect((await loadUser(service, thief.id))?.phone).toBeUndefined();
  });
});

describe('a link of the last release, which names no user', () => {
  /** The link and the row as the last release made them. */
  const oldChange = async ({ mac = false } = {}) => {
    const prepared = await prepare();
    const { service, thief: owner, address } = prepared;
    const ref = emailRef(address);
    const data = mac ? await dataOf(service, ref) : { userId: owner.id };
    const row = await overwrite(service, ref, { data });
    const token = sealLinkToken(keysOf(1), { ...ref, id: row.id, notAfter: row.notAfter });
    return { ...prepared, owner, ref, token };
  };

  it('still confirms its own row, which has no MAC', async () => {
    const { service, owner, address, token, continuation } = await oldChange();
    const confirmed = await confirmEmailChange(service, { token, continuation });
    expect(confirmed).toMatchObject({ status: 200, body: { user: { id: owner.id, email: address } } });
  });

  it('confirms a row with a MAC, but not with the MAC of another user', async () => {
    const { service, owner, victim, ref, token, continuation } = await oldChange({ mac: true });
    const own = await dataOf(service, ref);
    await overwrite(service, ref, { data: { ...own, userId: victim.id } });
    expect((await confirmEmailChange(service, { token, continuation })).body.code).toBe('superseded');
    await overwrite(service, ref, { data: own });
    const confirmed = await confirmEmailChange(service, { token, continuation });
    expect(confirmed).toMatchObject({ status: 200, body: { user: { id: owner.id } } });
  });
});
