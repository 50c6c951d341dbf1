// What passes events on.
import type { AccountEvent, EventTicket } from '../audit/event.ts';
import type { PostResult } from '../webhooks/webhook.ts';

/** Posts a webhook once. Follows no redirect. Never throws. */
export interface WebhookPoster {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostResult>;
}

/** Where the events wait that an endpoint has not accepted yet. */
export interface WebhookQueue {
  /** Hides a message until its next try. `queue`: its URL. */
  hide(queue: string, receipt: string, seconds: number): Promise<void>;
}

/** Passes events on to all who subscribe. */
export interface EventBus {
  /** Takes at most 10. `endpoint`: only for this endpoint of webhooks, and for nobody else. Returns for each whether it was taken. Throws `DependencyError` if the bus cannot be reached. */
  put(events: readonly AccountEvent[], endpoint?: string): Promise<readonly boolean[]>;
}

/** Holds what could not be written or sent until its next try. */
export interface EventRetries {
  put(ticket: EventTicket): Promise<void>;
}
