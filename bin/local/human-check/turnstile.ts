// A Cloudflare Turnstile on this machine: the widget's script, its frame, and siteverify. It asks for one press, and takes every press
// for one of a person.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { close, LOOPBACK, listen } from '../listen.ts';
import { TURNSTILE_FAILURES, type TurnstileAnswer, type TurnstileFailure } from './failures.ts';
import { createSiteverify, type Solved, type Widget } from './siteverify.ts';

export interface TurnstileDouble {
  readonly origin: string;
  /** The token of a widget that a person solved. */
  issue(solved: Solved): string;
  /** Every request to siteverify fails like this from now on, or so many; without an argument none does. */
  failWith(failure?: TurnstileFailure, times?: number): void;
  /** From now on the widget says what Cloudflare's says when it cannot be solved, such as `300030`; without an argument it can be. */
  failWidgetWith(code?: string): void;
  /** From now on the script is not served. */
  blockScript(isBlocked: boolean): void;
  changeSecret(secretKey: string): void;
  /** The fields of each request to siteverify so far. */
  verified(): readonly Readonly<Record<string, unknown>>[];
  /** The pages on which the widget was shown so far: what their script told Cloudflare. */
  shown(): readonly Readonly<Record<string, string>>[];
  /** How often the script was asked for. */
  loads(): number;
  stop(): Promise<void>;
}

export interface TurnstileDoubleOptions extends Widget {
  readonly clock?: { now(): number };
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');

export const startTurnstile = async ({
  clock = { now: Date.now },
  ...options
}: TurnstileDoubleOptions): Promise<TurnstileDouble> => {
  let widget: Widget = options;
  let failure: { readonly answer: TurnstileAnswer; times: number } | undefined;
  let widgetFailure: string | undefined;
  let isBlocked = false;
  let loads = 0;
  const verified: Readonly<Record<string, unknown>>[] = [];
  const shown: Readonly<Record<string, string>>[] = [];
  const { issue, judge } = createSiteverify(
    () => widget,
    () => clock.now(),
  );

  const verify = async (request: IncomingMessage): Promise<TurnstileAnswer> => {
    const fields = readFields(request.headers['content-type'], await text(request));
    verified.push(fields ?? {});
    if (!failure || failure.times === 0) return judge(fields);
    failure.times -= 1;
    return failure.answer;
  };

  /** What the frame of the widget does when the person presses. */
  const solve = (query: URLSearchParams): TurnstileAnswer => {
    const [siteKey, action = '', hostname = ''] = ['sitekey', 'action', 'hostname'].map(
      (name) => query.get(name) ?? '',
    );
    const code = siteKey === widget.siteKey ? widgetFailure : '110100';
    return { status: 200, body: code === undefined ? { token: issue({ action, hostname }) } : { code } };
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://turnstile');
    if (pathname === '/turnstile/v0/siteverify' && request.method === 'POST') {
      respond(request, response, await verify(request));
      return;
    }
    if (pathname === '/turnstile/v0/api.js') {
      loads += 1;
      if (isBlocked) return void response.writeHead(404).end();
      return void send(response, 'text/javascript', read('api.client.js'));
    }
    if (pathname === '/turnstile/frame') {
      shown.push(Object.fromEntries(searchParams));
      return void send(response, 'text/html', read('frame.html'));
    }
    if (pathname === '/turnstile/frame.js') return void send(response, 'text/javascript', read('frame.client.js'));
    if (pathname === '/turnstile/solve' && request.method === 'POST') {
      respond(request, response, solve(searchParams));
      return;
    }
    response.writeHead(404).end();
  });
  const port = await listen(server, 0, 'the port');

  return {
    origin: `http://${LOOPBACK}:${port}`,
    issue,
    failWith: (next, times = Number.POSITIVE_INFINITY) => {
      failure = next && { answer: TURNSTILE_FAILURES[next], times };
    },
    failWidgetWith: (code) => {
      widgetFailure = code;
    },
    blockScript: (next) => {
      isBlocked = next;
    },
    changeSecret: (secretKey) => {
      widget = { ...widget, secretKey };
    },
    verified: () => verified,
    shown: () => shown,
    loads: () => loads,
    stop: () => close(server),
  };
};

/** `undefined` if they are neither JSON nor a form. */
const readFields = (type: string | undefined, body: string): Readonly<Record<string, unknown>> | undefined => {
  if (type?.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  try {
    const fields: unknown = JSON.parse(body);
    return typeof fields === 'object' && fields !== null ? { ...fields } : undefined;
  } catch {
    return undefined;
  }
};

const respond = (request: IncomingMessage, response: ServerResponse, answer: TurnstileAnswer): void => {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
};

const send = (response: ServerResponse, type: string, body: string): ServerResponse =>
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }).end(body);
