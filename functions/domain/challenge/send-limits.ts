// How often one address gets a message for one purpose. The counters are in the row of the challenge, which saves a write.
import type { Limits } from '../defaults.ts';
import { accept, type Outcome, refuse, secondsUntil } from '../errors.ts';
import { DAY_MILLISECONDS, HOUR_MILLISECONDS, isDayOpen, notedAt } from '../window.ts';

/** Messages requested by one network in the current window. */
export interface NetworkSends {
  readonly sends: number;
  /** Epoch milliseconds of the last one. */
  readonly at: number;
}

export interface SendHistory {
  /** No further message before this time, in epoch milliseconds. */
  readonly resendAfter: number;
  /** Messages requested in the window that ends at `sendsWindowEndsAt`. They stay when the id changes. */
  readonly sends: number;
  readonly sendsWindowEndsAt: number;
  readonly sendsByNetwork: Readonly<Record<string, NetworkSends>>;
}

export interface SendAttempt {
  readonly now: number;
  readonly network: string;
  readonly limits: Limits;
}

/**
 * Refuses during the cool-down and, once a cap is reached, for an hour after each message of this network: fewer messages,
 * but never none.
 * The cool-down for all networks never grows, so that strangers cannot hold it; that of a network grows with its own messages.
 */
export const decideSend = (history: SendHistory | undefined, attempt: SendAttempt): Outcome<undefined> => {
  const wait = history && waitOf(history, attempt);
  if (!wait) return accept(undefined);
  const { reason, until } = wait;
  return refuse('too_many_requests', { reason, retryAfterSeconds: secondsUntil(until, attempt.now) });
};

/** When the next message of this network is accepted, if nobody else asks for one. Epoch milliseconds. */
export const nextSendAt = (history: SendHistory, attempt: SendAttempt): number => {
  const wait = waitOf(history, attempt);
  return wait ? nextSendAt(history, { ...attempt, now: wait.until }) : attempt.now;
};

interface Wait {
  readonly reason: 'cool_down' | 'network' | 'address';
  readonly until: number;
}

/** The first wait that is not over. */
const waitOf = (history: SendHistory, { now, network, limits }: SendAttempt): Wait | undefined => {
  const last = Math.max(...Object.values(history.sendsByNetwork).map(({ at }) => notedAt(at, now)));
  // A row of the last release may hold a longer cool-down that other networks caused.
  const coolDownEnds = Math.min(history.resendAfter, last + limits.coolDownSeconds * 1000);
  if (now < coolDownEnds) return { reason: 'cool_down', until: coolDownEnds };
  if (!isDayOpen(history.sendsWindowEndsAt, now)) return undefined;
  const own = history.sendsByNetwork[network];
  const ownAt = own && notedAt(own.at, now);
  const ownCoolDownEnds = own && ownAt ? ownAt + coolDownSeconds(own.sends, limits) * 1000 : 0;
  if (own && ownAt && own.sends >= limits.sendsPerNetwork && now < ownAt + HOUR_MILLISECONDS) {
    return { reason: 'network', until: ownAt + HOUR_MILLISECONDS };
  }
  if (now < ownCoolDownEnds) return { reason: 'cool_down', until: ownCoolDownEnds };
  // A network that is new to the row gets its first message, so that strangers elsewhere cannot use up the owner's share.
  const isRoomForAnother = Object.keys(history.sendsByNetwork).length < limits.sendsPerAddress;
  const before = ownAt ?? (isRoomForAnother ? 0 : last);
  if (history.sends >= limits.sendsPerAddress && now < before + HOUR_MILLISECONDS) {
    return { reason: 'address', until: before + HOUR_MILLISECONDS };
  }
  return undefined;
};

/** For a message that the team asks for: it is counted, but does not wait, whatever strangers or the person asked for before. */
export const withoutWaits = (limits: Limits): Limits => ({
  ...limits,
  coolDownSeconds: 0,
  sendsPerNetwork: Number.POSITIVE_INFINITY,
  sendsPerAddress: Number.POSITIVE_INFINITY,
});

/** The history with this message added. */
export const addSend = (history: SendHistory | undefined, attempt: SendAttempt): SendHistory => {
  const { now, network, limits } = attempt;
  const open = history && isDayOpen(history.sendsWindowEndsAt, now) ? history : undefined;
  const sends = (open?.sends ?? 0) + 1;
  const own = (open?.sendsByNetwork[network]?.sends ?? 0) + 1;
  return {
    resendAfter: now + limits.coolDownSeconds * 1000,
    sends,
    sendsWindowEndsAt: open?.sendsWindowEndsAt ?? now + DAY_MILLISECONDS,
    sendsByNetwork: { ...open?.sendsByNetwork, [network]: { sends: own, at: now } },
  };
};

/** The network that asked for the last message. */
export const lastNetwork = ({ sendsByNetwork }: Pick<SendHistory, 'sendsByNetwork'>): string | undefined =>
  networksByTime(sendsByNetwork).at(-1);

/** The network that has not asked for the longest time. */
export const firstNetwork = ({ sendsByNetwork }: Pick<SendHistory, 'sendsByNetwork'>): string | undefined =>
  networksByTime(sendsByNetwork)[0];

const networksByTime = (byNetwork: SendHistory['sendsByNetwork']): string[] =>
  Object.entries(byNetwork)
    .toSorted(([, left], [, right]) => left.at - right.at)
    .map(([network]) => network);

/** `sends`: those of one network. */
const coolDownSeconds = (sends: number, limits: Limits): number => {
  const doublings = Math.min(Math.max(0, sends - limits.sendsPerNetwork), 16);
  return Math.min(limits.coolDownSeconds * 2 ** doublings, limits.coolDownMaximumSeconds);
};
