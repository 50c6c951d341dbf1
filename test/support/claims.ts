// A team's own function for claims, and its claims, for tests.
import type { ClaimsFunction, ClaimsRequest } from '#domain/ports/tokens.ts';
import type { ClaimsSettings } from '#domain/session/own-claims.ts';

export const TENANT = 'https://example.com/tenant';
export const CLAIMS: ClaimsSettings = { static: { [TENANT]: 'kr' }, metadata: ['plan', 'seats'] };

/** Answers what `answer` makes of a request, and keeps the requests. */
export const claimsFunctionOf = (answer: (request: ClaimsRequest) => unknown) => {
  const requests: ClaimsRequest[] = [];
  const claimsFunction: ClaimsFunction = {
    ask: async (request) => {
      requests.push(request);
      return answer(request);
    },
  };
  return { claimsFunction, requests };
};
