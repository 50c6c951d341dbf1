// Logs in with the link or code of a mail.
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import { finishProof, markUsed } from '../challenge/finish-proof.ts';
import { endOldestSessions } from './end-oldest-sessions.ts';
import { amrOf, openSession, prepareSession, type SessionPorts, type Tokens } from './open-session.ts';
import { attemptsOf, knowNetwork } from './password-attempt.ts';
import { type AccountProofRequest, proveAccount } from './prove-account.ts';
import { tellNewLogIn } from './tell-new-log-in.ts';

export const confirmLogIn = async (
  dependencies: SessionPorts,
  request: AccountProofRequest,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const proven = await proveAccount(dependencies, 'login', request, caller);
  if (!proven.ok) return proven;
  const { proof, user } = proven.value;
  return finishProof(dependencies, proof, async () => {
    // Before the link is marked used: if a service is down, the link must stay valid.
    const [opening, [attempts]] = await Promise.all([
      prepareSession(dependencies),
      dependencies.store.load([attemptsOf(user.email)]),
    ]);
    const used = await markUsed(dependencies, proof);
    if (!used.ok) return used;
    const told = await tellNewLogIn(dependencies, user, attempts, caller);
    if (!told.ok) return told;
    const [, tokens] = await Promise.all([
      endOldestSessions(dependencies, user),
      openSession(dependencies, opening, user, { caller, amr: amrOf(request) }),
      knowNetwork(dependencies, { address: user.email, caller, now: dependencies.clock.now(), attempts }),
    ]);
    dependencies.log.write('login_completed', { user: user.id, by: 'token' in request ? 'link' : 'code' });
    return accept(tokens);
  });
};
