// Posts a webhook to an endpoint of the team: to the address that was checked, and to no other.
import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { WebhookPoster } from '#domain/ports/events.ts';
import { isPublicAddress } from '#domain/webhooks/public-address.ts';
import type { PostResult } from '#domain/webhooks/webhook.ts';
import { codeOf, sendRequest } from '../http-request.ts';

/** All addresses of a name. Throws if there are none. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

export interface WebhookPosterOptions {
  readonly resolve?: ResolveName;
  readonly mayReach?: (address: string) => boolean;
  /** PEM. Default: the authorities that Node trusts. */
  readonly certificateAuthority?: string;
  /** For name, connection, request and the head of the answer together. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT_MILLISECONDS = 15_000;
/** What is read of a body, so that an endpoint is not cut off while it writes a short answer. Nobody looks at it. */
const BODY_BYTES = 4096;
const BODY_MILLISECONDS = 1000;
/** The next address of the name may answer. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

const byName: ResolveName = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * The name is resolved once. Node gets an address and never looks the name up itself, so a second answer of a name server changes
 * nothing (DNS rebinding). One address that may not be reached refuses them all. Never throws.
 */
export const createWebhookPoster = ({
  resolve = byName,
  mayReach = isPublicAddress,
  certificateAuthority: ca,
  timeoutMilliseconds = TIMEOUT_MILLISECONDS,
}: WebhookPosterOptions = {}): WebhookPoster => ({
  post: async (url, headers, body) => {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const target = new URL(url);
    const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = await addressesOf(host, resolve, signal);
    if (!Array.isArray(addresses)) return addresses;
    if (!addresses.every(mayReach)) return { ok: false, reason: 'private_address' };
    const payload = Buffer.from(body);
    const options = {
      ...optionsOf(target, host),
      ...(ca !== undefined && { ca }),
      signal,
      headers: {
        ...headers,
        host: target.host,
        'content-type': 'application/json',
        'content-length': payload.length,
        'user-agent': 'Latchkey-Webhooks/1',
      },
    };
    return postToFirst(addresses, (address) => sendRequest({ ...options, host: address }, payload), signal);
  },
});

/** A connection for this request alone. The certificate must be for the name, whatever the address. */
const optionsOf = ({ protocol, port, pathname, search }: URL, host: string) => ({
  ...{ protocol, port, path: `${pathname}${search}`, method: 'POST', agent: false as const },
  // TLS takes no address as a name. Node then compares the certificate with the address.
  servername: isIP(host) === 0 ? host : '',
});

const addressesOf = async (host: string, resolve: ResolveName, signal: AbortSignal): Promise<string[] | PostResult> => {
  if (isIP(host) !== 0) return [host];
  const gaveUp = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => gaveUp.reject(signal.reason), { once: true });
  try {
    const found = await Promise.race([resolve(host), gaveUp.promise]);
    // Lambda has no way to IPv6 addresses unless it is in a network of the team.
    return found.toSorted((left, right) => isIP(left) - isIP(right));
  } catch (error) {
    const detail = signal.aborted ? 'ETIMEDOUT' : codeOf(error);
    return { ok: false, reason: 'name_unknown', detail };
  }
};

const postToFirst = async (
  addresses: readonly string[],
  send: (address: string) => Promise<IncomingMessage>,
  signal: AbortSignal,
): Promise<PostResult> => {
  let detail = 'ENODATA';
  for (const address of addresses) {
    try {
      return await judge(await send(address));
    } catch (error) {
      detail = signal.aborted ? 'ETIMEDOUT' : codeOf(error);
      if (!NOT_CONNECTED.has(detail)) break;
    }
  }
  return { ok: false, reason: 'no_answer', detail };
};

/** The status decides, whatever becomes of the body. */
const judge = async (response: IncomingMessage): Promise<PostResult> => {
  const { statusCode: status = 0, headers } = response;
  await skipBody(response);
  if (status >= 200 && status < 300) return { ok: true, status };
  const retryAfter = status === 429 || status === 503 ? headers['retry-after'] : undefined;
  const reason = status >= 300 && status < 400 ? 'redirected' : 'answered';
  return { ok: false, reason, status, ...(retryAfter !== undefined && { retryAfter }) };
};

const skipBody = (response: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    let bytes = 0;
    const stop = () => {
      clearTimeout(timer);
      response.destroy();
      resolve();
    };
    const timer = setTimeout(stop, BODY_MILLISECONDS);
    response.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > BODY_BYTES) stop();
    });
    for (const event of ['end', 'error', 'close']) response.once(event, stop);
    // A late error of a response that nobody reads any more.
    response.on('error', () => undefined);
  });
