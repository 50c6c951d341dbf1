// Refuses at once what could not be answered in time, so that a process with too many requests still answers as many as it can.
import { accept, type Outcome, refuse } from '#domain/errors.ts';

/** A request in progress. */
export interface Place {
  /** `isSample`: it did its work, so its cost is learned from it. */
  leave(isSample: boolean): void;
}

export interface Admission {
  /** `leftMilliseconds`: until the request must be answered. */
  enter(route: string, leftMilliseconds: number): Outcome<Place>;
}

/** The share of its time that a request may wait for those before it: the estimate may be wrong, and mails are sent beside. */
const USABLE_SHARE = 0.4;
/** Of a route that was not measured yet. */
const FIRST_COST_MILLISECONDS = 50;
const LEARNING_RATE = 0.2;

/**
 * One for all routes of a process. The cost of a request is its duration by the number of those that were before it, itself
 * included: the time that it kept the process for itself. A newcomer is done when all that is in progress has had its cost.
 * While a request takes longer than that, nothing more is taken in. A function on AWS has one request at a time, and refuses
 * nothing.
 */
export const createAdmission = (now: () => number = () => performance.now()): Admission => {
  const costs = new Map<string, number>();
  /** When they came, the oldest first. */
  const running = new Map<Place, number>();
  let promised = 0;
  const costOf = (route: string) => costs.get(route) ?? FIRST_COST_MILLISECONDS;
  return {
    enter(route, leftMilliseconds) {
      const enteredAt = now();
      const cost = costOf(route);
      const [oldest = enteredAt] = running.values();
      const wait = Math.max(promised + cost, enteredAt - oldest);
      if (running.size > 0 && wait > USABLE_SHARE * leftMilliseconds) {
        return refuse('unavailable', { retryAfterSeconds: Math.ceil(wait / 1000) });
      }
      const place: Place = {
        leave: (isSample) => {
          running.delete(place);
          promised = running.size === 0 ? 0 : promised - cost;
          const measured = (now() - enteredAt) / turn;
          if (isSample) costs.set(route, costOf(route) + LEARNING_RATE * (measured - costOf(route)));
        },
      };
      running.set(place, enteredAt);
      const turn = running.size;
      promised += cost;
      return accept(place);
    },
  };
};
