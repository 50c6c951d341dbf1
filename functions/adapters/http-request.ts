// Sends one HTTP request and waits for the head of the answer. Not `fetch`, whose first use adds tens of ms to a cold start.
import * as http from 'node:http';
import * as https from 'node:https';

/** There was no answer. `code` is that of the system (`ECONNRESET`), `ETIMEDOUT` or `TOO_LARGE`. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  readonly code: string;
  constructor(code: string, options?: ErrorOptions) {
    super(`no answer: ${code}`, options);
    this.code = code;
  }
}

/** A connection that was kept open failed. */
export class StaleConnection extends Error {
  readonly code: string;
  /** The server had closed it, and has not read the request. */
  readonly wasClosed: boolean;
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.code = codeOf(cause);
    this.wasClosed = this.code === 'ECONNRESET' || this.code === 'EPIPE';
  }
}

export const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
};

/** `options.protocol` is `http:` or `https:`. Follows no redirect. Throws what Node throws, or `StaleConnection`. */
export const sendRequest = (options: https.RequestOptions, payload?: Buffer): Promise<http.IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { request: open } = options.protocol === 'http:' ? http : https;
    const request = open(options, resolve);
    request.on('error', (error) => reject(request.reusedSocket ? new StaleConnection(error) : error));
    request.end(payload);
  });
