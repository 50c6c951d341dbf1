// A deployment as a client sees it: requests over HTTP, and the mails that arrive.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface ReceivedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Target {
  /** The base URL of requests, without a trailing slash. Not always the issuer: an emulator serves the API under its own path. */
  readonly baseUrl: string;
  /** `iss` of its tokens and the start of its links. */
  readonly issuer: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Oldest first. */
  mails(to: string): Promise<readonly ReceivedMail[]>;
  /** With 100 parallel requests its tables or keys may time out. The answer is then 503, and a repeat is safe. */
  readonly mayBeUnavailable?: boolean;
  /** Resolves when the cool-down of every sign-up so far is over. Absent if the target cannot do this. */
  passCoolDown?(): Promise<void>;
  /** Resolves when this client may request ten more messages. Absent if only waiting for a minute would help. */
  makeRoom?(): Promise<void>;
  /** The sms to a number in E.164, oldest first. Absent if the target sends none. */
  texts?(to: string): Promise<readonly string[]>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it expects
  readonly body: any;
}

export const PASSWORD = 'correct horse battery';

const MAIL_WAIT_MILLISECONDS = 20_000;
const LOOK_EVERY_MILLISECONDS = 100;
/** Six digits, or eight if the code opens an existing account. */
export const CODE = /(?<![\w-])\d{6}(?:\d{2})?(?![\w-])/;

/** An unused address: the flows may run many times against one deployment. */
export const freshAddress = (): string => `user-${randomUUID()}@example.com`;

export const request = async (target: Target, path: string, init: RequestInit = {}): Promise<Answer> => {
  const headers = { ...target.headers, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(`${target.baseUrl}${path}`, { ...init, headers, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
};

/** Where an address of the service on AWS is reached. */
export const addressAt = ({ issuer, baseUrl }: Target, url: string): string =>
  url.startsWith(`${issuer}/`) ? `${baseUrl}${url.slice(issuer.length)}` : url;

/** For libraries that fetch by themselves, from the addresses that the service has on AWS. */
export const fetchAt =
  (target: Target) =>
  async (input: string | Request, init?: object): Promise<Response> => {
    const { url, ...rest } = await readRequest(new Request(input, { redirect: 'manual', ...init }));
    for (const [name, value] of Object.entries(target.headers ?? {})) rest.headers.set(name, value);
    return fetch(addressAt(target, url), rest);
  };

const readRequest = async (request: Request) => {
  const { url, method, headers, redirect, signal } = request;
  const body = await request.text();
  return { url, method, headers, redirect, signal, ...(body !== '' && { body }) };
};

export const post = (
  target: Target,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  request(target, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** The result of `look`, as soon as it finds something. */
export const eventually = async <Value>(look: () => Promise<Value | undefined>, what: string): Promise<Value> => {
  const deadline = Date.now() + MAIL_WAIT_MILLISECONDS;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(LOOK_EVERY_MILLISECONDS);
  }
  throw new Error(`${what}: not there within ${MAIL_WAIT_MILLISECONDS / 1000} s`);
};

/** Waits for mail number `count` to an address. */
export const mailTo = (target: Target, address: string, count = 1): Promise<ReceivedMail> =>
  eventually(async () => (await target.mails(address))[count - 1], `mail ${count} to ${address}`);

export interface PendingSignUp {
  readonly address: string;
  readonly continuation: string;
  readonly mail: ReceivedMail;
  /** Path and query of the mail's link. */
  readonly page: string;
  readonly token: string;
  readonly code: string;
}

/** A sign-up whose mail has arrived. */
export const pendingSignUp = async (
  target: Target,
  extra: Readonly<Record<string, unknown>> = {},
): Promise<PendingSignUp> => {
  const address = freshAddress();
  const begun = await post(target, '/signup', { email: address, password: PASSWORD, ...extra });
  if (begun.status !== 202) throw new Error(`sign-up answered ${begun.status} ${begun.text}`);
  return { address, continuation: begun.body.continuation, ...readMail(target, await mailTo(target, address)) };
};

/** Opens a verification mail as a person does, by its text. */
export const readMail = (
  target: Target,
  mail: ReceivedMail,
): Pick<PendingSignUp, 'mail' | 'page' | 'token' | 'code'> => {
  const [link = '', token = ''] = /https?:\/\/\S+\?([\w-]{20,})\.[a-z]{2}/.exec(mail.text) ?? [];
  const [code = ''] = CODE.exec(mail.text.replace(link, '')) ?? [];
  if (!link.startsWith(`${target.issuer}/`) || code === '') throw new Error(`no link or no code in "${mail.subject}"`);
  return { mail, page: link.slice(target.issuer.length), token, code };
};
