// A store that shares its rows with other tests, except counters, the quota and the paces of domains: one sending account for one test.
import { randomUUID } from 'node:crypto';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { createTestStore } from './test-store.ts';

const OWN: ReadonlySet<Key['kind']> = new Set(['limit', 'quota', 'deferral']);

export const createOwnLimitsStore = (base: Store = createTestStore()): Store => {
  const own = `#${randomUUID()}`;
  const mine = <AnyKey extends Key>(key: AnyKey): AnyKey =>
    OWN.has(key.kind) ? { ...key, pk: `${key.pk}${own}` } : key;
  return {
    load: (keys, reads) => base.load(keys.map(mine) as unknown as typeof keys, reads),
    swap: (key, expected, next) => base.swap(mine(key), expected, next),
    remove: (key, expected) => base.remove(mine(key), expected),
    count: (key, by, window) => base.count(mine(key), by, window),
    sessionsOf: (userId, page) => base.sessionsOf(userId, page),
    auditOf: (userId, page) => base.auditOf(userId, page),
    usersAfter: (userId, limit) => base.usersAfter(userId, limit),
    usersByPhone: (phone) => base.usersByPhone(phone),
  };
};
