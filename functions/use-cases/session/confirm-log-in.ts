// Logs in with the link or code of a mail.
import { keepUser } from '#domain/account/grace.ts';
import { proveAddress } from '#domain/account/standing.ts';
import { isGone, mayOpen, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import { userKey } from '#domain/store-keys.ts';
import { finishProof, markUsed } from '../challenge/finish-proof.ts';
import type { Proof } from '../challenge/prove.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { endOldestSessions } from './end-oldest-sessions.ts';
import { tellKeeping } from './keep-account.ts';
import { amrOf, askSecondFactor, openSession, prepareSession, type SessionPorts, type Tokens } from './open-session.ts';
import { attemptsOf, knowNetwork } from './proof/password-attempt.ts';
import { type AccountProofRequest, proveAccount } from './proof/prove-account.ts';
import { tellNewLogIn } from './tell-new-log-in.ts';

export const confirmLogIn = async (
  dependencies: SessionPorts,
  request: AccountProofRequest,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const opened = await proveAccount(dependencies, 'login', request, caller);
  if (!opened.ok) return opened;
  const { proof, user: found } = opened.value;
  return finishProof(dependencies, proof, async () => {
    // Before the link is marked used: if a service is down, the link must stay valid.
    const [opening, [attempts]] = await Promise.all([
      prepareSession(dependencies),
      dependencies.store.load([attemptsOf(found.email)]),
    ]);
    const proven = await proveMailbox(dependencies, proof, found, caller);
    if (!proven.ok) return proven;
    const user = proven.value;
    const used = await markUsed(dependencies, proof);
    if (!used.ok) return used;
    const amr = amrOf(request);
    const asked = askSecondFactor(dependencies, opening, user, amr);
    if (asked) return asked;
    const told = await tellNewLogIn(dependencies, user, attempts, caller);
    if (!told.ok) return told;
    const [, opened] = await Promise.all([
      endOldestSessions(dependencies, user),
      openSession(dependencies, opening, user, { caller, amr }),
      knowNetwork(dependencies, { address: user.email, caller, now: dependencies.clock.now(), attempts }),
    ]);
    if (opened.ok)
      dependencies.log.write('login_completed', { user: user.id, by: 'token' in request ? 'link' : 'code' });
    return opened;
  });
};

/** Writes only what the first mail of an account proves, and that it is kept. Before the link is marked used, so that a repeat finds it done. */
const proveMailbox = async (
  dependencies: SessionPorts,
  { challenge }: Proof,
  user: User,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { store, clock } = dependencies;
  if (user.emailVerifiedAt !== undefined && user.deleteAt === undefined) return accept(user);
  const told = await tellKeeping(dependencies, user, caller);
  if (!told.ok) return told;
  return decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (!seen || !mayOpen(challenge.id, seen) || seen.email !== user.email) return refuse('superseded');
    if (isGone(seen, clock.now())) return refuse('superseded');
    return accept(proveAddress(keepUser(seen, clock.now()), { now: clock.now(), ...caller }));
  });
};
