import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  beginChallenge,
  type Challenge,
  challengeEndsAt,
  changeData,
  continuationMatches,
  liveChallenge,
  resendable,
  resendChallenge,
  signUpData,
  useChallenge,
} from '#domain/challenge/challenge.ts';
import {
  aBeginning,
  aChallenge,
  accepted,
  DAY,
  HOUR,
  ID,
  LIFETIME_SECONDS,
  MINUTE,
  NOW,
  OTHER_ID,
  refusalOf,
  SECOND,
  USER_ID,
} from '../../support/builders.ts';

const LIFETIME = LIFETIME_SECONDS * SECOND;

describe('beginChallenge', () => {
  it('makes a challenge that lives one lifetime, with a link that can live three', () => {
    const { version: _version, ...expected } = aChallenge();
    expect(beginChallenge(undefined, aBeginning())).toEqual({ ok: true, value: expected });
    expect(expected.expiresAt - NOW).toBe(30 * MINUTE);
    expect(expected.notAfter - NOW).toBe(90 * MINUTE);
  });

  it('keeps nothing of the previous challenge except what limits abuse', () => {
    const before = aChallenge({
      id: OTHER_ID,
      usedAt: NOW,
      continuationUsedAt: NOW,
      continuationHash: 'old',
      locale: 'en',
      keyGeneration: 9,
      failures: 5,
      failuresToday: 7,
      delivery: { status: 'bounced', seq: 4, reason: 'suppressed', messageId: 'm', at: NOW, tries: 3 },
    });
    const now = NOW + HOUR;
    const begun = accepted(beginChallenge(before, aBeginning({ now })));
    expect(begun).toEqual({
      ...accepted(beginChallenge(undefined, aBeginning({ now }))),
      sends: 2,
      sendsWindowEndsAt: before.sendsWindowEndsAt,
      sendsByNetwork: { '198.51.100.0/24': { sends: 2, at: now } },
      failuresToday: 7,
      failuresWindowEndsAt: before.failuresWindowEndsAt,
    });
  });

  it('is refused inside the cool-down of the previous challenge, used or not', () => {
    const expected = { code: 'too_many_requests', reason: 'cool_down', retryAfterSeconds: 60 };
    expect(refusalOf(beginChallenge(aChallenge(), aBeginning({ id: OTHER_ID })))).toEqual(expected);
    expect(refusalOf(beginChallenge(aChallenge({ usedAt: NOW }), aBeginning()))).toEqual(expected);
  });

  it("forgets the day's wrong guesses once their window is over, not before", () => {
    const before = aChallenge({ failuresToday: 20, failuresWindowEndsAt: NOW + DAY });
    expect(accepted(beginChallenge(before, aBeginning({ now: NOW + DAY - 1 }))).failuresToday).toBe(20);
    const after = accepted(beginChallenge(before, aBeginning({ now: NOW + DAY })));
    expect([after.failuresToday, after.failuresWindowEndsAt]).toEqual([0, NOW + 2 * DAY]);
  });
});

describe('resendChallenge', () => {
  const resend = (current: Challenge, now: number) => {
    const { network, lifetimeSeconds, limits } = aBeginning();
    return resendChallenge(current, { now, network, lifetimeSeconds, limits });
  };

  it('changes only its lifetime, the counted sends, and the delivery', () => {
    const current = aChallenge({ failures: 3, failuresToday: 8 });
    const now = NOW + 10 * MINUTE;
    expect(accepted(resend(current, now))).toEqual({
      ...current,
      expiresAt: now + LIFETIME,
      resendAfter: now + MINUTE,
      sends: 2,
      sendsByNetwork: { '198.51.100.0/24': { sends: 2, at: now } },
      delivery: { status: 'pending', seq: 2, at: now, askedAt: now, tries: 0 },
    });
  });

  it('never lets it work past the time its link carries', () => {
    const current = aChallenge();
    expect(accepted(resend(current, current.notAfter - LIFETIME - 1)).expiresAt).toBe(current.notAfter - 1);
    expect(accepted(resend(current, current.notAfter - 1)).expiresAt).toBe(current.notAfter);
  });

  it('discards the outcome of the previous mail', () => {
    const delivery = { status: 'failed', seq: 6, reason: 'suppressed', messageId: 'm', at: NOW, tries: 2 } as const;
    const now = NOW + MINUTE;
    expect(accepted(resend(aChallenge({ delivery }), now)).delivery).toEqual({
      status: 'pending',
      seq: 7,
      at: now,
      askedAt: now,
      tries: 0,
    });
  });

  it('is refused inside the cool-down', () => {
    expect(refusalOf(resend(aChallenge(), NOW + MINUTE - 1))?.reason).toBe('cool_down');
  });
});

