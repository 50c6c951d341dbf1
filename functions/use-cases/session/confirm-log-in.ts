// Logs in with the link or code of a mail.
import { accept, type Outcome } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { finishProof, markUsed } from '../challenge/finish-proof.ts';
import { endOldestSessions } from './end-oldest-sessions.ts';
import { openSession, prepareSession, type Tokens } from './open-session.ts';
import { knowNetwork } from './password-attempt.ts';
import { type AccountProofRequest, proveAccount } from './prove-account.ts';

export const confirmLogIn = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'keyRing' | 'signer'>,
  request: AccountProofRequest,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const proven = await proveAccount(dependencies, 'login', request, caller);
  if (!proven.ok) return proven;
  const { proof, user } = proven.value;
  return finishProof(dependencies, proof, async () => {
    // Before the link is marked used: if the key service is down, the link must stay valid.
    const opening = await prepareSession(dependencies);
    const used = await markUsed(dependencies, proof);
    if (!used.ok) return used;
    const [, tokens] = await Promise.all([
      endOldestSessions(dependencies, user),
      openSession(dependencies, opening, user, caller),
      knowNetwork(dependencies, { address: user.email, caller, now: dependencies.clock.now() }),
    ]);
    dependencies.log.write('login_completed', { user: user.id, by: 'token' in request ? 'link' : 'code' });
    return accept(tokens);
  });
};
