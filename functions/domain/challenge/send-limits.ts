// How often one address may be written to for one purpose. Kept in the challenge's own row, so that it costs no extra write.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS } from '../window.ts';

/** Mails asked for by one network in the current window. */
export interface NetworkSends {
  readonly sends: number;
  /** Epoch milliseconds of the last one. */
  readonly at: number;
}

export interface SendHistory {
  /** Epoch milliseconds: nobody gets another mail before. */
  readonly resendAfter: number;
  /** Mails asked for in the window that ends at `sendsWindowEndsAt`; they outlive ids. */
  readonly sends: number;
  readonly sendsWindowEndsAt: number;
  readonly sendsByNetwork: Readonly<Record<string, NetworkSends>>;
}

export interface SendAttempt {
  readonly now: number;
  readonly network: string;
  readonly limits: Limits;
}

/** Refused inside the cool-down, and inside the hour that follows a mail once a cap is reached: fewer and fewer, never none. */
export const decideSend = (history: SendHistory | undefined, attempt: SendAttempt): Outcome<undefined> => {
  if (!history) return accept(undefined);
  const { now, network, limits } = attempt;
  if (now < history.resendAfter) return waitUntil('cool_down', history.resendAfter, now);
  if (now >= history.sendsWindowEndsAt) return accept(undefined);
  const own = history.sendsByNetwork[network];
  if (own && own.sends >= limits.sendsPerNetwork && now < own.at + HOUR_MILLISECONDS) {
    return waitUntil('network', own.at + HOUR_MILLISECONDS, now);
  }
  const last = Math.max(...Object.values(history.sendsByNetwork).map(({ at }) => at));
  if (history.sends >= limits.sendsPerAddress && now < last + HOUR_MILLISECONDS) {
    return waitUntil('address', last + HOUR_MILLISECONDS, now);
  }
  return accept(undefined);
};

/** The history with this mail in it. */
export const addSend = (history: SendHistory | undefined, attempt: SendAttempt): SendHistory => {
  const { now, network, limits } = attempt;
  const open = history && now < history.sendsWindowEndsAt ? history : undefined;
  const sends = (open?.sends ?? 0) + 1;
  const own = (open?.sendsByNetwork[network]?.sends ?? 0) + 1;
  return {
    resendAfter: now + coolDownSeconds(sends, limits) * 1000,
    sends,
    sendsWindowEndsAt: open?.sendsWindowEndsAt ?? now + DAY_MILLISECONDS,
    sendsByNetwork: { ...open?.sendsByNetwork, [network]: { sends: own, at: now } },
  };
};

const coolDownSeconds = (sends: number, limits: Limits): number => {
  const doublings = Math.min(Math.max(0, sends - limits.sendsPerNetwork), 16);
  return Math.min(limits.coolDownSeconds * 2 ** doublings, limits.coolDownMaximumSeconds);
};

const waitUntil = (reason: 'cool_down' | 'network' | 'address', until: number, now: number) =>
  refuse('too_many_requests', { reason, retryAfterSeconds: secondsUntil(until, now) });
