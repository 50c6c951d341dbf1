// Watches the rows of a memory store, so that a statement is about what was written, not about what an answer or a row says of itself.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import type { User } from '#domain/account/user.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import type { NoticeKind } from '#domain/purpose.ts';
import type { ItemKind, Key } from '#domain/row.ts';
import { parseRefreshToken } from '#domain/session/session.ts';
import type { Store } from '#domain/store.ts';

/** The request that a write belongs to. */
export interface Asking {
  readonly who: string;
  readonly path: string;
  /** The idempotency key. */
  readonly key?: string | undefined;
  /** Sent by one of several tabs at once. */
  readonly isTab?: boolean;
}

interface Written {
  readonly asking: Asking | undefined;
  /** The place in the order of everything that happens in the run. */
  readonly moment: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A change of credentials, and the addresses that must be told. */
export interface CredentialChange extends Written {
  readonly kind: NoticeKind;
  readonly userId: string;
  readonly addresses: readonly string[];
  /** Its id in the account. A deleted account has none. */
  readonly changeId: string | undefined;
  readonly endsSessions: boolean;
}

export interface AccountWrite extends Written {
  readonly userId: string;
  readonly hasNewEpoch: boolean;
  readonly hasNewFloor: boolean;
  readonly hasNewSecret: boolean;
}

export interface Witness {
  readonly store: Store;
  readonly rows: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly credentials: readonly CredentialChange[];
  readonly accounts: readonly AccountWrite[];
  /** Turned on or off. */
  readonly secondFactors: readonly (Written & { readonly userId: string; readonly isOn: boolean })[];
  /** Removed, or ended by a copied token. */
  readonly removedSessions: readonly (Written & { readonly sessionId: string })[];
  /** Messages that a request ordered. */
  readonly orders: readonly (Written & { readonly pk: string; readonly order: string })[];
  /** Everything in `work` is done by this request. */
  as<Value>(asking: Asking, work: () => Value): Value;
  /** The next place in the order. */
  next(): number;
}

const asking = new AsyncLocalStorage<Asking>();

export const createWitness = (now: () => number): Witness => {
  const base = createMemoryStore();
  let moment = 0;
  const users = new Map<string, User>();
  const credentials: CredentialChange[] = [];
  const accounts: AccountWrite[] = [];
  const secondFactors: (Written & { userId: string; isOn: boolean })[] = [];
  const removedSessions: (Written & { sessionId: string })[] = [];
  const orders: (Written & { pk: string; order: string })[] = [];
  const written = (): Written => ({ asking: asking.getStore(), moment: ++moment, at: now() });

  const noteUser = (pk: string, after: User | undefined) => {
    const before = users.get(pk);
    if (after) users.set(pk, after);
    else users.delete(pk);
    if (!before || asking.getStore()?.path === '/verify') return;
    const by = written();
    const change = changeOf(before, after, by.at);
    if (change) credentials.push({ ...by, userId: before.id, ...change });
    if (hasFactor(before) !== hasFactor(after))
      secondFactors.push({ ...by, userId: before.id, isOn: hasFactor(after) });
    if (!after) return;
    accounts.push({
      ...by,
      userId: after.id,
      hasNewEpoch: before.epoch !== after.epoch,
      hasNewFloor: before.challengeFloor !== after.challengeFloor,
      hasNewSecret: before.email !== after.email || before.passwordHash !== after.passwordHash,
    });
  };

  // Nothing else runs between a write of the memory store and what follows its promise, so each note stands in the order of writes.
  const store: Store = {
    ...base,
    swap: async (key, expected, next) => {
      const row = base.rows.get(`${key.table} ${key.pk}`);
      const before = orderIn(row);
      const result = await base.swap(key, expected, next);
      if (!result.ok) return result;
      // A copied token ends the session here. Its row is removed later, by whichever request comes next.
      if (key.kind === 'session' && hasReuse(next) && !hasReuse(row))
        removedSessions.push({ ...written(), sessionId: key.pk });
      if (isOf('user', key)) noteUser(key.pk, result.item as User);
      const order = key.kind === 'challenge' ? orderIn(next) : undefined;
      if (order && order !== before) orders.push({ ...written(), pk: key.pk, order });
      return result;
    },
    remove: async (key, expected) => {
      const row = base.rows.get(`${key.table} ${key.pk}`);
      const isRemoved = await base.remove(key, expected);
      if (isRemoved && row && key.kind === 'session' && !hasReuse(row))
        removedSessions.push({ ...written(), sessionId: key.pk });
      if (isRemoved && key.kind === 'user') noteUser(key.pk, undefined);
      return isRemoved;
    },
  };
  return {
    store,
    rows: base.rows,
    credentials,
    accounts,
    secondFactors,
    removedSessions,
    orders,
    as: (by, work) => asking.run(by, work),
    next: () => ++moment,
  };
};

const hasReuse = (row: object | undefined): boolean => row !== undefined && 'reusedAt' in row;

const isOf = <Kind extends ItemKind>(kind: Kind, key: Key): key is Key<Kind> => key.kind === kind;

/** Which message the row of a challenge owes; `undefined` if it owes none any more. */
const orderIn = (row: object | undefined): string | undefined => {
  const { id, delivery } = (row ?? {}) as Partial<Challenge>;
  return delivery?.status === 'pending' ? `${id} ${delivery.seq}` : undefined;
};

/** Whose session a token belongs to. */
export const sessionOf = (refreshToken: string): string => parseRefreshToken(refreshToken)?.sessionId ?? '';

const hasFactor = (user: User | undefined): boolean => user?.secondFactor !== undefined;

/** What changed for the owner between two rows of the account; at most one of these changes in one write. */
const changeOf = (
  before: User,
  after: User | undefined,
  now: number,
): Pick<CredentialChange, 'kind' | 'addresses' | 'changeId' | 'endsSessions'> | undefined => {
  const history = before.emailHistory ?? [];
  if (!after) {
    const former = history.filter(({ until }) => now < until).map(({ address }) => address);
    const addresses = [...new Set([before.email, ...former])];
    return { kind: 'account_deleted', addresses, changeId: undefined, endsSessions: true };
  }
  const known = new Set(before.changes?.map(({ id }) => id));
  const id = after.changes?.findLast((change) => !known.has(change.id))?.id;
  const changeId = id?.replace(/^undo:/, '');
  if (after.email !== before.email) {
    const index = history.findIndex((former) => former.changeId === changeId);
    if (index < 0) return { kind: 'email_changed', addresses: [before.email], changeId, endsSessions: true };
    const between = history.slice(index + 1).map(({ address }) => address);
    const losers = [...new Set([before.email, ...between])].filter((address) => address !== after.email);
    return { kind: 'email_restored', addresses: losers, changeId, endsSessions: true };
  }
  // An undo can also end where the account is already: it was moved away and back.
  if (id?.startsWith('undo:')) {
    const index = history.findIndex((former) => former.changeId === changeId);
    const between = history.slice(index + 1).map(({ address }) => address);
    const losers = [...new Set(between)].filter((address) => address !== after.email);
    return { kind: 'email_restored', addresses: losers, changeId, endsSessions: true };
  }
  if (after.passwordHash !== before.passwordHash)
    return { kind: 'password_changed', addresses: [before.email], changeId, endsSessions: true };
  if (after.phone !== before.phone)
    return { kind: 'phone_changed', addresses: [before.email], changeId, endsSessions: false };
  const kind = factorChange(before, after);
  return kind && { kind, addresses: [before.email], changeId, endsSessions: false };
};

const factorChange = (before: User, after: User): NoticeKind | undefined => {
  if (hasFactor(before) !== hasFactor(after)) return hasFactor(after) ? 'second_factor_on' : 'second_factor_off';
  const more = (after.passkeys?.length ?? 0) - (before.passkeys?.length ?? 0);
  return more === 0 ? undefined : more > 0 ? 'passkey_added' : 'passkey_removed';
};
