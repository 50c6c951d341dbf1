// Lists the sessions of an account, and ends one of them or all others.
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { isLive, isSessionId, type Session } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { type Access, accessOf, type SessionPorts } from './open-session.ts';
import type { Authenticated } from './proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from './proof/reauthenticate.ts';
import { endSession } from './refresh-session.ts';
import { renewEpoch } from './renew-user.ts';

type Dependencies = SessionPorts & Pick<Ports, 'passwords' | 'foreignPasswords'>;

export interface ListedSession {
  readonly id: string;
  readonly session: Session;
}

export interface ListedSessions {
  readonly sessions: readonly ListedSession[];
  /** The cursor of the next page, if there may be one. */
  readonly next?: string;
}

const SESSIONS_A_PAGE = 50;

/**
 * The live sessions, newest first, a page at a time. Another one that has just begun or ended may be missing or listed for
 * a moment. A page may be short, because ended sessions are left out of it.
 */
export const listSessions = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { user, session, sessionId }: Authenticated,
  { limit: limitText, cursor }: { readonly limit?: string | undefined; readonly cursor?: string | undefined },
): Promise<Outcome<ListedSessions>> => {
  const limit = limitText === undefined ? SESSIONS_A_PAGE : Number(LIMIT.exec(limitText)?.[0]);
  if (!(limit >= 1 && limit <= SESSIONS_A_PAGE)) return invalid('limit', `must be 1 to ${SESSIONS_A_PAGE}`);
  if (cursor !== undefined && !isSessionId(cursor)) return invalid('cursor', 'must be the "next" of a page');
  const found = await store.sessionsOf(user.id, { limit: limit + 1, before: cursor });
  const ids = withOwn(found, sessionId, { limit, cursor });
  const page = ids.slice(0, limit);
  const others = page.filter((id) => id !== sessionId);
  const loaded = others.length > 0 ? await store.load(others.map(sessionKey), 'eventual') : [];
  const rows = new Map(others.map((id, index) => [id, loaded[index]]));
  const sessions = page.flatMap((id) => {
    const row = id === sessionId ? session : rows.get(id);
    return isLive(row, user, clock.now()) ? [{ id, session: row }] : [];
  });
  const next = page.at(-1);
  return accept({ sessions, ...(next !== undefined && ids.length > limit && { next }) });
};

const LIMIT = /^\d{1,2}$/;

const invalid = (path: string, message: string) => refuse('invalid_request', { errors: [{ path, message }] });

/** The index may not have the own session yet, if it has just begun. It is added to the page that it belongs to. */
const withOwn = (
  found: readonly string[],
  own: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): readonly string[] => {
  const isPast = cursor !== undefined && own >= cursor;
  const isLater = found.length > limit && own < (found.at(-1) ?? '');
  if (isPast || isLater || found.includes(own)) return found;
  return [...found, own].toSorted().toReversed();
};

/** This service refuses its access tokens at once; other services accept them until they expire. */
export const endListedSession = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { id, proof }: { readonly id: string; readonly proof: OwnerProof },
  caller: Caller,
): Promise<Outcome<undefined>> => {
  const { user } = owner;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  if (!isSessionId(id)) return refuse('not_found');
  const [session] = await dependencies.store.load([sessionKey(id)]);
  if (session?.userId !== user.id) return refuse('not_found');
  if (!(await endSession(dependencies, id))) return refuse('try_again');
  dependencies.log.write('sessions_ended', { user: user.id, session: id });
  return accept(undefined);
};

/** Starts a new epoch, which ends every session, then moves the current one to it. If the process dies in between, it ends, too. */
export const endOtherSessions = async (
  dependencies: Dependencies,
  owner: Authenticated,
  proof: OwnerProof,
  caller: Caller,
): Promise<Outcome<Access>> => {
  const { store, log } = dependencies;
  const { user, session, sessionId } = owner;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  const kid = await dependencies.signer.keyId();
  const renewed = await renewEpoch(dependencies, user, 'unauthenticated');
  if (!renewed.ok) return renewed;
  const { epoch } = renewed.value;
  const taken = await decideAndSwap(store, sessionKey(sessionId), session, (seen) =>
    seen && seen.reusedAt === undefined ? accept({ ...seen, epoch }) : refuse('session_ended'),
  );
  if (!taken.ok) return taken;
  log.write('sessions_ended', { user: user.id });
  const authorisation = { user: renewed.value, sessionId, session: taken.value, trigger: 'refresh' } as const;
  return accept(await accessOf(dependencies, kid, authorisation));
};
