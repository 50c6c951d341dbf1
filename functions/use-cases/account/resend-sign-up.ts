// Sends the mail of a pending sign-up again: same link, same code, for the client that began it.
import { type Challenge, resendChallenge } from '#domain/challenge/challenge.ts';
import { readContinuation } from '#domain/challenge/continuation.ts';
import { decideSend } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { countAlias, countSending } from '../challenge/count-sending.ts';
import { challengeOf, type Sent, sentBy } from '../challenge/send-challenge.ts';
import { decideAndSwap } from '../decide-and-swap.ts';

/** With no live challenge behind the continuation: the same answer, and nothing is sent. */
export const resendSignUp = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'log'>,
  request: { readonly continuation?: string | undefined },
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const { store, clock, settings, log } = dependencies;
  const now = clock.now();
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const nothing: Outcome<Sent> = accept({
    expiresInSeconds: settings.lifetimes.signupSeconds,
    resendInSeconds: settings.limits.coolDownSeconds,
  });

  const continuation = readContinuation(request.continuation, 'signup');
  if (!continuation) return nothing;
  const key = challengeKey(continuation);
  const [current] = await store.load([key]);
  const ownOf = (seen: Challenge | undefined) => challengeOf(continuation, continuation, seen, now);
  const own = ownOf(current);
  if (!own) return nothing;

  const resend = {
    now,
    network: caller.network,
    lifetimeSeconds: settings.lifetimes.signupSeconds,
    limits: settings.limits,
  };
  const allowed = decideSend(own, resend);
  if (!allowed.ok) return allowed;
  const alias = await countAlias(dependencies, continuation, caller, now);
  if (!alias.ok) return alias;
  const resent = await decideAndSwap(store, key, own, (seen) => {
    const live = ownOf(seen);
    return live ? resendChallenge(live, resend) : refuse('superseded');
  });
  if (!resent.ok) return resent.refusal.code === 'superseded' ? nothing : resent;
  log.write('challenge_resent', { challenge: resent.value.id, purpose: 'signup' });
  return accept(sentBy(resent.value, now));
};