describe('resendable', () => {
  it('finds the challenge of that id, expired or not, while its link has a minute left to be used', () => {
    const challenge = aChallenge();
    expect(resendable(challenge, ID, challenge.expiresAt)).toBe(challenge);
    expect(resendable(challenge, ID, challenge.notAfter - MINUTE)).toBe(challenge);
    expect(resendable(challenge, ID, challenge.notAfter - MINUTE + 1)).toBeUndefined();
  });

  it('finds no used challenge, no other challenge, and no missing one', () => {
    expect(resendable(aChallenge({ usedAt: NOW }), ID, NOW)).toBeUndefined();
    expect(resendable(aChallenge(), OTHER_ID, NOW)).toBeUndefined();
    expect(resendable(undefined, ID, NOW)).toBeUndefined();
  });
});

describe('liveChallenge', () => {
  it('accepts the challenge of that id until it expires, to the millisecond', () => {
    const challenge = aChallenge();
    expect(liveChallenge(challenge, ID, challenge.expiresAt - 1)).toEqual({ ok: true, value: challenge });
    expect(refusalOf(liveChallenge(challenge, ID, challenge.expiresAt))).toEqual({ code: 'expired' });
  });

  it('says superseded before already_used before expired', () => {
    const spent = aChallenge({ usedAt: NOW });
    const late = NOW + DAY;
    expect(refusalOf(liveChallenge(undefined, ID, late))).toEqual({ code: 'superseded' });
    expect(refusalOf(liveChallenge(spent, OTHER_ID, late))).toEqual({ code: 'superseded' });
    expect(refusalOf(liveChallenge(spent, ID, late))).toEqual({ code: 'already_used' });
    expect(refusalOf(liveChallenge(aChallenge(), ID, late))).toEqual({ code: 'expired' });
  });

  it('treats a use at time 0 as a use', () => {
    expect(refusalOf(liveChallenge(aChallenge({ usedAt: 0 }), ID, NOW))).toEqual({ code: 'already_used' });
  });
});

describe('continuationMatches', () => {
  const hash = createHash('sha256').update('secret').digest('base64url');

  it('matches its own hash only', () => {
    const challenge = aChallenge({ continuationHash: hash });
    expect(continuationMatches(challenge, hash)).toBe(true);
    expect(continuationMatches(challenge, createHash('sha256').update('other').digest('base64url'))).toBe(false);
    expect(continuationMatches(challenge, hash.slice(0, -1))).toBe(false);
    expect(continuationMatches(challenge, `${hash.slice(0, -1)}é`)).toBe(false);
    expect(continuationMatches(challenge, '')).toBe(false);
  });

  it('matches nothing when there is none', () => {
    const { continuationHash: _removed, ...without } = aChallenge();
    expect(continuationMatches(without, hash)).toBe(false);
    expect(continuationMatches(without, '')).toBe(false);
  });
});

describe('useChallenge', () => {
  it('marks it used and leaves no password hash or profile behind', () => {
    const used = useChallenge(aChallenge(), NOW + 1, true);
    expect(used).not.toHaveProperty('data');
    expect(JSON.stringify(used)).not.toMatch(/argon2id|민지/);
    expect(used).toMatchObject({ usedAt: NOW + 1, continuationUsedAt: NOW + 1 });
  });

  it('leaves the continuation for the first tab when another device used the link', () => {
    expect(useChallenge(aChallenge(), NOW + 1, false)).not.toHaveProperty('continuationUsedAt');
  });
});

describe('what a challenge keeps', () => {
  const signUp = { passwordHash: '$argon2id$fixed', profile: {} };
  const change = { userId: USER_ID };

  it('is given to its own kind', () => {
    expect(signUpData(aChallenge({ data: signUp }))).toEqual(signUp);
    expect(changeData(aChallenge({ data: change }))).toEqual(change);
  });

  it('that is missing, or of the other kind, is an error and never an account without a password or an owner', () => {
    const { data: _emptied, ...emptied } = aChallenge();
    for (const challenge of [emptied, aChallenge({ data: change })]) {
      expect(() => signUpData(challenge)).toThrow('a live sign-up has no data');
    }
    for (const challenge of [emptied, aChallenge({ data: signUp })]) {
      expect(() => changeData(challenge)).toThrow('a live change has no data');
    }
  });
});

describe('challengeEndsAt', () => {
  it.each([
    ['the time its link carries', { notAfter: NOW + 9 * DAY }, NOW + 9 * DAY],
    ['the window of its mails', { sendsWindowEndsAt: NOW + 9 * DAY }, NOW + 9 * DAY],
    ['the window of its wrong guesses', { failuresWindowEndsAt: NOW + 9 * DAY }, NOW + 9 * DAY],
    ['a day after its use', { usedAt: NOW + 8 * DAY }, NOW + 9 * DAY],
  ])('is one hour after the latest: %s', (_name, set, expected) => {
    expect(challengeEndsAt(aChallenge(set))).toBe(expected + HOUR);
  });
});
