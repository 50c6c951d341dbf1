// What the page asks for again and again: the clock and the newest messages.
import { createHash } from 'node:crypto';
import type { LocalClock } from '../local-clock.ts';
import type { LocalMessage } from '../local-message.ts';

/** The page shows the newest; `/_local/messages` has all. */
const MOST_SHOWN = 50;

export interface LocalState {
  readonly clock: { readonly now: string; readonly aheadSeconds: number };
  /** Newest first. */
  readonly messages: readonly ShownMessage[];
}

interface ShownMessage extends Pick<LocalMessage, 'channel' | 'to' | 'subject' | 'link' | 'code' | 'at'> {
  readonly id: string;
  /** Of an SMS. A mail is read at `/_local/mails/{id}`. */
  readonly text?: string;
}

export const stateOf = (clock: Pick<LocalClock, 'now' | 'ahead'>, messages: readonly LocalMessage[]): LocalState => ({
  clock: clockState(clock),
  messages: [...messages]
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .slice(-MOST_SHOWN)
    .reverse()
    .map(shown),
});

export const clockState = (clock: Pick<LocalClock, 'now' | 'ahead'>): LocalState['clock'] => ({
  now: new Date(clock.now()).toISOString(),
  aheadSeconds: Math.round(clock.ahead() / 1000),
});

/** Two with the same id are the same to the letter and to the second. */
const idOf = (message: LocalMessage): string =>
  createHash('sha256').update(JSON.stringify(message)).digest('base64url').slice(0, 16);

export const findMessage = (messages: readonly LocalMessage[], id: string): LocalMessage | undefined =>
  messages.find((message) => idOf(message) === id);

const shown = (message: LocalMessage): ShownMessage => {
  const { channel, to, subject, link, code, at, text } = message;
  return {
    ...{ id: idOf(message), channel, to, subject, at },
    ...(link !== undefined && { link }),
    ...(code !== undefined && { code }),
    ...(channel === 'sms' && { text }),
  };
};
