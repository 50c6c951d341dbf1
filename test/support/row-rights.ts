// Holds each function of the test service to the rows that its role may touch on AWS, where `dynamodb:LeadingKeys` decides.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import type { AnyFunctionName } from '#routes.ts';
import { ROW_RIGHTS, type RowRights } from '../../lib/row-rights.ts';

const acting = new AsyncLocalStorage<AnyFunctionName>();

/** Everything in `work` is done by this function. */
export const actAs = <Value>(name: AnyFunctionName, work: () => Value): Value => acting.run(name, work);

export const mayTouch = (name: AnyFunctionName, right: keyof RowRights, { table, pk }: Pick<Key, 'table' | 'pk'>) => {
  const rights = ROW_RIGHTS[name][table];
  return !rights || rights[right].some((prefix) => pk.startsWith(prefix));
};

/** What a test reads or writes itself is not checked. */
const check = (right: keyof RowRights, keys: readonly Key[]): void => {
  const name = acting.getStore();
  const refused = name && keys.find((key) => !mayTouch(name, right, key));
  if (refused) throw new Error(`lib/row-rights.ts does not let ${name} touch ${refused.pk.split('#')[0]}# (${right})`);
};

export const guardRows = (store: Store): Store => ({
  load: async (keys, reads) => {
    check('reads', keys);
    return store.load(keys, reads);
  },
  swap: async (key, expected, next) => {
    check('changes', [key]);
    // A swap whose answer was lost reads the row.
    check('reads', [key]);
    return store.swap(key, expected, next);
  },
  remove: async (key, expected) => {
    check('changes', [key]);
    return store.remove(key, expected);
  },
  count: async (key, by, window) => {
    check('changes', [key]);
    return store.count(key, by, window);
  },
  sessionsOf: (userId, page) => store.sessionsOf(userId, page),
  usersAfter: (userId, limit) => store.usersAfter(userId, limit),
  usersByPhone: (phone) => store.usersByPhone(phone),
  auditOf: (userId, page) => store.auditOf(userId, page),
});
