// The whole local service for one test file: real HTTP on free ports and its own data folder, stopped and removed in any case.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request as send } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { readMailedLink } from '#domain/challenge/mailed-link.ts';
import { startDatabase } from '../../../bin/local/database.ts';
import type { LocalMessage } from '../../../bin/local/local-message.ts';
import type { LocalOptions, LocalService } from '../../../bin/local/options.ts';
import { startLocal } from '../../../bin/local/start.ts';
import { TABLE_NAMES } from '../../../bin/local/tables.ts';
import { CHEAP_HASHING } from '../cheap-hashing.ts';
import { decodeBody } from '../decode-body.ts';

export interface LocalAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as clients do.
  readonly body: any;
}

/** A mail that contains a link and a code. */
export type VerificationMessage = LocalMessage & Required<Pick<LocalMessage, 'link' | 'code'>>;
export type Rows = Readonly<Record<string, readonly Record<string, unknown>[]>>;

export const PASSWORD = 'correct horse battery';
/** Below the runner's own limit for a hook, so that the clean-up always runs. */
const DEADLINE_SECONDS = 20;

/** An address no other test uses: the local SES keeps one mail store per process. All have the same length. */
export const freshAddress = (): string => `user-${randomBytes(6).toString('hex')}@example.com`;

/** A text that no answer, log line or row can contain by chance. */
export const freshSecret = (): string => `secret-${randomBytes(9).toString('hex')}`;

/** The token of a link. It must survive a restart, which changes the port. */
export const tokenOf = ({ link }: { readonly link: string }): string =>
  readMailedLink(new URL(link).search || new URL(link).hash).token ?? '';

/** Sends one request, byte for byte as given, over its own connection, so that a stopped service leaves nothing behind. */
const exchange = (
  url: string,
  options: {
    readonly method: string;
    readonly headers?: OutgoingHttpHeaders;
    readonly body?: string | Buffer;
    readonly localAddress?: string | undefined;
  },
): Promise<LocalAnswer> =>
  new Promise((resolve, reject) => {
    const origin = new URL(url).origin;
    const request = send(
      origin,
      // Not `new URL(url).pathname`: hostile paths must arrive as they are.
      {
        method: options.method,
        path: url.slice(origin.length) || '/',
        headers: { ...options.headers },
        agent: false,
        ...(options.localAddress !== undefined && { localAddress: options.localAddress, family: 4 }),
      },
      async (response) => {
        try {
          const text = decodeBody(await buffer(response), response.headers['content-encoding']);
          const type = response.headers['content-type'] ?? '';
          const body = /json/.test(type) && text ? JSON.parse(text) : undefined;
          const cookies = response.headers['set-cookie'] ?? [];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, cookies, text, body });
        } catch (error) {
          reject(error);
        }
      },
    );
    request.on('error', reject);
    request.end(options.body);
  });

/** Waits until `look` finds a value. */
const eventually = async <Value>(look: () => Promise<Value | undefined>, what: string): Promise<Value> => {
  const deadline = Date.now() + DEADLINE_SECONDS * 1000;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await wait(20);
  }
  throw new Error(`${what}: not there within ${DEADLINE_SECONDS} s`);
};

/** Every row of every table, sorted by key. */
const scanTables = async (client: DynamoDBDocumentClient): Promise<Rows> => {
  const tables = Object.values(TABLE_NAMES).map(async (name) => {
    const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ TableName: name }));
    if (LastEvaluatedKey) throw new Error('the table is too large for one scan');
    return [name, Items.sort((one, other) => (String(one['pk']) < String(other['pk']) ? -1 : 1))] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
};

