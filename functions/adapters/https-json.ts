// Requests JSON from an HTTP API over connections that stay open.
import * as http from 'node:http';
import * as https from 'node:https';
import { codeOf, NoAnswerError, StaleConnection, sendRequest } from './http-request.ts';

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Default: that of JSON. */
  readonly contentType?: string;
}

export interface JsonAnswer {
  readonly status: number;
  /** `undefined` if it is not JSON. */
  readonly body: unknown;
  readonly isEmpty: boolean;
  readonly headers: http.IncomingHttpHeaders;
  /** The time of the server, in epoch milliseconds. */
  readonly date?: number;
}

interface JsonClientOptions {
  /** `https://host`, without a path. */
  readonly endpoint: string;
  /** For connection, request and the whole answer together. */
  readonly timeoutMilliseconds: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const LARGEST_CHARACTERS = 256 * 1024;

/** Follows no redirect, because that could send the signature to another host. Throws `NoAnswerError`. */
export const createJsonClient = ({ endpoint, timeoutMilliseconds }: JsonClientOptions) => {
  const { protocol, hostname, port } = new URL(endpoint);
  const { Agent } = protocol === 'http:' ? http : https;
  const agent = new Agent({ keepAlive: true });

  const askOnce = async (
    { method, path, headers, body, contentType = JSON_TYPE }: JsonRequest,
    signal: AbortSignal,
  ): Promise<JsonAnswer> => {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const entity = payload && { 'content-type': contentType, 'content-length': payload.length };
    const to = { protocol, hostname, port, agent };
    return read(await sendRequest({ ...to, method, path, signal, headers: { ...headers, ...entity } }, payload));
  };

  return async (request: JsonRequest): Promise<JsonAnswer> => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      // After a pause of the function the server may have closed its connections. The server has not read such a request.
      return await askOnce(request, signal).catch((error) => {
        if (error instanceof StaleConnection && error.wasClosed && !signal.aborted) return askOnce(request, signal);
        throw error;
      });
    } catch (error) {
      if (error instanceof NoAnswerError) throw error;
      throw new NoAnswerError(signal.aborted ? 'ETIMEDOUT' : codeOf(error), { cause: error });
    }
  };
};

const read = async (response: http.IncomingMessage): Promise<JsonAnswer> => {
  let text = '';
  for await (const part of response.setEncoding('utf8')) {
    text += part;
    if (text.length > LARGEST_CHARACTERS) throw new NoAnswerError('TOO_LARGE');
  }
  const date = Date.parse(response.headers.date ?? '');
  return {
    status: response.statusCode ?? 0,
    body: parse(text),
    isEmpty: text.trim() === '',
    headers: response.headers,
    ...(Number.isFinite(date) && { date }),
  };
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
