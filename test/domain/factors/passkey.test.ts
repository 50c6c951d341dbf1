// What the domain knows of passkeys: counters, names, what owners see, and what ends them.
import { describe, expect, it } from 'vitest';
import { moveByAdmin, proveAddress } from '#domain/account/standing.ts';
import { permitChange } from '#domain/account/user.ts';
import { challengeOf, handleOf, userIdOfHandle } from '#domain/factors/credential.ts';
import { defaultName, isCounterBehind, modelOf, toPublicPasskey } from '#domain/factors/passkey.ts';
import { aPasskey, aUser, DAY, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const APPLE = 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd';

describe('the counter of a passkey', () => {
  it.each([
    [0, 0, false],
    [0, 1, false],
    [3, 4, false],
    [3, 3, true],
    [3, 2, true],
    [3, 0, true],
  ])('that was %i and is %i is behind: %s', (before, now, expected) => {
    expect(isCounterBehind(aPasskey({ counter: before }), { counter: now })).toBe(expected);
  });
});

describe('the name of a passkey', () => {
  it.each([
    [APPLE, 'Safari, iPhone', 'Apple Passwords'],
    [undefined, 'Safari, iPhone', 'Safari, iPhone'],
    ['a model of nobody', 'unknown', 'Passkey'],
  ])('of the model %s, added with %s, is %s', (aaguid, device, expected) => {
    expect(defaultName({ ...(aaguid && { aaguid }) }, device)).toBe(expected);
  });

  it('is not that of a model that says nothing', () => {
    expect([modelOf(NO_MODEL), modelOf(APPLE)]).toEqual([undefined, APPLE]);
  });
});

describe('an owner', () => {
  it('sees neither key nor counter', () => {
    const shown = toPublicPasskey(aPasskey({ createdAt: NOW, usedAt: NOW }));
    expect(Object.keys(shown).sort()).toEqual(['createdAt', 'id', 'isSynced', 'name', 'usedAt']);
    expect(shown.usedAt).toBe(new Date(NOW).toISOString());
  });

  it('makes 50 changes a day', () => {
    const changes = Array.from({ length: 50 }, (_, index) => ({ id: `${index}`, at: NOW + index }));
    expect(permitChange(aUser({ changes: changes.slice(1) }), NOW + 60)).toMatchObject({ ok: true });
    const refused = permitChange(aUser({ changes }), NOW + 60);
    expect(refused).toMatchObject({ refusal: { code: 'too_many_requests', retryAfterSeconds: DAY / 1000 } });
    expect(permitChange(aUser({ changes }), NOW + DAY)).toMatchObject({ ok: true });
  });
});

describe('what ends a password that may be a stranger’s', () => {
  const passkeys = [aPasskey()];

  it('ends the passkeys: the first proof of the address, and a move by an administrator', () => {
    const { emailVerifiedAt: _none, ...unproven } = aUser({ passkeys });
    expect(proveAddress(unproven, { now: NOW, network: 'n', device: 'd' })).not.toHaveProperty('passkeys');
    const renewal = { changeId: OTHER_ID, epoch: 'e', floor: OTHER_ID, now: NOW, email: 'b@example.com' };
    expect(moveByAdmin(aUser({ passkeys }), { ...renewal, until: undefined })).not.toHaveProperty('passkeys');
  });

  it('is not a proof of an address that was proven before', () => {
    const user = aUser({ passkeys });
    expect(proveAddress(user, { now: NOW, network: 'n', device: 'd' })).toEqual(user);
  });
});

describe('what a browser sends', () => {
  const dataOf = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64url');

  it('has a challenge, unless it comes from a frame of another origin', () => {
    expect(challengeOf(dataOf({ challenge: 'AA' }))).toBe('AA');
    expect(challengeOf(dataOf({ challenge: 'AA', crossOrigin: false }))).toBe('AA');
    for (const data of [{ challenge: 'AA', crossOrigin: true }, { challenge: 1 }, {}, null, 'AA', ['AA']])
      expect(challengeOf(dataOf(data)), JSON.stringify(data)).toBeUndefined();
    for (const text of ['', 'AA=', '{}', '!']) expect(challengeOf(text), text).toBeUndefined();
  });

  it('names the account by the id of it, and by nothing else', () => {
    expect(userIdOfHandle(handleOf(USER_ID))).toBe(USER_ID);
    for (const handle of [undefined, null, '', 'AA=', handleOf('ü'), handleOf('a b'), handleOf('x'.repeat(65))])
      expect(userIdOfHandle(handle), String(handle)).toBeUndefined();
  });
});
