// Signed calls to SENS. They load a changed secret again, and pause for a while after the secret was refused.

import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { nameOfError } from '#domain/errors.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import { NoAnswerError } from '../../http-request.ts';
import { createJsonClient, type JsonAnswer, type JsonRequest } from '../../https-json.ts';
import { isUnauthorised } from './sens-answers.ts';
import { type SensCredentials, signedHeaders } from './sens-signature.ts';

/** `failed`: SENS did not answer, or was not called. */
export type SensCall =
  | { readonly kind: 'answered'; readonly answer: JsonAnswer }
  | { readonly kind: 'failed'; readonly reason: DeliveryReason; readonly error: string };

interface SensCallsOptions {
  readonly secret: SecretReader<SensCredentials>;
  readonly clock: Clock;
  readonly endpoint: string;
  readonly timeoutMilliseconds: number;
}

/** How long refused credentials are not used: further tries with them cannot succeed and could lock the account. */
const REST_MILLISECONDS = 60_000;

/** Never throws. */
export const createSensCalls = ({ secret, clock, ...target }: SensCallsOptions) => {
  const ask = createJsonClient(target);
  let refused: { readonly credentials: SensCredentials; readonly until: number } | undefined;

  const askWith = async (credentials: SensCredentials, request: Omit<JsonRequest, 'headers'>): Promise<JsonAnswer> => {
    const { method, path } = request;
    const headers = signedHeaders({ method, path, timestamp: clock.now() }, credentials);
    const answer = await ask({ ...request, headers });
    if (isUnauthorised(answer)) refused = { credentials, until: clock.now() + REST_MILLISECONDS };
    return answer;
  };

  const askAnew = async (request: Omit<JsonRequest, 'headers'>): Promise<SensCall> => {
    const credentials = await secret.read();
    if (refused && isSame(refused.credentials, credentials) && clock.now() < refused.until) {
      return { kind: 'failed', reason: 'credentials_refused', error: 'SENS resting' };
    }
    const answer = await askWith(credentials, request);
    if (!isUnauthorised(answer)) return { kind: 'answered', answer };
    secret.forget();
    const newest = await secret.read();
    return { kind: 'answered', answer: isSame(newest, credentials) ? answer : await askWith(newest, request) };
  };

  return async (request: Omit<JsonRequest, 'headers'>): Promise<SensCall> => {
    try {
      return await askAnew(request);
    } catch (error) {
      if (error instanceof NoAnswerError) {
        return { kind: 'failed', reason: 'transport_unavailable', error: `SENS ${error.code}` };
      }
      // For an operator an unreadable secret is a problem of the credentials. `error` has the cause.
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return { kind: 'failed', reason: 'credentials_refused', error: nameOfError(cause) };
    }
  };
};

const isSame = (one: SensCredentials, other: SensCredentials): boolean =>
  one.accessKey === other.accessKey && one.secretKey === other.secretKey;
