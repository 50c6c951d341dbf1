// A person with a mailbox and a phone, as the last release and this one see them: over the test service, or over HTTP.
import { CODE } from '../../black-box/flows/target.ts';

export interface Asked {
  /** Default: POST. */
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
  readonly accessToken?: string;
}

export interface ClientAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as clients do.
  readonly body: any;
}

/** What a message holds. Each is empty if the message has none. */
export interface Opened {
  readonly token: string;
  readonly code: string;
}

/** The pages that the link of a mail can lead to. */
export type LinkedPage = 'verify' | 'reset' | 'login' | 'email/confirm' | 'email/undo';

export interface Client {
  /** Whether access tokens of the last release can be checked: the tests of rows make a signing key for each run. */
  readonly keepsSigningKeys: boolean;
  ask(asked: Asked): Promise<ClientAnswer>;
  /** Waits for a mail that was not opened yet, and whose link leads to that page; without a page: one with a code and no link. */
  mail(to: string, page?: LinkedPage): Promise<Opened>;
  /** Waits for the next sms to a number in E.164, and gives its code. */
  text(to: string): Promise<string>;
  /** Lets the cool-down of an address pass. */
  passCoolDown(): Promise<void>;
}

/** `undefined` if the link of this mail leads to another page. */
const openMail = (text: string, page: LinkedPage | undefined): Opened | undefined => {
  const [, found, token = ''] = /https?:\/\/[^/\s]+\/(\S+?)\?(?:token=)?([\w-]{20,})/.exec(text) ?? [];
  const [code = ''] = CODE.exec(text.replaceAll(/https?:\S+/g, '')) ?? [];
  if (page === undefined) return found === undefined && code !== '' ? { token, code } : undefined;
  return found === page ? { token, code } : undefined;
};

/** The mails of an address that nobody has opened yet. */
export const createMailbox = () => {
  const opened = new Map<string, number>();
  /** The newest mail that leads to that page, if it came after the last one that was opened. */
  return (to: string, mails: readonly { readonly text: string }[], page: LinkedPage | undefined) => {
    for (let index = mails.length - 1; index >= 0; index--) {
      const key = `${to} ${page}`;
      const found = index >= (opened.get(key) ?? 0) ? openMail(mails[index]?.text ?? '', page) : undefined;
      if (!found) continue;
      opened.set(key, index + 1);
      return found;
    }
    return undefined;
  };
};
