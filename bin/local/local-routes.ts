// The two routes that only exist on a laptop, for tests and demos: the sent messages, and the clock.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import type { LocalClock } from './local-clock.ts';
import type { LocalMessage } from './local-message.ts';

const ClockRequest = z.union([
  z.strictObject({ advanceSeconds: z.int().check(z.gte(0), z.lte(10 * 365 * 24 * 3600)) }),
  z.strictObject({ reset: z.literal(true) }),
]);
const CLOCK_USAGE =
  'send {"advanceSeconds": n} with a whole n of 0 or more (100 years in all at most), or {"reset": true}';

/** Answers `/_local/…`; `false` for any other path. Checks the host, so that no page can read mails by DNS rebinding. */
export const createLocalRoutes =
  (messages: () => Promise<readonly LocalMessage[]>, clock: LocalClock) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = request.url?.split('?')[0] ?? '';
    if (!path.startsWith('/_local/')) return false;
    const host = request.headers.host?.replace(/:\d+$/, '');
    if (host !== 'localhost' && host !== '127.0.0.1') return answer(response, 403, { message: 'local use only' });
    if (request.method === 'GET' && path === '/_local/messages') return answer(response, 200, await messages());
    if (request.method === 'POST' && path === '/_local/clock') return moveClock(request, response, clock);
    return answer(response, 404, { message: 'GET /_local/messages or POST /_local/clock' });
  };

const moveClock = async (request: IncomingMessage, response: ServerResponse, clock: LocalClock): Promise<boolean> => {
  // A form on a foreign web page can post text, but not JSON.
  if (request.headers['content-type'] !== 'application/json') {
    return answer(response, 415, { message: 'send application/json' });
  }
  const parsed = ClockRequest.safeParse(await readJson(request));
  if (!parsed.success) return answer(response, 400, { message: CLOCK_USAGE });
  try {
    if ('reset' in parsed.data) clock.reset();
    else if (!clock.advance(parsed.data.advanceSeconds)) return answer(response, 400, { message: CLOCK_USAGE });
  } catch {
    return answer(response, 503, { message: 'the data folder cannot be written' });
  }
  return answer(response, 200, { now: new Date(clock.now()).toISOString() });
};

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  try {
    return await json(request);
  } catch {
    return undefined;
  }
};

const answer = (response: ServerResponse, status: number, body: unknown): true => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
  return true;
};
