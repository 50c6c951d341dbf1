// The team's own function for claims, as a Lambda function: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';
import { type AwsCredentials, signAwsRequest } from '../aws-signature.ts';
import { NoAnswerError } from '../http-request.ts';
import { createJsonClient } from '../https-json.ts';

interface LambdaClaimsOptions {
  /** With a version or an alias, or without. */
  readonly functionArn: string;
  /** `https://host` of Lambda in the region of the function. */
  readonly endpoint: string;
  readonly credentials: () => Promise<AwsCredentials>;
  readonly clock: Clock;
  readonly timeoutMilliseconds: number;
}

/** `name`: what was wrong, for the log. What the function says about it may hold anything, so it is not read. */
class ClaimsError extends Error {
  override readonly name: string;
  constructor(name: string, options?: ErrorOptions) {
    super('no answer of the function for claims', options);
    this.name = name;
  }
}

export const createLambdaClaims = ({
  functionArn,
  endpoint,
  credentials,
  clock,
  timeoutMilliseconds,
}: LambdaClaimsOptions): ClaimsFunction => {
  const ask = createJsonClient({ endpoint, timeoutMilliseconds });
  const [, , , region = ''] = functionArn.split(':');
  const { host } = new URL(endpoint);
  const path = `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`;
  return {
    ask: async (body) => {
      const request = { service: 'lambda', region, host, path, body: JSON.stringify(body), now: clock.now() };
      const headers = signAwsRequest(request, await credentials());
      const answer = await ask({ method: 'POST', path, headers, body }).catch((error) => {
        throw new ClaimsError(error instanceof NoAnswerError ? error.code : 'UNKNOWN', { cause: error });
      });
      if (answer.status !== 200) throw new ClaimsError(refusalOf(answer.headers, answer.status));
      if (answer.headers['x-amz-function-error'] !== undefined) throw new ClaimsError('FunctionError');
      return answer.body;
    },
  };
};

/** Such as `AccessDeniedException`. */
const refusalOf = (headers: Readonly<Record<string, unknown>>, status: number): string =>
  /^\w{1,64}/.exec(String(headers['x-amzn-errortype'] ?? ''))?.[0] ?? `HTTP ${status}`;
