// Everything that is held about the person of an account, for a copy that they ask for. What opens the account is not in it.
import type { User } from '#domain/account/user.ts';
import { limitAddress } from '#domain/address.ts';
import { mailboxCounter } from '#domain/challenge/counters.ts';
import type { Ports } from '#domain/ports.ts';
import { attemptsKey, noticeKey, sessionKey } from '#domain/store-keys.ts';
import { noticeRefsOf } from './notice-refs.ts';
import { loadAudit } from './read-audit.ts';
import { challengesOf, suppressionsOf } from './show-user.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;
type Row = Readonly<Record<string, unknown>>;

/** The API answers 6 MB at most. A session or an audit row is smaller than 1 KB. */
const SESSIONS_MAXIMUM = 1000;
const AUDIT_MAXIMUM = 2000;
/** So many ids are listed at a time, and so many rows loaded. */
const LISTED_AT_ONCE = 100;

/** Hashes and random values that are as good as a password, a token or a code, and what only tells one write from another. */
const SECRETS: ReadonlySet<string> = new Set([
  'version',
  'passwordHash',
  'epoch',
  'mac',
  'continuationHash',
  // Of a recovery code.
  'hash',
  'answers',
  'keyedGuesses',
]);

/** The names in them are those of people and of the team. */
const OTHERS_WORDS: ReadonlySet<string> = new Set(['profile', 'metadata']);

/** A copy without them, at any depth. */
const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return shown(value);
};

const shown = (row: object): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !SECRETS.has(name))
      .map(([name, value]) => [name, OTHERS_WORDS.has(name) ? value : withoutSecrets(value)]),
  );

/** `isComplete`: whether neither list was longer than what fits into an answer. */
export const exportUser = async (dependencies: Dependencies, user: User) => {
  const { store, clock } = dependencies;
  const { consents = [], formerConsents = [], ...account } = user;
  const [sessionIds, auditIds] = await Promise.all([
    listAll((before) => store.sessionsOf(user.id, { limit: LISTED_AT_ONCE, before }), SESSIONS_MAXIMUM),
    listAll((before) => store.auditOf(user.id, { limit: LISTED_AT_ONCE, before }), AUDIT_MAXIMUM),
  ]);
  const counter = mailboxCounter(limitAddress(user.email), clock.now());
  const [[attempts, counted], sessions, audit, challenges, suppressions] = await Promise.all([
    store.load([attemptsKey(limitAddress(user.email)), counter.key]),
    loadSessions(dependencies, sessionIds.ids),
    loadAudit(dependencies, user.id, auditIds.ids),
    challengesOf(dependencies, user),
    suppressionsOf(dependencies, user),
  ]);
  const refs = noticeRefsOf(user, user.email, attempts);
  const notices = refs.length > 0 ? await store.load(refs.map(noticeKey)) : [];
  return {
    exportedAt: new Date(clock.now()).toISOString(),
    user: shown(account),
    sessions: sessions.map(shown),
    consents: { current: consents.map(shown), former: formerConsents.map(shown) },
    challenges: challenges.map(({ ref, challenge }) => ({ ...ref, ...shown(challenge) })),
    notices: refs.flatMap(({ kind, address }, index) => {
      const notice = notices[index];
      return notice ? [{ kind, address, ...shown(notice) }] : [];
    }),
    suppressions: suppressions.map(({ channel, address, suppression }) => ({
      channel,
      address,
      ...shown(suppression),
    })),
    ...(attempts && { attempts: shown(attempts) }),
    counters: counted ? [{ counts: 'mails to the mailbox today', ...counted }] : [],
    audit: audit.map(shown),
    isComplete: sessionIds.isWhole && auditIds.isWhole,
  };
};

const listAll = async (list: (before: string | undefined) => Promise<readonly string[]>, maximum: number) => {
  const ids: string[] = [];
  for (;;) {
    const page = await list(ids.at(-1));
    ids.push(...page);
    if (page.length < LISTED_AT_ONCE) return { ids, isWhole: true };
    if (ids.length >= maximum) return { ids: ids.slice(0, maximum), isWhole: false };
  }
};

const loadSessions = async ({ store }: Dependencies, ids: readonly string[]) => {
  const rows = ids.length > 0 ? await store.load(ids.map(sessionKey), 'eventual') : [];
  return ids.flatMap((id, index) => {
    const session = rows[index];
    return session ? [{ id, ...session }] : [];
  });
};
