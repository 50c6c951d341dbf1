// Who sent a request: a trusted caller, known by its key, and the person, whose address a trusted caller may tell.
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isSameText } from '#domain/crypto.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { type Caller, callerOf, UNKNOWN } from '#domain/network.ts';
import type { Settings } from '#domain/settings.ts';

export interface Sender {
  readonly caller: Caller;
  /** The IP address of the person, as it was told. */
  readonly address: string;
  /** The name of the trusted caller whose key came with the request. */
  readonly trustedCaller?: string | undefined;
}

/** Anybody can write `x-client-ip`: without a right key in `x-api-key` it is not looked at. */
export const readSender = (event: APIGatewayProxyEventV2, settings: Settings): Outcome<Sender> => {
  const { 'x-api-key': apiKey, 'x-client-ip': clientIp, 'user-agent': userAgent = '' } = event.headers;
  const trustedCaller = apiKey === undefined ? undefined : nameOf(apiKey, settings);
  const told = trustedCaller === undefined ? undefined : clientIp;
  const address = told ?? event.requestContext.http.sourceIp;
  const caller = callerOf(address, userAgent);
  if (told !== undefined && caller.client === UNKNOWN) return refuse('invalid_request', { errors: [NO_ADDRESS] });
  return accept({ caller, address, trustedCaller });
};

const NO_ADDRESS = { path: 'x-client-ip', message: 'must be one IP address, without a port' };

const nameOf = (apiKey: string, { trustedCallers }: Settings): string | undefined => {
  if (trustedCallers.length === 0) return undefined;
  const hash = createHash('sha256').update(apiKey).digest('hex');
  return trustedCallers.find(({ keySha256 }) => isSameText(keySha256, hash))?.name;
};