/** Starts before the file's tests, stops after them. Call it at the top level of a test file. */
export const useLocalService = (
  options: Partial<
    Pick<
      LocalOptions,
      | 'port'
      | 'mail'
      | 'trustedCallers'
      | 'clients'
      | 'claimsFunction'
      | 'leakedPasswordsUrl'
      | 'webhooks'
      | 'passwordHashing'
      | 'stage'
      | 'settingsFor'
      | 'anyLocalPort'
      | 'startHumanCheck'
    >
  > = {},
) => {
  let running: LocalService | undefined;
  let dataFolder = '';
  const lines: string[] = [];

  const started = (): LocalService => {
    if (!running) throw new Error('the service is stopped');
    return running;
  };
  const start = async (): Promise<void> => {
    running = await startLocal({
      port: 0,
      mail: { transport: 'ses' },
      dataFolder,
      writeLog: (line) => lines.push(line),
      passwordHashing: CHEAP_HASHING,
      ...options,
    });
  };
  /** Stops at once, whatever is running. */
  const stopAtOnce = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  beforeAll(async () => {
    dataFolder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
    await start();
  });
  afterAll(async () => {
    try {
      await settled();
    } finally {
      await stopAtOnce();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  });

  /** A client at an address of this machine, 127.x.y.z: each /24 is a network. Undefined: 127.0.0.1. */
  const from = (localAddress?: string) => {
    const request = (method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer) =>
      exchange(`${started().url}${path}`, { method, headers, localAddress, ...(body !== undefined && { body }) });
    const send = (method: string, path: string, body: unknown, headers: OutgoingHttpHeaders = {}) => {
      const text = JSON.stringify(body);
      // Node sets no length for a DELETE.
      const length = Buffer.byteLength(text);
      return request(method, path, { 'content-type': 'application/json', 'content-length': length, ...headers }, text);
    };
    const post = (path: string, body: unknown, headers: OutgoingHttpHeaders = {}) => send('POST', path, body, headers);
    const get = (path: string, headers: OutgoingHttpHeaders = {}) => request('GET', path, headers);
    return { request, send, post, get };
  };
  const { request, post, get } = from();

  /** Moves the local clock; returns the new time. */
  const advance = async (seconds: number): Promise<Date> => {
    const { status, body } = await post('/_local/clock', { advanceSeconds: seconds });
    if (status !== 200) throw new Error('the clock did not move');
    return new Date(body.now);
  };
  const messagesTo = async (address: string): Promise<LocalMessage[]> => {
    const { body } = await get('/_local/messages');
    return (body as LocalMessage[]).filter(({ to }) => to === address);
  };
  /** The mails to an address, once there are `count` of them. */
  const waitForMessages = (address: string, count = 1): Promise<LocalMessage[]> =>
    eventually(async () => {
      const messages = await messagesTo(address);
      return messages.length >= count ? messages : undefined;
    }, `${count} mails`);
  const waiting = new Set<string>();
  let read = 0;
  /** Whether no challenge is pending: a mail is in the inbox a moment before its row says so. */
  const isSettled = (): boolean => {
    for (; read < lines.length; read++) {
      const { event, challenge } = JSON.parse(lines[read] ?? '{}');
      if (event === 'challenge_begun' || event === 'challenge_resent') waiting.add(challenge);
      if (event === 'verify_completed' || event.startsWith('mail_')) waiting.delete(challenge);
    }
    return waiting.size === 0;
  };
  const settled = (): Promise<true> => eventually(async () => isSettled() || undefined, 'the end of every delivery');
  /** Waits until no mail is being sent, then stops. */
  const stop = async (): Promise<void> => {
    await settled();
    await stopAtOnce();
  };
  const waitForLink = async (address: string, count = 1): Promise<VerificationMessage> => {
    const { link, code, ...rest } = (await waitForMessages(address, count)).at(-1) ?? ({} as LocalMessage);
    if (link === undefined || code === undefined) throw new Error('the mail has no link or no code');
    return { ...rest, link, code };
  };
  /** Signs up and waits for the mail. Moves the clock first: all tests share one IP address, which may send ten a minute. */
  const signUp = async (body: Readonly<Record<string, unknown>> = {}, headers: OutgoingHttpHeaders = {}) => {
    await advance(61);
    const address = freshAddress();
    const answer = await post('/signup', { email: address, password: PASSWORD, ...body }, headers);
    if (answer.status !== 202) throw new Error(`the sign-up was answered ${answer.status}`);
    const continuation: string = answer.body.continuation;
    return { address, answer, continuation, mail: await waitForLink(address) };
  };
  /** Reads or changes the tables. The service is stopped for this, because only one process can open them. */
  const withTables = async <Result>(use: (client: DynamoDBDocumentClient) => Promise<Result>): Promise<Result> => {
    await stop();
    const database = await startDatabase(join(dataFolder, 'tables'));
    try {
      return await use(database.client);
    } finally {
      await database.stop();
      await start();
    }
  };
  /** Every row of every table. */
  const dump = (): Promise<Rows> => withTables(scanTables);

  return {
    adminKey: () => started().adminKey,
    get url() {
      return started().url;
    },
    get dataFolder() {
      return dataFolder;
    },
    /** The log lines so far. */
    lines,
    start,
    stop,
    stopAtOnce,
    from,
    request,
    get,
    post,
    advance,
    messagesTo,
    waitForMessages,
    waitForLink,
    isSettled,
    settled,
    until: eventually,
    signUp,
    withTables,
    dump,
  };
};
