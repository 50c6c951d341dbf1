// Changes of password and address: they end every session, invalidate outstanding links and codes, and can be undone from the earlier address.
import { describe, expect, it } from 'vitest';
import {
  addChange,
  changeEmail,
  endSessions,
  hasChanged,
  isLastRenewal,
  mayOpen,
  permitPasswordChange,
  renewCredentials,
  restoreEmail,
  type User,
  undoableChange,
} from '#domain/account/user.ts';
import { aUser, DAY, idNumber, NOW, refusalOf, SECOND } from '../../support/builders.ts';

const [A, B, C] = ['a@example.com', 'b@example.com', 'c@example.com'];
const [TO_B, TO_C, LATER] = [idNumber(1), idNumber(2), idNumber(3)];
const UNTIL = NOW + 3 * DAY;

const renewal = (floor: string, changeId: string, now = NOW) => ({ epoch: `epoch ${floor}`, floor, changeId, now });
const move = (user: User, email: string, changeId: string, now = NOW): User =>
  changeEmail(user, { ...renewal(changeId, changeId, now), email, until: now + 3 * DAY });
/** The result of the undo link of that change, sent to that address; `undefined` if it is invalid. */
const undo = (user: User | undefined, address: string, changeId: string): User | undefined => {
  const former = user && undoableChange(user, address, changeId);
  return former && restoreEmail(user, former, renewal(LATER, `undo:${changeId}`, NOW + DAY - 1));
};

describe('renewCredentials', () => {
  it('sets a new epoch and floor, notes the change, and touches nothing else', () => {
    const user = aUser({ profile: { nickname: '민지' }, phone: '+821012345678' });
    expect(renewCredentials(user, renewal(TO_B, 'change'))).toEqual({
      ...user,
      epoch: `epoch ${TO_B}`,
      challengeFloor: TO_B,
      changes: [{ id: 'change', at: NOW, epoch: `epoch ${TO_B}` }],
    });
  });

  it('keeps every change for 24 hours, newest last', () => {
    let user = aUser();
    for (let index = 1; index <= 30; index++) {
      user = renewCredentials(user, renewal(idNumber(index), `change ${index}`, NOW + index));
    }
    expect(user.changes?.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => `change ${index + 1}`));
    const later = renewCredentials(user, renewal(LATER, 'later', NOW + DAY + 2));
    expect(later.changes).toHaveLength(29);
    expect([hasChanged(later, 'change 2'), hasChanged(later, 'change 3')]).toEqual([false, true]);
  });
});

describe('permitPasswordChange', () => {
  const changed = (
    times: number,
    set: { readonly byPassword?: true } = { byPassword: true },
    start = aUser(),
  ): User => {
    let user = start;
    for (let index = 1; index <= times; index++) {
      const change = renewal(idNumber(index), `change ${index}`, NOW + index * SECOND);
      user = renewCredentials(user, { ...change, ...set });
    }
    return user;
  };
  const permitted = (user: User, now: number) => refusalOf(permitPasswordChange(user, now)) ?? 'permitted';
  const refused = (retryAfterSeconds: number) => ({
    code: 'too_many_requests',
    reason: 'address',
    retryAfterSeconds,
  });

  it('permits 20 changes by password in 24 hours, to the millisecond', () => {
    expect(permitted(aUser(), NOW)).toBe('permitted');
    expect(permitted(changed(19), NOW + 19 * SECOND)).toBe('permitted');
    const user = changed(20);
    const endsAt = NOW + SECOND + DAY;
    expect([NOW + 20 * SECOND, endsAt - 1, endsAt].map((now) => permitted(user, now))).toEqual([
      refused(24 * 3600 - 19),
      refused(1),
      'permitted',
    ]);
  });

  it('waits until 19 are left, where parallel requests or an older clock made more', () => {
    expect(permitted(changed(22), NOW + 22 * SECOND)).toEqual(refused(24 * 3600 - 19));
  });

  it('does not count other changes, or those of a row of 0.1', () => {
    const others = changed(30, {}, aUser({ changeIds: Array.from({ length: 30 }, (_, index) => idNumber(index)) }));
    expect(permitted(changed(19, { byPassword: true }, others), NOW + 30 * SECOND)).toBe('permitted');
  });
});

describe('addChange', () => {
  it('notes the change, and ends no session, link or code', () => {
    const user = aUser({ challengeFloor: TO_B });
    expect(addChange(user, TO_C, NOW)).toEqual({ ...user, changes: [{ id: TO_C, at: NOW }] });
  });
});

describe('endSessions', () => {
  it('sets a new epoch and touches nothing else', () => {
    const user = renewCredentials(aUser(), renewal(TO_B, TO_B));
    expect(endSessions(user, 'next')).toEqual({ ...user, epoch: 'next' });
  });
});

describe('hasChanged', () => {
  it('is true for noted changes only', () => {
    const user = aUser({ changes: [{ id: TO_B, at: NOW }] });
    expect([hasChanged(aUser(), TO_B), hasChanged(user, TO_B), hasChanged(user, TO_C)]).toEqual([false, true, false]);
  });

  it('is true for the changes of a row of 0.1, also after a new change', () => {
    const old = aUser({ changeIds: [TO_B] });
    expect([hasChanged(old, TO_B), hasChanged(old, TO_C)]).toEqual([true, false]);
    const renewed = renewCredentials(old, renewal(TO_C, TO_C));
    expect([hasChanged(renewed, TO_B), hasChanged(renewed, TO_C)]).toEqual([true, true]);
  });
});

describe('isLastRenewal', () => {
  it('is true for the last change of password or address only', () => {
    const user = renewCredentials(renewCredentials(aUser(), renewal(TO_B, TO_B)), renewal(TO_C, TO_C));
    expect([isLastRenewal(aUser(), TO_B), isLastRenewal(user, TO_B), isLastRenewal(user, TO_C)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('looks past a change that ended nothing', () => {
    const user = addChange(renewCredentials(aUser(), renewal(TO_B, TO_B)), TO_C, NOW);
    expect([isLastRenewal(user, TO_B), isLastRenewal(user, TO_C)]).toEqual([true, false]);
  });

  it('is false once the sessions have ended', () => {
    const user = renewCredentials(aUser(), renewal(TO_B, TO_B));
    expect(isLastRenewal(endSessions(user, 'next'), TO_B)).toBe(false);
  });

  it('is false for a row of 0.1, which does not tell', () => {
    expect(isLastRenewal(aUser({ changeIds: [TO_B] }), TO_B)).toBe(false);
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
        changes: [{ id: TO_B, at: NOW, epoch: `epoch ${TO_B}` }],
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
      changes: [
        { id: TO_B, at: NOW, epoch: `epoch ${TO_B}` },
        { id: TO_C, at: NOW, epoch: `epoch ${TO_C}` },
        { id: `undo:${TO_B}`, at: NOW + DAY - 1, epoch: `epoch ${LATER}` },
      ],
      emailVerifiedAt: NOW + DAY - 1,
    });
  });

  it('outlives a reset through the new address', () => {
    const reset = { ...renewCredentials(moved, renewal(LATER, 'reset')), passwordHash: 'of the thief' };
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
      expect(restoreEmail(one, stranger, renewal(LATER, LATER)).emailHistory).toEqual([]);
    }
  });
});
