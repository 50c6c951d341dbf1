// What an undone change of address leaves of passkeys and second factor.
import { encodeTime } from 'ulid';
import { expect, it } from 'vitest';
import { hasOwnWayIn } from '#domain/account/user.ts';
import { withoutThiefsFactors } from '#domain/factors/taken-over.ts';
import { aPasskey, aSecondFactor, aUser, DAY, NOW } from '../../support/builders.ts';

const CHANGE = `${encodeTime(NOW)}ABCDEFGHJKMNPQRS`;

it('takes every passkey, however old, and nothing of an account that has none', () => {
  const user = aUser({ passkeys: [aPasskey({ createdAt: 0 }), aPasskey({ id: 'other', createdAt: NOW + 1 })] });
  expect(withoutThiefsFactors(user, CHANGE)).toEqual(aUser());
  expect(withoutThiefsFactors(aUser(), CHANGE)).toEqual(aUser());
});

it.each([
  [NOW + 1, false],
  [NOW - DAY, false],
  [NOW - DAY - 1, true],
  [0, true],
])('a second factor of %i stays: %s', (confirmedAt, stays) => {
  const user = aUser({ secondFactor: aSecondFactor({ confirmedAt }) });
  expect(withoutThiefsFactors(user, CHANGE)).toEqual(stays ? user : aUser());
});

it.each([
  [{}, false],
  [{ passkeys: [] }, false],
  [{ passkeys: [aPasskey()] }, true],
  [{ passwordHash: 'x' }, true],
])('%j is a way in without a mail: %s', (user, is) => {
  expect(hasOwnWayIn(user)).toBe(is);
});
