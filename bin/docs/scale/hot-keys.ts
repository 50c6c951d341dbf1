// The rows that every sign-up touches, by the functions' own code: two strangers sign up, and these are the keys of both.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import type { Key } from '#domain/row.ts';
import type { Store } from '#domain/store.ts';
import { createTestService, type TestService } from '../../../test/support/service.ts';
import { sesEvent } from '../../../test/support/ses-events.ts';
import { mailTo, PASSWORD } from '../../../test/support/sign-up.ts';

export interface HotKey {
  /** Without its window. */
  readonly key: string;
  readonly table: string;
  /** By one sign-up. */
  readonly reads: number;
  readonly writes: number;
}

interface Touched {
  readonly key: Key;
  reads: number;
  writes: number;
}

export const findHotKeys = async (): Promise<readonly HotKey[]> => {
  const touched = new Map<string, Touched>();
  const store = createMemoryStore();
  const service = createTestService({ store: watch(store, touched) });
  // The first mail of all also asks SES for the quota.
  await signUp(service, 'zero@zero.example', '192.0.2.1');
  const ofOne = await collect(touched, () => signUp(service, 'one@one.example', '198.51.100.1'));
  // What the event source filters out.
  service.stream.splice(0);
  const ofOther = await collect(touched, () => signUp(service, 'other@other.example', '203.0.113.1'));
  const hot = [...ofOne]
    .filter(([name]) => ofOther.has(name))
    .map(([, { key, reads, writes }]) => ({ key: withoutWindow(key.pk), table: key.table, reads, writes }));
  // A window and the one before it are two rows.
  return [...new Map(hot.map((one) => [one.key, one])).values()].toSorted(
    (one, other) => other.writes - one.writes || other.reads - one.reads || (one.key < other.key ? -1 : 1),
  );
};

const signUp = async (service: TestService, email: string, ip: string): Promise<void> => {
  const { body } = await service.post('/signup', { email, password: PASSWORD }, { ip });
  const mail = await mailTo(service, email);
  await service.feedback(sesEvent('delivered', mail));
  const { continuation } = body;
  const { status } = await service.post('/verify', { code: mail.code, continuation }, { ip });
  if (status !== 200) throw new Error(`the sign-up was not verified: ${status}`);
};

const collect = async (
  touched: Map<string, Touched>,
  work: () => Promise<unknown>,
): Promise<ReadonlyMap<string, Touched>> => {
  touched.clear();
  await work();
  return new Map(touched);
};

/** The start of a counter's window, which is the same for all. */
const withoutWindow = (pk: string): string => pk.replace(/#\d{9,}$/, '#<window>');

const watch = (store: Store, touched: Map<string, Touched>): Store => {
  const note = (key: Key, what: 'reads' | 'writes'): void => {
    const name = `${key.table} ${key.pk}`;
    const known = touched.get(name) ?? { key, reads: 0, writes: 0 };
    known[what]++;
    touched.set(name, known);
  };
  return {
    load: (keys, reads) => {
      for (const key of keys) note(key, 'reads');
      return store.load(keys, reads);
    },
    swap: (key, expected, next) => {
      note(key, 'writes');
      return store.swap(key, expected, next);
    },
    remove: (key, expected) => {
      note(key, 'writes');
      return store.remove(key, expected);
    },
    count: (key, by, window) => {
      note(key, 'writes');
      return store.count(key, by, window);
    },
    sessionsOf: (userId, page) => store.sessionsOf(userId, page),
    auditOf: (userId, page) => store.auditOf(userId, page),
    usersAfter: (userId, limit) => store.usersAfter(userId, limit),
    usersByPhone: (phone) => store.usersByPhone(phone),
  };
};
