// Changes of password and address: they end every session, invalidate outstanding links and codes, and can be undone from the earlier address.
import { describe, expect, it } from 'vitest';
import {
  changeEmail,
  hasChanged,
  mayOpen,
  renewAccess,
  restoreEmail,
  type User,
  undoableChange,
} from '#domain/account/user.ts';
import { aUser, DAY, idNumber, NOW } from '../../support/builders.ts';

const [A, B, C] = ['a@example.com', 'b@example.com', 'c@example.com'];
const [TO_B, TO_C, LATER] = [idNumber(1), idNumber(2), idNumber(3)];
const UNTIL = NOW + 3 * DAY;

const renewal = (floor: string, changeId?: string) => ({
  epoch: `epoch ${floor}`,
  floor,
  ...(changeId && { changeId }),
});
const move = (user: User, email: string, changeId: string, now = NOW): User =>
  changeEmail(user, { ...renewal(changeId), changeId, email, until: now + 3 * DAY, now });
/** The result of the undo link of that change, sent to that address; `undefined` if it is invalid. */
const undo = (user: User | undefined, address: string, changeId: string): User | undefined => {
  const former = user && undoableChange(user, address, changeId);
  return former && restoreEmail(user, former, { ...renewal(LATER, `undo:${changeId}`), now: NOW + DAY });
};

describe('renewAccess', () => {
  it('sets a new epoch and floor, notes the change, and touches nothing else', () => {
    const user = aUser({ profile: { nickname: '민지' }, phone: '+821012345678' });
    expect(renewAccess(user, renewal(TO_B, 'change'))).toEqual({
      ...user,
      epoch: `epoch ${TO_B}`,
      challengeFloor: TO_B,
      changeIds: ['change'],
    });
  });

  it('notes changes in their order, one without an id under its floor', () => {
    const user = renewAccess(renewAccess(aUser(), renewal(TO_B, 'one')), renewal(TO_C));
    expect(user.changeIds).toEqual(['one', TO_C]);
  });

  it('keeps the last 10 changes', () => {
    let user = aUser();
    for (let index = 1; index <= 12; index++) user = renewAccess(user, renewal(idNumber(index), `change ${index}`));
    expect(user.changeIds).toEqual(Array.from({ length: 10 }, (_, index) => `change ${index + 3}`));
    expect([hasChanged(user, 'change 3'), hasChanged(user, 'change 2')]).toEqual([true, false]);
  });
});

describe('hasChanged', () => {
  it('is true for noted changes only', () => {
    expect(hasChanged(aUser(), TO_B)).toBe(false);
    expect(hasChanged(aUser({ changeIds: [TO_B] }), TO_B)).toBe(true);
    expect(hasChanged(aUser({ changeIds: [TO_B] }), TO_C)).toBe(false);
  });
});

describe('mayOpen', () => {
  it('holds for challenges begun after the account was made', () => {
    const user = aUser({ id: TO_C });
    expect([TO_B, TO_C, LATER].map((id) => mayOpen(id, user))).toEqual([false, false, true]);
  });

  it('holds for challenges above the floor alone', () => {
    const user = aUser({ id: idNumber(0), challengeFloor: TO_C });
    expect([TO_B, TO_C, LATER].map((id) => mayOpen(id, user))).toEqual([false, false, true]);
  });

  it('never lets the challenge of a change open the account again', () => {
    expect(mayOpen(TO_B, move(aUser({ id: idNumber(0), email: A }), B, TO_B))).toBe(false);
  });
});

describe('changeEmail', () => {
  it('moves the account, marks the address as verified now, and notes who can undo it until when', () => {
    expect(move(aUser({ email: A, emailVerifiedAt: 5 }), B, TO_B)).toEqual(
      aUser({
        email: B,
        emailVerifiedAt: NOW,
        epoch: `epoch ${TO_B}`,
        challengeFloor: TO_B,
        changeIds: [TO_B],
        emailHistory: [{ address: A, changeId: TO_B, until: UNTIL }],
      }),
    );
  });

  it('forgets addresses whose undo has expired, to the millisecond', () => {
    const moved = move(aUser({ email: A }), B, TO_B);
    const historyAt = (now: number) => move(moved, C, TO_C, now).emailHistory?.map(({ address }) => address);
    expect(historyAt(UNTIL - 1)).toEqual([A, B]);
    expect(historyAt(UNTIL)).toEqual([B]);
  });
});

describe('an undo link after A became B became C', () => {
  const moved = move(move(aUser({ email: A }), B, TO_B), C, TO_C);

  it('works only for its own address and change together', () => {
    expect(undoableChange(moved, A, TO_B)).toEqual({ address: A, changeId: TO_B, until: UNTIL });
    expect(undoableChange(moved, B, TO_C)).toEqual({ address: B, changeId: TO_C, until: UNTIL });
    expect([undoableChange(moved, A, TO_C), undoableChange(moved, B, TO_B)]).toEqual([undefined, undefined]);
    expect([undoableChange(moved, C, TO_C), undoableChange(aUser(), A, TO_B)]).toEqual([undefined, undefined]);
  });

  it('restores B from C, and keeps the undo of A', () => {
    const atB = undo(moved, B, TO_C);
    expect(atB).toMatchObject({ email: B, emailHistory: [{ address: A, changeId: TO_B, until: UNTIL }] });
    expect(undo(atB, A, TO_B)).toMatchObject({ email: A, emailHistory: [] });
  });

  it('restores A from C, and removes the undo of B, who may be the attacker', () => {
    const atA = undo(moved, A, TO_B);
    expect(atA).toMatchObject({ email: A, emailHistory: [] });
    expect(undo(atA, B, TO_C)).toBeUndefined();
  });

  it('works once, whichever came first', () => {
    expect(undo(undo(moved, A, TO_B), A, TO_B)).toBeUndefined();
    expect(undo(undo(moved, B, TO_C), B, TO_C)).toBeUndefined();
    expect(undo(undo(undo(moved, B, TO_C), A, TO_B), B, TO_C)).toBeUndefined();
  });

  it('ends sessions and challenges, notes the undo, and marks the address as verified now', () => {
    expect(undo(moved, A, TO_B)).toMatchObject({
      epoch: `epoch ${LATER}`,
      challengeFloor: LATER,
      changeIds: [TO_B, TO_C, `undo:${TO_B}`],
      emailVerifiedAt: NOW + DAY,
    });
  });

  it('outlives a reset through the new address', () => {
    const reset = { ...renewAccess(moved, renewal(LATER, 'reset')), passwordHash: 'of the thief' };
    expect(undo(reset, A, TO_B)?.email).toBe(A);
    expect(undo(reset, B, TO_C)?.email).toBe(B);
  });

  it('works again after an undo and a second change, for that change only', () => {
    const again = move(undo(moved, A, TO_B) ?? aUser(), B, idNumber(4));
    expect(undo(again, A, TO_B)).toBeUndefined();
    expect(undo(again, A, idNumber(4))?.email).toBe(A);
  });
});

describe('restoreEmail', () => {
  it('keeps no undo if the change is not in the history', () => {
    const stranger = { address: B, changeId: LATER, until: UNTIL };
    const emailHistory = [A, B].map((address, index) => ({ address, changeId: idNumber(index), until: UNTIL }));
    const user = aUser({ emailHistory });
    for (const one of [user, aUser()]) {
      expect(restoreEmail(one, stranger, { ...renewal(LATER), now: NOW }).emailHistory).toEqual([]);
    }
  });
});
