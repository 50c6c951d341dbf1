// What an undone takeover leaves of passkeys and second factor: nothing that its thief may have put there.
import { decodeTime } from 'ulid';
import type { User } from '../account/user.ts';
import { DAY_MILLISECONDS } from '../window.ts';

/**
 * `changeId`: of the change of address that is undone, a ULID of when it was asked for. No passkey stays, as no password does. A
 * second factor stays if it was there a day before: its owner was told of it, and it keeps out who reads the mailbox only.
 */
export const withoutThiefsFactors = ({ passkeys: _ended, ...user }: User, changeId: string): User => {
  const { secondFactor, ...rest } = user;
  if (!secondFactor) return rest;
  return secondFactor.confirmedAt < decodeTime(changeId) - DAY_MILLISECONDS ? user : rest;
};
