// Keeps the pace of a recipient domain that defers mails. A mail that was never deferred costs nothing here.
import { beginTrial, type Deferral, judgeRetry, openAgain, slowDown } from '#domain/delivery/deferral.ts';
import { accept, refuse } from '#domain/errors.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import { deferralKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { logDependencyFailure } from './log-dependency-failure.ts';

/** `trial`: the row of the domain, if this mail goes first after its pace has ended. */
export type DomainTurn = { readonly isHeld: boolean; readonly trial?: Deferral };

/** Only for a mail that was deferred before. */
export const takeDomainTurn = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  domain: string,
): Promise<DomainTurn> => {
  const key = deferralKey(domain);
  const [deferral] = await store.load([key]);
  const now = clock.now();
  const judged = judgeRetry(deferral, now);
  if (!deferral || judged !== 'trial') return { isHeld: judged === 'held' };
  const begun = await store.swap(key, deferral, beginTrial(deferral, now));
  return begun.ok ? { isHeld: false, trial: begun.item } : { isHeld: true };
};

/** Writes only after a deferral or a trial. Best effort: without the row each mail waits for its own time. */
export const noteDomain = async (
  { store, clock, log }: Pick<Ports, 'store' | 'clock' | 'log'>,
  domain: string,
  trial: Deferral | undefined,
  sent: SendResult,
): Promise<void> => {
  const key = deferralKey(domain);
  const now = clock.now();
  const write = async (): Promise<unknown> => {
    if (sent.ok) return trial && store.swap(key, trial, openAgain(now));
    if (sent.reason !== 'recipient_deferred') return undefined;
    return decideAndSwap(store, key, trial, (seen) => {
      const next = slowDown(seen, trial !== undefined && seen?.version === trial.version, now);
      return next ? accept(next) : refuse('superseded');
    });
  };
  await write().catch((error) => logDependencyFailure(log, error));
};
