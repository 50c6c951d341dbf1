// Gathers the claims of a team's own for one token. Nothing that goes wrong with them keeps a person from the token.
import { readMetadata, shownMetadata } from '#domain/account/metadata.ts';
import type { User } from '#domain/account/user.ts';
import { ACCOUNT_SCOPE } from '#domain/oauth/client.ts';
import type { ClaimsRequest } from '#domain/ports/tokens.ts';
import type { Ports } from '#domain/ports.ts';
import {
  ANSWER_MILLISECONDS,
  type Answer,
  joinClaims,
  type OwnClaims,
  readAnswer,
} from '#domain/session/own-claims.ts';

type Dependencies = Pick<Ports, 'settings' | 'claimsFunction' | 'log'>;

export interface ClaimsOccasion {
  readonly user: User;
  readonly trigger: ClaimsRequest['trigger'];
  readonly clientId: string | undefined;
  readonly scope: string | undefined;
}

export const gatherClaims = async (dependencies: Dependencies, occasion: ClaimsOccasion): Promise<OwnClaims> => {
  const { settings, claimsFunction, log } = dependencies;
  const { user } = occasion;
  const { static: fixed, metadata: keys } = settings.claims ?? {};
  const answered = claimsFunction ? await askFunction(claimsFunction, requestOf(occasion)) : NO_ANSWER;
  if (answered.leftOut)
    log.write('claims_left_out', {
      ...{ user: user.id, of: 'function', reason: answered.leftOut },
      ...(answered.error !== undefined && { error: answered.error }),
    });
  const metadata = shownMetadata(user, keys);
  const { claims, leftOut } = joinClaims({ fixed, answered: answered.claims, metadata });
  if (leftOut) log.write('claims_left_out', { user: user.id, of: 'metadata', reason: leftOut });
  return claims;
};

const LATE = Symbol('late');
const NO_ANSWER: AskedAnswer = { claims: {} };

interface AskedAnswer extends Answer {
  /** The name of the error. */
  readonly error?: string;
}

const requestOf = ({ user, trigger, clientId, scope = ACCOUNT_SCOPE }: ClaimsOccasion): ClaimsRequest => {
  const metadata = readMetadata(user);
  return {
    trigger,
    userId: user.id,
    email: user.email,
    ...(clientId !== undefined && { clientId }),
    scopes: scope.split(' ').filter((word) => word !== ''),
    ...(metadata && { metadata }),
  };
};

const askFunction = async (
  claimsFunction: NonNullable<Ports['claimsFunction']>,
  request: ClaimsRequest,
): Promise<AskedAnswer> => {
  const late = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => late.resolve(LATE), ANSWER_MILLISECONDS);
  try {
    const answer = await Promise.race([claimsFunction.ask(request), late.promise]);
    return answer === LATE ? { claims: {}, leftOut: 'slow' } : readAnswer(answer);
  } catch (error) {
    return { claims: {}, leftOut: 'failed', error: error instanceof Error ? error.name : typeof error };
  } finally {
    clearTimeout(timer);
  }
};
