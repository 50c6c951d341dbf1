// One record of the stream → audit rows, whatever came before and after it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renewCredentials, type User } from '#domain/account/user.ts';
import { type AuditFields, difference, type RowChange } from '#domain/audit/difference.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { ADDRESS, aPasskey, aSecondFactor, aUser, DAY, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const ofUser = (before: User | undefined, after: User | undefined, at = NOW): readonly AuditFields[] =>
  difference({ kind: 'user', pk: userKey(USER_ID).pk, at, before, after });
const ofClaim = (before: object | undefined, after: object | undefined) =>
  difference({ kind: 'claim', pk: emailClaimKey(ADDRESS).pk, at: NOW, before, after } as RowChange);
const whats = (rows: readonly AuditFields[]) => rows.map(({ what }) => what);
const user = (set: Partial<User> = {}) => aUser({ id: USER_ID, ...set });
const renewed = (from: User, set: Partial<User> = {}) => ({
  ...renewCredentials(from, { epoch: 'new', floor: ID, now: NOW, changeId: ID }),
  version: 'v2',
  ...set,
});
const CONSENT = {
  key: 'marketing',
  version: '1',
  granted: true,
  at: NOW,
  locale: 'ko',
  network: '203.0.113.*',
} as const;

describe('a claim', () => {
  const founding = { version: 'c1', userId: USER_ID, founding: true, verified: true };

  it('with which an account comes to be is its creation, and its verification if the address was proven', () => {
    const rows = ofClaim(undefined, founding);
    expect(rows).toMatchObject([
      { what: 'user.created', userId: USER_ID, at: NOW, by: { kind: 'user' }, data: { verified: true } },
      { what: 'user.verified', userId: USER_ID, at: NOW, by: { kind: 'user' } },
    ]);
    const { verified: _none, ...invited } = founding;
    expect(ofClaim(undefined, { ...invited, act: ID })).toMatchObject([
      { what: 'user.created', by: { kind: 'admin' }, act: ID, data: { verified: false } },
    ]);
  });

  it('tells nothing more of an account that has it already, when it is reserved, moved or released', () => {
    expect(ofClaim(founding, { ...founding, version: 'c2' })).toEqual([]);
    expect(ofClaim(founding, { version: 'c2', userId: USER_ID, reservedUntil: NOW })).toEqual([]);
    expect(ofClaim(undefined, { version: 'c1', userId: USER_ID, reservedUntil: NOW })).toEqual([]);
    expect(ofClaim(founding, undefined)).toEqual([]);
  });

  it('that another account takes over is the creation of that one', () => {
    const [created] = ofClaim(founding, { ...founding, version: 'c2', userId: 'other' });
    expect(created).toMatchObject({ what: 'user.created', userId: 'other' });
  });
});

