// A backend that passes on the requests of many people: one key, and a network of its own for each person.
import { Agent, request as send } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

export interface LoadAnswer {
  /** 0: no answer within the patience of the client, or a broken connection. */
  readonly status: number;
  readonly milliseconds: number;
  /** Why there is none. */
  readonly fault?: string;
  /** Of the header. */
  readonly retryAfterSeconds?: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as clients do.
  readonly body?: any;
}

export interface LoadRequest {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** The address of the person. */
  readonly ip: string;
  readonly bearer?: string;
}

export interface LoadClient {
  send(request: LoadRequest): Promise<LoadAnswer>;
  stop(): void;
}

class StaleConnection extends Error {}

/** The local service gives up after ten seconds, API Gateway after thirty. */
export const createClient = (baseUrl: string, callerKey: string, patienceMilliseconds: number): LoadClient => {
  const agent = new Agent({ keepAlive: true });
  const exchange = async ({ method = 'POST', path, body, ip, bearer }: LoadRequest) => {
    const text = body && JSON.stringify(body);
    const { promise, resolve, reject } = Promise.withResolvers<import('node:http').IncomingMessage>();
    const outgoing = send(
      `${baseUrl}${path}`,
      {
        method,
        agent,
        signal: AbortSignal.timeout(patienceMilliseconds),
        headers: {
          'x-api-key': callerKey,
          'x-client-ip': ip,
          'user-agent': 'load',
          ...(text && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          ...(bearer && { authorization: `Bearer ${bearer}` }),
        },
      },
      resolve,
    );
    // The server may close an idle connection just as it is used again: such a request was not read.
    outgoing.once('error', (error: NodeJS.ErrnoException) => {
      const isStale = outgoing.reusedSocket && error.code === 'ECONNRESET';
      reject(isStale ? new StaleConnection() : error);
    });
    outgoing.end(text);
    const answer = await promise;
    const read = await textOf(answer);
    const isJson = answer.headers['content-type']?.includes('json') && read !== '';
    const retryAfter = answer.headers['retry-after'];
    return {
      status: answer.statusCode ?? 0,
      ...(retryAfter !== undefined && { retryAfterSeconds: Number(retryAfter) }),
      ...(isJson && { body: JSON.parse(read) }),
    };
  };
  return {
    async send(request) {
      const startedAt = performance.now();
      const again = (error: unknown) => (error instanceof StaleConnection ? exchange(request) : Promise.reject(error));
      const answer = await exchange(request)
        .catch(again)
        .catch((error: NodeJS.ErrnoException) => ({
          status: 0,
          fault: error.code ?? error.name,
        }));
      return { ...answer, milliseconds: performance.now() - startedAt };
    },
    stop: () => agent.destroy(),
  };
};

let people = 0;
/** Each in a network that nobody else is in: a /24 of 11.0.0.0 and up. */
export const newPerson = (): string => {
  const network = people++;
  return `${11 + (network >> 16)}.${(network >> 8) & 255}.${network & 255}.9`;
};
