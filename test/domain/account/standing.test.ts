// The standing of an account: what disabling, enabling and the first proof of an address change in its row.
import { describe, expect, it } from 'vitest';
import { disableUser, enableUser, proveAddress, whyClosed } from '#domain/account/standing.ts';
import { isUnchangedSince, mayOpen, type User } from '#domain/account/user.ts';
import { isUserId } from '#domain/account/user-id.ts';
import { isLive } from '#domain/session/session.ts';
import { aSession, aUser, NOW } from '../../support/builders.ts';

const EARLY = '01AN4Z07BY00000000000000A0';
const MIDDLE = '01AN4Z07BY00000000000000B0';
const LATE = '01AN4Z07BY00000000000000C0';
const act = (floor: string) => ({ epoch: `epoch of ${floor}`, floor, now: NOW, actId: 'the act' });
const unproven = ({ emailVerifiedAt: _unproven, ...rest }: User): User => rest;

describe('a disabled account', () => {
  const usual = aUser({ id: EARLY, phone: '+821012345678' });
  const disabled = disableUser(usual, act(MIDDLE));

  it('keeps all that it holds', () => {
    expect(disabled).toEqual({
      ...usual,
      disabled: { at: NOW },
      epoch: `epoch of ${MIDDLE}`,
      challengeFloor: MIDDLE,
      lastAct: 'the act',
    });
  });

  it('is closed, to sessions of its epoch and to challenges that began later, too', () => {
    expect(whyClosed(disabled)).toBe('account_disabled');
    expect(whyClosed(unproven(disabled))).toBe('account_disabled');
    expect(isLive(aSession({ userId: EARLY, epoch: disabled.epoch }), disabled, NOW)).toBe(false);
    expect(mayOpen(LATE, disabled)).toBe(false);
    expect(isUnchangedSince(LATE, disabled)).toBe(false);
  });

  it('is open again once it is enabled: to what began later alone', () => {
    const enabled = enableUser(disabled, { ...act(LATE), actId: 'another act' });
    expect(enabled).toEqual({
      ...usual,
      epoch: `epoch of ${LATE}`,
      challengeFloor: LATE,
      lastAct: 'another act',
    });
    expect(whyClosed(enabled)).toBeUndefined();
    expect(mayOpen(LATE, enabled)).toBe(false);
    expect(mayOpen(`${LATE}0`, enabled)).toBe(true);
    for (const { epoch } of [usual, disabled])
      expect(isLive(aSession({ userId: EARLY, epoch }), enabled, NOW)).toBe(false);
  });
});

describe('an account whose address nobody has proven', () => {
  const account = unproven(aUser());

  it('is closed', () => {
    expect(whyClosed(account)).toBe('email_not_verified');
    expect(isLive(aSession({ userId: account.id, epoch: account.epoch }), account, NOW)).toBe(false);
  });

  it('loses its password with the proof, and nothing else', () => {
    const { passwordHash: _chosen, ...rest } = account;
    const origin = { network: '198.51.100.0/24', device: 'Chrome, Windows' };
    expect(proveAddress(account, { now: NOW + 5, ...origin })).toEqual({ ...rest, emailVerifiedAt: NOW + 5, origin });
  });

  it('is proven once', () => {
    const proven = aUser();
    expect(proveAddress(proven, { now: NOW + 5, network: 'n', device: 'd' })).toBe(proven);
  });
});

describe('the id of another service', () => {
  it.each(['0', 'zzz', '-', 'usr_1'])('%s says nothing of time: its floor does', (id) => {
    const account = aUser({ id, challengeFloor: MIDDLE });
    expect([EARLY, MIDDLE, LATE].map((challenge) => mayOpen(challenge, account))).toEqual([false, false, true]);
  });

  it.each(['', 'a b', 'a#b', 'a.b', 'minji@example.com', '민지', 'a\n', 'a'.repeat(65)])('is not %j', (text) => {
    expect(isUserId(text)).toBe(false);
  });

  it.each(['a', '-', '__proto__', 'A'.repeat(64), LATE])('may be %j', (text) => {
    expect(isUserId(text)).toBe(true);
  });
});
