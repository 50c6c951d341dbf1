// The store in memory, for tests of the flows: same contract, no network, and rows pass through the same schemas.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Loaded, Page, Store, Swap } from '#domain/store.ts';
import { auditIdOf, auditKey, userIdOf, userKey } from '#domain/store-keys.ts';
import { parseItem, toRow } from './stored-items.ts';

type Row = Readonly<Record<string, unknown>>;

export interface MemoryStore extends Store {
  /** Every row by `<table> <pk>`, as the database would hold it. For assertions. */
  readonly rows: ReadonlyMap<string, Row>;
}

/** `stored`: the rows it begins with, by the same names. */
export const createMemoryStore = (stored: Readonly<Record<string, Row>> = {}): MemoryStore => {
  const rows = new Map<string, Row>(Object.entries(stored));
  let written = 0;
  const nameOf = (key: Key) => `${key.table} ${key.pk}`;
  const versionOf = (key: Key) => rows.get(nameOf(key))?.['version'];
  const read = <Kind extends ItemKind>(key: Key<Kind>): Items[Kind] | undefined => {
    const row = rows.get(nameOf(key));
    return row && parseItem(key.kind, structuredClone(row));
  };

  return {
    rows,
    async load<const Keys extends readonly Key[]>(keys: Keys): Promise<Loaded<Keys>> {
      await nextTurn();
      return keys.map(read) as Loaded<Keys>;
    },
    async swap<Kind extends ItemKind>(
      key: Key<Kind>,
      expected: { readonly version: string } | 'absent',
      next: Draft<Items[Kind]>,
    ): Promise<Swap<Items[Kind]>> {
      await nextTurn();
      if (versionOf(key) !== (expected === 'absent' ? undefined : expected.version)) {
        return { ok: false, current: read(key) };
      }
      const item = { ...next, version: `v${++written}` };
      rows.set(nameOf(key), JSON.parse(JSON.stringify(toRow(key, item))));
      return { ok: true, item: item as unknown as Items[Kind] };
    },
    async remove(key, expected) {
      await nextTurn();
      const version = versionOf(key);
      if (version !== undefined && version !== expected.version) return false;
      rows.delete(nameOf(key));
      return true;
    },
    async count(key, by, window) {
      await nextTurn();
      const row = rows.get(nameOf(key)) ?? {};
      const total = Number(row['total'] ?? 0) + by;
      const slice = window.slice === undefined ? 0 : Number(row[window.slice] ?? 0) + by;
      rows.set(nameOf(key), {
        ...row,
        pk: key.pk,
        ttl: Math.ceil(window.endsAt / 1000),
        total,
        ...(window.slice !== undefined && { [window.slice]: slice }),
      });
      return { total, slice };
    },
    async sessionsOf(userId, page) {
      await nextTurn();
      const own = [...rows.values()].filter((row) => row['userId'] === userId && 'rotatedAt' in row);
      return newestOf(
        own.map((row) => String(row['pk'])),
        page,
      );
    },
    async auditOf(userId, page) {
      await nextTurn();
      const prefix = nameOf(auditKey(userId, ''));
      return newestOf([...rows.keys()].filter((name) => name.startsWith(prefix)).map(auditIdOf), page);
    },
    async usersAfter(userId, limit) {
      await nextTurn();
      const prefix = nameOf(userKey(''));
      const names = [...rows.keys()].filter((name) => name.startsWith(prefix)).toSorted();
      const next = userId === undefined ? names : names.filter((name) => name > nameOf(userKey(userId)));
      return next.slice(0, limit).map((name) => parseItem('user', structuredClone(rows.get(name) ?? {})));
    },
    async usersByPhone(phone) {
      await nextTurn();
      return [...rows.values()]
        .filter((row) => row['phone'] === phone)
        .flatMap((row) => userIdOf(String(row['pk'])) ?? []);
    },
  };
};

const newestOf = (ids: readonly string[], { limit, before }: Page = { limit: 100 }): readonly string[] =>
  ids
    .filter((id) => before === undefined || id < before)
    .toSorted()
    .toReversed()
    .slice(0, limit);
