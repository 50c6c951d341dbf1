// What only exists on a laptop: the page with messages and clock, and both as JSON for tests and demos.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import type { LocalClock } from './local-clock.ts';
import type { LocalMessage } from './local-message.ts';
import { MAIL_POLICY, mailDocument } from './page/mail-document.ts';
import { PAGE_POLICY, type PageFacts, readScript, readStyle, renderPage } from './page/page.ts';
import { clockState, findMessage, stateOf } from './page/state.ts';

const ClockRequest = z.union([
  z.strictObject({ advanceSeconds: z.int().check(z.gte(0), z.lte(10 * 365 * 24 * 3600)) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ reset: z.literal(true) }),
]);
const CLOCK_USAGE =
  'send {"advanceSeconds": n} with a whole n of 0 or more (100 years in all at most), {"to": "<ISO 8601>"} with a time that is not before that of this machine, or {"reset": true}';
const USAGE = 'GET /_local, GET /_local/messages, GET /_local/events or POST /_local/clock';
const MAIL_PATH = /^\/_local\/mails\/([\w-]{16})$/;

interface LocalParts {
  readonly messages: () => Promise<readonly LocalMessage[]>;
  /** What would be on the bus. */
  readonly events: () => Promise<readonly unknown[]>;
  readonly clock: LocalClock;
  readonly facts: PageFacts;
}

/** Answers `/_local…`; `false` for any other path. Checks the host, so that no page can read mails by DNS rebinding. */
export const createLocalRoutes =
  (parts: LocalParts) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = request.url?.split('?')[0] ?? '';
    if (path !== '/_local' && !path.startsWith('/_local/')) return false;
    const host = request.headers.host?.replace(/:\d+$/, '');
    if (host !== 'localhost' && host !== '127.0.0.1') return answer(response, 403, { message: 'local use only' });
    if (request.method === 'GET') return read(path, response, parts);
    if (request.method === 'POST' && path === '/_local/clock') return moveClock(request, response, parts.clock);
    return answer(response, 404, { message: USAGE });
  };

const read = async (
  path: string,
  response: ServerResponse,
  { messages, events, clock, facts }: LocalParts,
): Promise<true> => {
  if (path === '/_local') return write(response, 'text/html', renderPage(facts), PAGE_POLICY);
  if (path === '/_local/page.css') return write(response, 'text/css', readStyle());
  if (path === '/_local/page.js') return write(response, 'text/javascript', readScript());
  if (path === '/_local/messages') return answer(response, 200, await messages());
  if (path === '/_local/events') return answer(response, 200, await events());
  if (path === '/_local/state') return answer(response, 200, stateOf(clock, await messages()));
  const id = MAIL_PATH.exec(path)?.[1];
  const mail = id === undefined ? undefined : findMessage(await messages(), id);
  if (mail) return write(response, 'text/html', mailDocument(mail), MAIL_POLICY);
  return answer(response, 404, { message: USAGE });
};

const moveClock = async (request: IncomingMessage, response: ServerResponse, clock: LocalClock): Promise<boolean> => {
  // A form on a foreign web page can post text, but not JSON.
  if (request.headers['content-type'] !== 'application/json') {
    return answer(response, 415, { message: 'send application/json' });
  }
  const parsed = ClockRequest.safeParse(await readJson(request));
  if (!parsed.success) return answer(response, 400, { message: CLOCK_USAGE });
  try {
    if (!moved(clock, parsed.data)) return answer(response, 400, { message: CLOCK_USAGE });
  } catch {
    return answer(response, 503, { message: 'the data folder cannot be written' });
  }
  return answer(response, 200, clockState(clock));
};

const moved = (clock: LocalClock, request: z.output<typeof ClockRequest>): boolean => {
  if ('advanceSeconds' in request) return clock.advance(request.advanceSeconds);
  if ('to' in request) return clock.moveTo(Date.parse(request.to));
  clock.reset();
  return true;
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  try {
    return await json(request);
  } catch {
    return undefined;
  }
};

const answer = (response: ServerResponse, status: number, body: unknown): true =>
  end(response, status, 'application/json', JSON.stringify(body));

const write = (response: ServerResponse, type: string, body: string, policy?: string): true =>
  end(response, 200, `${type}; charset=utf-8`, body, policy);

/** No other page may load any of it, not even one of another port of this machine. */
const end = (response: ServerResponse, status: number, type: string, body: string, policy?: string): true => {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...(policy && { 'content-security-policy': policy }),
  });
  response.end(body);
  return true;
};
