// Goes through all accounts, once a day, and deletes those that nobody uses. A run is short; the next one goes on where it stopped.
import type { PurgeState } from '#domain/account/unused.ts';
import type { User } from '#domain/account/user.ts';
import type { Draft } from '#domain/row.ts';
import { PURGE_KEY, userKey } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS } from '#domain/window.ts';
import { addressesOf, releaseAddresses } from '../account/remove-account.ts';
import { deleteTold, judgeAccount, type Purged, type PurgePorts, type PurgeRule } from './purge-account.ts';

export interface PurgeOptions {
  /** Epoch milliseconds. The run ends after the page that it is at then. */
  readonly endsAt: number;
  /** Whether a long time without a run means that the stage had no purge: then uses were not written down either. */
  readonly mayHavePaused: boolean;
}

export type PurgeCounts = Readonly<Partial<Record<Purged, number>>>;

const PAGE = 100;
/** So that resets and codes are not short of the quota: 200 an hour. */
const NOTICES_A_RUN = 200;
/** A little less than a day, so that the hour of the pass does not move. */
const PASS_MILLISECONDS = DAY_MILLISECONDS - HOUR_MILLISECONDS;
const PAUSE_MILLISECONDS = 60 * DAY_MILLISECONDS;

/** Counts what was done. `undefined`: there was nothing to do, or another run is at it. */
export const purgeAccounts = async (
  dependencies: PurgePorts,
  { endsAt, mayHavePaused }: PurgeOptions,
): Promise<PurgeCounts | undefined> => {
  const { store, clock, settings, log } = dependencies;
  const { purgeAfterMonths: months, deletionGraceDays } = settings;
  if (months === undefined && deletionGraceDays === undefined) return undefined;
  const [seen] = await store.load([PURGE_KEY]);
  const now = clock.now();
  const run = beginRun(seen, now, mayHavePaused);
  if (!run) return undefined;
  // Uses are not written down without the key: it counts from the day that it is there.
  const begun = months === undefined ? { ...run, since: now } : run;
  let state = await save(dependencies, seen, begun);
  const counts: Partial<Record<Purged, number>> = {};
  while (state && !state.isOver) {
    await finishRemovals(dependencies, state);
    const page: readonly User[] = await store.usersAfter(state.cursor, PAGE);
    state = await purgePage(dependencies, state, page, { since: state.since, months }, counts);
    if (clock.now() >= endsAt || (counts.asked ?? 0) >= NOTICES_A_RUN) break;
  }
  log.write('purge_run', { ...counts, isOver: state?.isOver ?? false });
  return counts;
};

/** The state with which a run begins; `undefined` if the pass of the day is over. */
const beginRun = (seen: PurgeState | undefined, now: number, mayHavePaused: boolean): Draft<PurgeState> | undefined => {
  if (!seen) return { since: now, passAt: now, isOver: false };
  if (!seen.isOver) return seen;
  if (now < seen.passAt + PASS_MILLISECONDS) return undefined;
  const hasPaused = mayHavePaused && now >= seen.passAt + PAUSE_MILLISECONDS;
  return { since: hasPaused ? now : seen.since, passAt: now, isOver: false };
};

/** `undefined`: another run has written the row since, and is at it. */
const save = async (
  { store }: PurgePorts,
  seen: PurgeState | undefined,
  next: Draft<PurgeState>,
): Promise<PurgeState | undefined> => {
  const swap = await store.swap(PURGE_KEY, seen ?? 'absent', next);
  return swap.ok ? swap.item : undefined;
};

/** One page: all are judged, the row says which are deleted, and then they are. */
const purgePage = async (
  dependencies: PurgePorts,
  state: PurgeState,
  page: readonly User[],
  rule: PurgeRule,
  counts: Partial<Record<Purged, number>>,
): Promise<PurgeState | undefined> => {
  const due: User[] = [];
  for (const user of page) {
    const judged = await judgeAccount(dependencies, user, rule);
    if (judged === 'told') due.push(user);
    else counts[judged] = (counts[judged] ?? 0) + 1;
  }
  const { removing: _done, ...rest } = state;
  const removing = due.map((user) => ({ userId: user.id, addresses: addressesOf(user) }));
  const noted = due.length === 0 ? state : await save(dependencies, state, { ...rest, removing });
  if (!noted) return undefined;
  for (const user of due) {
    const result = await deleteTold(dependencies, user, rule);
    counts[result] = (counts[result] ?? 0) + 1;
  }
  const last = page.at(-1)?.id;
  const { cursor: _before, ...again } = rest;
  const isOver = page.length < PAGE;
  return save(dependencies, noted, { ...again, isOver, ...(!isOver && last !== undefined && { cursor: last }) });
};

/** After a crash between the removal of an account and that of its addresses, nothing else would find those. */
const finishRemovals = async (dependencies: PurgePorts, { removing = [] }: PurgeState): Promise<void> => {
  for (const { userId, addresses } of removing) {
    const [user] = await dependencies.store.load([userKey(userId)]);
    if (!user) await releaseAddresses(dependencies, userId, addresses);
  }
};
