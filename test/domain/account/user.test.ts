import { describe, expect, it } from 'vitest';
import { isReachableAt, isStaleClaim, isUnchangedSince } from '#domain/account/user.ts';
import { ADDRESS, aUser, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const OTHER_ADDRESS = 'new@example.com';
describe('isReachableAt', () => {
  const claim = { version: '1', userId: USER_ID };

  it("holds only where the claim names the user and the user's own address is that one", () => {
    expect(isReachableAt(claim, aUser(), ADDRESS)).toBe(true);
    expect(isReachableAt(claim, aUser(), OTHER_ADDRESS)).toBe(false);
    expect(isReachableAt({ ...claim, userId: 'somebody' }, aUser(), ADDRESS)).toBe(false);
    expect(isReachableAt(undefined, aUser(), ADDRESS)).toBe(false);
    expect(isReachableAt(claim, undefined, ADDRESS)).toBe(false);
  });
});

describe('isUnchangedSince', () => {
  it('holds until a floor at or above the challenge is set', () => {
    expect(isUnchangedSince(ID, aUser())).toBe(true);
    expect(isUnchangedSince(OTHER_ID, aUser({ challengeFloor: ID }))).toBe(true);
    expect(isUnchangedSince(ID, aUser({ challengeFloor: ID }))).toBe(false);
    expect(isUnchangedSince(ID, aUser({ challengeFloor: OTHER_ID }))).toBe(false);
  });
});

describe('isStaleClaim', () => {
  const claim = { version: '1', userId: USER_ID };
  const reserved = { ...claim, reservedUntil: NOW };

  it('never lets the claim of an existing account be taken', () => {
    expect(isStaleClaim(claim, aUser(), ADDRESS, NOW)).toBe(false);
    expect(isStaleClaim(reserved, aUser(), ADDRESS, NOW + 1)).toBe(false);
  });

  it('lets a claim be taken whose user has another address or does not exist', () => {
    expect(isStaleClaim(claim, aUser({ email: OTHER_ADDRESS }), ADDRESS, NOW)).toBe(true);
    expect(isStaleClaim(claim, undefined, ADDRESS, NOW)).toBe(true);
  });

  it('waits for its reservation, to the millisecond', () => {
    expect(isStaleClaim(reserved, undefined, ADDRESS, NOW - 1)).toBe(false);
    expect(isStaleClaim(reserved, undefined, ADDRESS, NOW)).toBe(true);
  });
});
