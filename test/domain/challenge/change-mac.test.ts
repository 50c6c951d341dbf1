import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bindChange, isBoundChange } from '#domain/challenge/change-mac.ts';
import { ADDRESS, aChallenge, aRef, ID, keysOf, OTHER_ID, USER_ID } from '../../support/builders.ts';

const KEYS = keysOf(1);
const REF = aRef({ purpose: 'email_change' });
const DATA = bindChange(KEYS, REF, ID, { userId: USER_ID });

describe('the MAC of a change', () => {
  it('is HMAC-SHA256 over purpose, channel, address, id, user and whether the old mailbox is lost', () => {
    const text = JSON.stringify(['email_change', 'email', ADDRESS, ID, USER_ID, false]);
    const mac = createHmac('sha256', KEYS.change).update(text).digest('base64url');
    expect(DATA).toEqual({ userId: USER_ID, mac });
  });

  it('holds for its own row, whatever a resend or the courier writes into it', () => {
    const later = aChallenge({ data: DATA, sends: 3, failures: 2, expiresAt: 1, version: '9' });
    expect(isBoundChange(KEYS, REF, later)).toBe(true);
  });

  it.each([
    ['another user', REF, { data: { ...DATA, userId: OTHER_ID } }],
    ['another id', REF, { id: OTHER_ID, data: DATA }],
    ['another address', { ...REF, address: 'other@example.com' }, { data: DATA }],
    ['another purpose', { ...REF, purpose: 'phone_change' as const }, { data: DATA }],
    ['another channel', { ...REF, channel: 'sms' as const }, { data: DATA }],
    ['a lost mailbox that was not', REF, { data: { ...DATA, oldMailboxLost: true } }],
    ['no MAC', REF, { data: { userId: USER_ID } }],
    ['an empty MAC', REF, { data: { userId: USER_ID, mac: '' } }],
  ])('does not hold for %s', (_name, ref, set) => {
    expect(isBoundChange(KEYS, ref, aChallenge(set))).toBe(false);
  });

  it('does not hold under the keys of another generation', () => {
    expect(isBoundChange(keysOf(2), REF, aChallenge({ data: DATA }))).toBe(false);
  });
});
