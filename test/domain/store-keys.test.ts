import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseEmail } from '#domain/address.ts';
import { CHANNELS, NOTICE_KINDS, PURPOSES } from '#domain/purpose.ts';
import {
  attemptsKey,
  challengeKey,
  emailClaimKey,
  limitKey,
  noticeKey,
  parseChallengeKey,
  parseNoticeKey,
  sessionKey,
  suppressionKey,
  userKey,
} from '#domain/store-keys.ts';
import { ADDRESS, aRef, ID, NOW, OTHER_ID } from '../support/builders.ts';

describe('challengeKey and parseChallengeKey', () => {
  it('spell the row as <purpose>#<channel>:<address>', () => {
    expect(challengeKey(aRef())).toEqual({
      kind: 'challenge',
      table: 'verifications',
      pk: 'signup#email:minji.kim@example.com',
    });
  });

  it.each(['a#b@example.com', '#@example.com', 'signup#email@example.com', "!#$%&'*+/=?^_`{|}~-@example.com"])(
    'give back an address with signs that keys use: %s',
    (address) => {
      expect(normaliseEmail(address)).toBe(address);
      expect(parseChallengeKey(challengeKey(aRef({ address })).pk)).toEqual(aRef({ address }));
    },
  );

  it('cannot contain a colon in an email address, because such an address is not valid', () => {
    expect(normaliseEmail('a:b@example.com')).toBeUndefined();
    const strange = aRef({ address: 'email:a#sms:b@example.com' });
    expect(parseChallengeKey(challengeKey(strange).pk)).toEqual(strange);
  });

  it('give back whatever went in, for every purpose, channel and address', () => {
    const local = fc.string({ unit: fc.constantFrom(...'ab#:!+_-'), minLength: 1, maxLength: 20 });
    const refs = fc.record({
      purpose: fc.constantFrom(...PURPOSES),
      channel: fc.constantFrom(...CHANNELS),
      address: local.map((name) => `${name}@example.com`),
    });
    fc.assert(
      fc.property(refs, (ref) => {
        expect(parseChallengeKey(challengeKey(ref).pk)).toEqual(ref);
      }),
    );
  });

  it.each([
    suppressionKey('email', ADDRESS).pk,
    limitKey('sending', '2001:db8::/64', NOW).pk,
    limitKey('alias-signup', 'signup#email:a@gmail.com', NOW).pk,
    userKey(ID).pk,
    emailClaimKey(ADDRESS).pk,
    sessionKey(ID).pk,
    attemptsKey(ADDRESS).pk,
    noticeKey({ kind: 'password_changed', address: ADDRESS, changeId: ID }).pk,
    `owner#email:${ADDRESS}`,
    `signup#fax:${ADDRESS}`,
    `SIGNUP#email:${ADDRESS}`,
    `x signup#email:${ADDRESS}`,
    `signup#email:${ADDRESS}\nx`,
    `constructor#email:${ADDRESS}`,
    'signup#email:',
    'signup',
    '',
  ])('say nothing of another row: %s', (pk) => {
    expect(parseChallengeKey(pk)).toBeUndefined();
  });
});

describe('noticeKey and parseNoticeKey', () => {
  const aNoticeRef = { kind: 'email_changed', address: ADDRESS, changeId: ID } as const;

  it('spell the row as notice#<kind>#email:<address>#<change id>', () => {
    expect(noticeKey(aNoticeRef)).toEqual({
      kind: 'notice',
      table: 'verifications',
      pk: `notice#email_changed#email:${ADDRESS}#${ID}`,
    });
  });

  it('give back whatever went in, for every kind and address, even one that looks like a key', () => {
    const local = fc.string({ unit: fc.constantFrom(...'ab#:!+_-'), minLength: 1, maxLength: 20 });
    const tricky = fc.constantFrom(`a#${ID}`, `#email:x@y.zz#${ID}`, 'notice#email_changed#email:a');
    const refs = fc.record({
      kind: fc.constantFrom(...NOTICE_KINDS),
      address: fc.oneof(local, tricky).map((name) => `${name}@example.com`),
      changeId: fc.constantFrom(ID, OTHER_ID),
    });
    fc.assert(
      fc.property(refs, (ref) => {
        expect(parseNoticeKey(noticeKey(ref).pk)).toEqual(ref);
      }),
    );
  });

  it.each([
    challengeKey(aRef()).pk,
    attemptsKey(ADDRESS).pk,
    `notice#signup#email:${ADDRESS}#${ID}`,
    `notice#constructor#email:${ADDRESS}#${ID}`,
    `notice#email_changed#sms:+821012345678#${ID}`,
    `notice#email_changed#email:${ADDRESS}`,
    `notice#email_changed#email:${ADDRESS}#${ID.slice(1)}`,
    `notice#email_changed#email:${ADDRESS}#${ID.toLowerCase()}`,
    `notice#email_changed#email:#${ID}`,
    `x notice#email_changed#email:${ADDRESS}#${ID}`,
    `notice#email_changed#email:${ADDRESS}#${ID}x`,
    `notice#email_changed#email:${ADDRESS}#${ID}#${ADDRESS}`,
    '',
  ])('say nothing of another row: %s', (pk) => {
    expect(parseNoticeKey(pk)).toBeUndefined();
  });
});

describe('attemptsKey', () => {
  it.each([ADDRESS, 'a#b@example.com', 'email:a@example.com', '+821012345678'])('is one row for %s', (address) => {
    expect(attemptsKey(address)).toEqual({
      kind: 'attempts',
      table: 'verifications',
      pk: `attempts#email:${address}`,
    });
  });
});

describe('limitKey', () => {
  it('is another key for another counter, subject or window', () => {
    const keys = [
      limitKey('sending', 'a', NOW),
      limitKey('guesses', 'a', NOW),
      limitKey('sending', 'b', NOW),
      limitKey('sending', 'a', NOW + 1000),
      limitKey('sending', 'a#1', NOW),
    ].map(({ pk }) => pk);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('rows of one table', () => {
  it('never share a key across kinds', () => {
    expect(userKey('x@example.com').pk).not.toBe(emailClaimKey('x@example.com').pk);
    const kinds = [
      challengeKey(aRef()),
      suppressionKey('email', ADDRESS),
      limitKey('sending', ADDRESS, NOW),
      attemptsKey(ADDRESS),
      noticeKey({ kind: 'password_changed', address: ADDRESS, changeId: ID }),
    ];
    expect(new Set(kinds.map(({ pk }) => pk.split('#')[0])).size).toBe(kinds.length);
    expect(PURPOSES.some((purpose) => ['limit', 'suppressed', 'notice', 'attempts'].includes(purpose))).toBe(false);
  });

  it('say which table they are in', () => {
    expect(userKey(ID)).toEqual({ kind: 'user', table: 'users', pk: `user#${ID}` });
    expect(emailClaimKey(ADDRESS)).toEqual({ kind: 'claim', table: 'users', pk: `email#${ADDRESS}` });
    expect(sessionKey(ID)).toEqual({ kind: 'session', table: 'sessions', pk: ID });
  });
});
