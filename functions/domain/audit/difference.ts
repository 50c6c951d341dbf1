// What a changed row of the table of users means. Pure, and of one record alone: order, repeats and batches make no difference.
import type { Consent } from '../account/consents.ts';
import type { EmailClaim, User } from '../account/user.ts';
import type { SecondFactor } from '../factors/second-factor.ts';
import type { AuditActor, AuditRow } from './audit.ts';
import { eventId } from './event-id.ts';
import type { EventType } from './event-types.ts';

interface Images<Row> {
  readonly before?: Row | undefined;
  readonly after?: Row | undefined;
}

/** One record of the stream. `at`: when it was made, in epoch milliseconds. */
export type RowChange = { readonly pk: string; readonly at: number } & (
  | ({ readonly kind: 'user' } & Images<User>)
  | ({ readonly kind: 'claim' } & Images<EmailClaim>)
);

export type AuditFields = Omit<AuditRow, 'version' | 'expiresAt'>;

interface Happening {
  readonly what: EventType;
  readonly data?: NonNullable<AuditRow['data']>;
}

export const difference = (change: RowChange): readonly AuditFields[] =>
  change.kind === 'claim' ? ofClaim(change, change) : ofUser(change, change);

type Where = Pick<RowChange, 'pk' | 'at'>;

/** An account exists from its founding claim on: a user row without a claim is none. */
const ofClaim = (where: Where, { before, after }: Images<EmailClaim>): readonly AuditFields[] => {
  if (!after?.founding) return [];
  if (before?.founding && before.userId === after.userId) return [];
  const { userId, version, act } = after;
  const source = { userId, version, by: { kind: act === undefined ? 'user' : 'admin' }, act } as const;
  return rowsOf(where, source, [
    { what: 'user.created', data: { verified: after.verified === true } },
    ...(after.verified ? [{ what: 'user.verified' } as const] : []),
  ]);
};

const ofUser = (where: Where, { before, after }: Images<User>): readonly AuditFields[] => {
  if (!before || before.abandoned || after?.abandoned) return [];
  if (!after) {
    const { id: userId, version, removal } = before;
    const by: AuditActor = {
      kind: removal?.by ?? 'user',
      ...(removal?.who !== undefined && { who: removal.who }),
    };
    return rowsOf(where, { userId, version, by, act: removal?.act }, [{ what: 'user.deleted' }]);
  }
  const { id: userId, version, lastAct } = after;
  const act = lastAct === before.lastAct ? undefined : lastAct;
  const by = { kind: act === undefined ? 'user' : 'admin' } as const;
  return rowsOf(where, { userId, version, by, act }, happeningsOf(before, after));
};

const happeningsOf = (before: User, after: User): readonly Happening[] => [
  ...(hasNewPassword(before, after) ? [{ what: 'user.password_changed' } as const] : []),
  ...(before.email === after.email ? [] : [{ what: 'user.email_changed' } as const]),
  ...(before.emailVerifiedAt === undefined && after.emailVerifiedAt !== undefined
    ? [{ what: 'user.verified' } as const]
    : []),
  ...phoneOf(before, after),
  ...consentsOf(before, after),
  ...passkeysOf(before, after),
  ...secondFactorOf(before.secondFactor, after.secondFactor),
  ...(!before.disabled && after.disabled ? [{ what: 'user.disabled' } as const] : []),
  ...(before.disabled && !after.disabled ? [{ what: 'user.enabled' } as const] : []),
];

/** A hash that is only renewed at a log-in, and one that a repeated sign-up replaces, note no change. */
const hasNewPassword = (before: User, after: User): boolean => {
  const known = new Set(before.changes?.map(({ id }) => id));
  const isNoted = after.changes?.some(({ id }) => !known.has(id)) ?? false;
  return isNoted && before.passwordHash !== after.passwordHash;
};

const phoneOf = ({ phone: before }: User, { phone: after }: User): readonly Happening[] => {
  if (before === after) return [];
  const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'replaced';
  return [{ what: 'user.phone_changed', data: { change } }];
};

/** Each says how many the account has now. A passkey that is only used or named anew tells nothing. */
const passkeysOf = ({ passkeys: before = [] }: User, { passkeys: after = [] }: User): readonly Happening[] => {
  const isMissingIn = (others: typeof after) => (passkey: (typeof after)[number]) =>
    others.every(({ id }) => id !== passkey.id);
  const data = { passkeys: after.length };
  return [
    ...(after.some(isMissingIn(before)) ? [{ what: 'user.passkey_added', data } as const] : []),
    ...(before.some(isMissingIn(after)) ? [{ what: 'user.passkey_removed', data } as const] : []),
  ];
};

/** A code that is used, of an app or for recovery, changes nothing. */
const secondFactorOf = (before: SecondFactor | undefined, after: SecondFactor | undefined): readonly Happening[] => {
  const change = !after ? 'off' : before?.id !== after.id ? 'on' : 'recovery_codes';
  const isSame = before?.id === after?.id && codesOf(before) === codesOf(after);
  return isSame ? [] : [{ what: 'user.second_factor_changed', data: { change } }];
};

const codesOf = (factor: SecondFactor | undefined): string =>
  (factor?.recoveryCodes ?? []).map(({ hash }) => hash).join(' ');

/**
 * One for each consent with another answer, or the same answer to another text. With another epoch the row was written anew by
 * a repeated sign-up: no answer of an account changes together with its epoch.
 */
const consentsOf = (
  { consents: before = [], epoch }: User,
  { consents: after = [], epoch: now }: User,
): readonly Happening[] => {
  if (epoch !== now) return [];
  const isHeld = (one: Consent): boolean =>
    before.some(({ key, version, granted }) => key === one.key && version === one.version && granted === one.granted);
  return after
    .filter((one) => !isHeld(one))
    .map(({ key, version, granted }) => ({
      what: 'user.consent_changed',
      data: { consent: key, version, granted },
    }));
};

interface Source {
  readonly userId: string;
  readonly version: string;
  readonly by: AuditActor;
  readonly act: string | undefined;
}

const rowsOf = (
  { pk, at }: Where,
  { userId, version, by, act }: Source,
  happenings: readonly Happening[],
): readonly AuditFields[] =>
  happenings.map(({ what, data }) => ({
    id: eventId(at, pk, version, what, String(data?.['consent'] ?? '')),
    userId,
    at,
    what,
    by,
    ...(act !== undefined && { act }),
    ...(data && { data }),
  }));
