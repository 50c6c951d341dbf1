// Asks the team's own function for claims by Lambda, with the role of the function that issues the token.
import { createLambdaClaims } from '#adapters/claims/lambda-claims.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import { ANSWER_MILLISECONDS } from '#domain/session/own-claims.ts';
import { defaultProvider } from '../../sdk/credentials.ts';
import { endpointOf } from '../../sdk/endpoint.ts';

export const lambdaClaims = (functionArn: string): ClaimsFunction => {
  const [, , , Region = ''] = functionArn.split(':');
  const Endpoint = process.env['AWS_ENDPOINT_URL_LAMBDA'] ?? process.env['AWS_ENDPOINT_URL'];
  const { url } = endpointOf('lambda')({ Region, ...(Endpoint && { Endpoint }) });
  return createLambdaClaims({
    functionArn,
    endpoint: url.origin,
    credentials: defaultProvider(),
    clock: systemClock,
    timeoutMilliseconds: ANSWER_MILLISECONDS,
  });
};
