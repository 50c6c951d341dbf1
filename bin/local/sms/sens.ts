// A SENS on this machine. It checks requests as documented, keeps the SMS, and fails in every documented way on demand.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import type { Clock } from '#domain/ports.ts';
import { close, LOOPBACK, listen } from '../listen.ts';
import { type LocalMessage, linkAndCodeOf } from '../local-message.ts';
import { keepNewest } from '../mail/newest.ts';
import { byService, SENS_FAILURES, type SensAnswer, type SensFailure } from './sens-failures.ts';
import { type KeptSms, readText, refuseCaller, type SensAccount } from './sens-rules.ts';

export interface SensDoubleOptions extends SensAccount {
  /** The clock of the service under test: requests more than 5 minutes off are refused. Default: the machine's. */
  readonly clock?: Clock;
}

/** The carrier's result for an SMS. */
export type SensResult = 'processing' | 'success' | 'fail';

export interface SensDouble {
  readonly endpoint: string;
  /** In the order in which they came. */
  messages(): readonly LocalMessage[];
  /** As received, with their request ids. */
  texts(): readonly KeptSms[];
  /** All requests fail like this from now on; without an argument they succeed again. */
  failWith(failure?: SensFailure): void;
  /** The result of all SMS; `success` at first. */
  answerResult(result: SensResult): void;
  /** Replaces the key. Requests signed with the old one are refused from now on. */
  changeKey(key: SensAccount['credentials']): void;
  /** Requests so far, refused ones too. */
  requests(): number;
  stop(): Promise<void>;
}

export const startSens = async ({ clock = { now: Date.now }, ...options }: SensDoubleOptions): Promise<SensDouble> => {
  let account: SensAccount = options;
  let failure: SensFailure | undefined;
  let result: SensResult = 'success';
  let requests = 0;
  const kept: KeptSms[] = [];

  const handle = async (request: IncomingMessage): Promise<SensAnswer> => {
    const body = await textOf(request);
    const refusal = refuseCaller(request, account, clock.now());
    if (refusal) return refusal;
    const url = new URL(request.url ?? '', 'http://sens');
    if (url.pathname !== `/sms/v2/services/${account.serviceId}/messages`) return SENS_FAILURES.not_found;
    if (request.method === 'GET') return list(kept, url.searchParams, result);
    if (request.method !== 'POST') return SENS_FAILURES.not_found;
    const text = readText(request.headers['content-type'], body, account);
    if (typeof text === 'string') return byService(400, text);
    const requestId = `RSSA-${clock.now()}-${randomUUID().slice(0, 8)}`;
    keepNewest(kept);
    kept.push({ ...text, requestId, at: clock.now(), arrivedAt: Date.now() });
    const requestTime = new Date(clock.now()).toISOString().slice(0, 23);
    return { status: 202, body: { statusCode: '202', statusName: 'success', requestId, requestTime } };
  };

  const server = createServer(async (request, response) => {
    requests += 1;
    const answer = failure ? SENS_FAILURES[failure] : await handle(request);
    respond(request, response, answer, clock.now());
  });
  const port = await listen(server, 0, 'the port');

  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    messages: () => kept.map(shown),
    texts: () => kept,
    failWith: (next) => {
      failure = next;
    },
    answerResult: (next) => {
      result = next;
    },
    changeKey: (credentials) => {
      account = { ...account, credentials };
    },
    requests: () => requests,
    stop: () => close(server),
  };
};

const respond = (request: IncomingMessage, response: ServerResponse, answer: SensAnswer, now: number): void => {
  if (answer === 'hang') return;
  if (answer === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.setHeader('date', new Date(now).toUTCString());
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
};

/** https://api.ncloud-docs.com/docs/sens-sms-list; an empty list was observed to come as 404 without a body. */
const list = (kept: readonly KeptSms[], query: URLSearchParams, result: SensResult): SensAnswer => {
  const requestId = query.get('requestId');
  const hasTimes = query.has('requestStartTime') && query.has('requestEndTime');
  if (requestId === null && !hasTimes) return byService(400, 'The requestId or a time range is required.');
  const statusName = result === 'processing' ? undefined : result;
  const isWanted = (text: KeptSms): boolean =>
    (requestId === null || text.requestId === requestId) &&
    (!query.has('from') || text.from === query.get('from')) &&
    (!query.has('statusName') || query.get('statusName') === statusName);
  const messages = kept.filter(isWanted).map(({ requestId, type, countryCode, from, to, at }) => ({
    requestId,
    messageId: requestId,
    requestTime: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    contentType: 'COMM',
    type,
    countryCode,
    from,
    to,
    ...(statusName
      ? { status: 'COMPLETED', statusCode: statusName === 'success' ? '0' : '3018', statusName, telcoCode: 'SKT' }
      : { status: 'PROCESSING' }),
  }));
  if (messages.length === 0) return { status: 404, body: '' };
  const page = { pageIndex: 0, pageSize: 20, itemCount: messages.length, hasMore: false };
  return { status: 200, body: { statusCode: '200', statusName: 'success', messages, ...page } };
};

const shown = ({ countryCode, to, content, arrivedAt }: KeptSms): LocalMessage => ({
  channel: 'sms',
  to: `+${countryCode}${countryCode === '82' ? to.replace(/^0/, '') : to}`,
  subject: '',
  text: content,
  html: '',
  ...linkAndCodeOf(content),
  at: new Date(arrivedAt).toISOString(),
});
