// Lists the sessions of an account, and ends one of them or all others.
import { renewAccess } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { isLive, isSessionId, type Session } from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { Authenticated } from './authenticate.ts';
import { prepareSession, type Tokens, tokensOf } from './open-session.ts';
import { endSession } from './refresh-session.ts';
import { renewUser } from './renew-user.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'keyRing' | 'signer'>;

export interface ListedSession {
  readonly id: string;
  readonly session: Session;
}

/** The live sessions, newest first. One that has just begun may be missing for a moment. */
export const listSessions = async (
  { store, clock }: Dependencies,
  { user, session, sessionId }: Authenticated,
): Promise<readonly ListedSession[]> => {
  const others = (await store.sessionsOf(user.id)).filter((id) => id !== sessionId);
  const loaded = await store.load(others.map(sessionKey));
  const listed = others.flatMap((id, index) => {
    const other = loaded[index];
    return isLive(other, user, clock.now()) ? [{ id, session: other }] : [];
  });
  return [...listed, { id: sessionId, session }].toSorted((one, other) => (one.id < other.id ? 1 : -1));
};

/** This service refuses its access tokens at once; other services accept them until they expire. */
export const endListedSession = async (
  dependencies: Dependencies,
  { user }: Authenticated,
  id: string,
): Promise<Outcome<undefined>> => {
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
  { user, session, sessionId }: Authenticated,
): Promise<Outcome<Tokens>> => {
  const { store, log } = dependencies;
  const opening = await prepareSession(dependencies, session.keyGeneration);
  const renewed = await renewUser(dependencies, user, 'unauthenticated', (seen, renewal) =>
    seen.epoch === user.epoch ? accept(renewAccess(seen, renewal)) : refuse('unauthenticated'),
  );
  if (!renewed.ok) return renewed;
  const { epoch } = renewed.value;
  const taken = await decideAndSwap(store, sessionKey(sessionId), session, (seen) =>
    seen ? accept({ ...seen, epoch }) : refuse('session_ended'),
  );
  if (!taken.ok) return taken;
  log.write('sessions_ended', { user: user.id });
  return accept(await tokensOf(dependencies, opening, renewed.value, sessionId, taken.value));
};