describe('a row of a user', () => {
  it('that is written for the first time is no account yet', () => {
    expect(ofUser(undefined, user())).toEqual([]);
  });

  it('that is removed is a deletion, by its owner if it says nothing else', () => {
    expect(ofUser(user(), undefined)).toMatchObject([{ what: 'user.deleted', userId: USER_ID, by: { kind: 'user' } }]);
    expect(ofUser(user({ lastAct: OTHER_ID }), undefined)[0]).not.toHaveProperty('act');
    const removal = { by: 'admin', act: ID } as const;
    expect(ofUser(user({ removal }), undefined)).toMatchObject([{ by: { kind: 'admin' }, act: ID }]);
    expect(ofUser(user({ removal: { by: 'system', who: 'purge' } }), undefined)).toMatchObject([
      { by: { kind: 'system', who: 'purge' } },
    ]);
  });

  it('that is given up is never told of', () => {
    expect(ofUser(user(), user({ abandoned: true }))).toEqual([]);
    expect(ofUser(user({ abandoned: true }), undefined)).toEqual([]);
    expect(ofUser(user({ abandoned: true }), renewed(user(), { passwordHash: 'other' }))).toEqual([]);
  });

  it.each<[string, Partial<User>, Partial<User>, string[]]>([
    ['a password', {}, { passwordHash: '$argon2id$other' }, ['user.password_changed']],
    ['an address', {}, { email: 'new@example.com' }, ['user.email_changed']],
    ['both', {}, { email: 'new@example.com', passwordHash: 'x' }, ['user.password_changed', 'user.email_changed']],
    ['a proof of the address', { emailVerifiedAt: NOW }, {}, []],
    ['a phone number', {}, { phone: '+821012345678' }, ['user.phone_changed']],
    ['a mark that it is disabled', {}, { disabled: { at: NOW } }, ['user.disabled']],
    ['no such mark any more', { disabled: { at: NOW } }, { disabled: undefined as never }, ['user.enabled']],
    ['nothing but a new epoch', {}, {}, []],
    ['another profile', {}, { profile: { nickname: '새 이름' }, locale: 'en' }, []],
  ])('that gets %s', (_what, before, after, expected) => {
    const from = user(before);
    expect(whats(ofUser(from, renewed(from, after)))).toEqual(expected);
  });

  it('whose hash is only made anew at a log-in has the same password', () => {
    expect(ofUser(user(), user({ version: 'v2', passwordHash: '$argon2id$stronger' }))).toEqual([]);
  });

  it('whose address was never proven is verified once', () => {
    const { emailVerifiedAt: _never, ...invited } = user();
    expect(whats(ofUser(invited, { ...invited, version: 'v2', emailVerifiedAt: NOW }))).toEqual(['user.verified']);
    expect(ofUser(user(), user({ version: 'v2', emailVerifiedAt: NOW + 1 }))).toEqual([]);
  });

  it('tells how the phone number changed, never the number', () => {
    const [one, two] = [user({ phone: '+821011112222' }), user({ version: 'v2', phone: '+821033334444' })];
    expect(ofUser(user(), one)[0]?.data).toEqual({ change: 'added' });
    expect(ofUser(one, two)[0]?.data).toEqual({ change: 'replaced' });
    expect(ofUser(two, user({ version: 'v3' }))[0]?.data).toEqual({ change: 'removed' });
  });

  it('tells of a passkey that is added or removed, and how many there are, never which', () => {
    const first = aPasskey({ id: 'first' });
    const [one, two] = [user({ passkeys: [first] }), user({ version: 'v2', passkeys: [first, aPasskey()] })];
    expect(ofUser(user(), one)).toMatchObject([{ what: 'user.passkey_added', data: { passkeys: 1 } }]);
    expect(ofUser(one, two)).toMatchObject([{ what: 'user.passkey_added', data: { passkeys: 2 } }]);
    expect(ofUser(two, one)).toMatchObject([{ what: 'user.passkey_removed', data: { passkeys: 1 } }]);
    expect(ofUser(one, user({ version: 'v3' }))).toMatchObject([{ data: { passkeys: 0 } }]);
    const used = { ...first, counter: 7, usedAt: NOW, name: 'another' };
    expect(ofUser(one, user({ version: 'v3', passkeys: [used] }))).toEqual([]);
  });

  it('tells of a second factor that is turned on or off, and of new recovery codes, but of no code that is used', () => {
    const factor = aSecondFactor();
    const changeTo = (before: Partial<User>, after: Partial<User>) =>
      ofUser(user(before), user({ version: 'v2', ...after })).map(({ what, data }) => [what, data]);
    const told = (change: string) => [['user.second_factor_changed', { change }]];
    expect(changeTo({}, { secondFactor: factor })).toEqual(told('on'));
    expect(changeTo({ secondFactor: factor }, { secondFactor: { ...factor, id: OTHER_ID } })).toEqual(told('on'));
    expect(changeTo({ secondFactor: factor }, {})).toEqual(told('off'));
    const renewed = { ...factor, recoveryCodes: [{ hash: 'other' }] };
    expect(changeTo({ secondFactor: factor }, { secondFactor: renewed })).toEqual(told('recovery_codes'));
    const used = {
      ...factor,
      lastStep: 9,
      recoveryCodes: factor.recoveryCodes.map((one) => ({ ...one, usedAt: NOW })),
    };
    expect(changeTo({ secondFactor: factor }, { secondFactor: used })).toEqual([]);
  });

  it('tells of each consent whose answer or text is another', () => {
    const before = user({ consents: [CONSENT, { ...CONSENT, key: 'night' }] });
    const after = user({
      version: 'v2',
      consents: [
        { ...CONSENT, granted: false, at: NOW + 1 },
        { ...CONSENT, key: 'night', at: NOW + 1 },
        { ...CONSENT, key: 'terms', version: '2' },
      ],
    });
    const rows = ofUser(before, after);
    expect(rows.map(({ data }) => data)).toEqual([
      { consent: 'marketing', version: '1', granted: false },
      { consent: 'terms', version: '2', granted: true },
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
  });

  it('that a repeated sign-up writes anew changes no consent', () => {
    expect(ofUser(user(), user({ version: 'v2', epoch: 'another', consents: [CONSENT] }))).toEqual([]);
  });

  it('names the act of an administrator behind a change, and only behind that one', () => {
    const disabled = renewed(user(), { disabled: { at: NOW }, lastAct: ID });
    expect(ofUser(user(), disabled)).toMatchObject([{ what: 'user.disabled', by: { kind: 'admin' }, act: ID }]);
    const [later] = ofUser(disabled, { ...disabled, version: 'v3', phone: '+821012345678' });
    expect(later).toMatchObject({ by: { kind: 'user' } });
    expect(later).not.toHaveProperty('act');
  });
});

describe('an id', () => {
  const changed = (version: string) => renewed(user(), { version, passwordHash: 'other' });

  it('is a ULID of the time of the record, the same for a repeat and another for another change', () => {
    const [row] = ofUser(user(), changed('v2'));
    expect(row?.id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    expect(ofUser(user(), changed('v2'))).toEqual([row]);
    const others = [ofUser(user(), changed('v3'))[0], ofUser(user(), changed('v2'), NOW + DAY)[0]];
    expect(new Set([row?.id, ...others.map((other) => other?.id)]).size).toBe(3);
    expect((others[1]?.id ?? '') > (row?.id ?? '')).toBe(true);
  });

  it('of any records is the same in any order, with repeats and in any batches', () => {
    const versions = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 8 });
    const steps = fc.record({
      password: fc.boolean(),
      phone: fc.constantFrom(undefined, '+821011112222', '+821033334444'),
      email: fc.constantFrom(ADDRESS, 'new@example.com'),
      isDisabled: fc.boolean(),
    });
    const history = versions.chain((names) =>
      fc.tuple(fc.constant(names), fc.array(steps, { minLength: names.length, maxLength: names.length })),
    );
    type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;
    const recordsOf = ([names, states]: readonly [string[], readonly Step[]]): RowChange[] => {
      const rows = states.map(({ password, phone, email, isDisabled }, index) =>
        renewed(user(), {
          version: names[index] ?? '',
          email,
          changes: [{ id: `change ${index}`, at: NOW }],
          passwordHash: password ? `hash ${index}` : 'same',
          ...(phone && { phone }),
          ...(isDisabled && { disabled: { at: NOW } }),
        }),
      );
      const pk = userKey(USER_ID).pk;
      return rows.slice(1).map((after, index) => ({ kind: 'user', pk, at: NOW + index, before: rows[index], after }));
    };
    const setOf = (records: readonly RowChange[]) =>
      new Map(records.flatMap((record) => difference(record).map((row) => [row.id, row])));
    fc.assert(
      fc.property(
        history.map(recordsOf).chain((records) =>
          fc.record({
            records: fc.constant(records),
            repeated: fc.shuffledSubarray([...records, ...records, ...records], { minLength: records.length * 3 }),
          }),
        ),
        ({ records, repeated }) => {
          const once = setOf(records);
          expect(new Map([...setOf(repeated)].toSorted())).toEqual(new Map([...once].toSorted()));
          // No two things that happened share an id.
          expect(once.size).toBe(records.flatMap((record) => difference(record)).length);
        },
      ),
    );
  });
});
