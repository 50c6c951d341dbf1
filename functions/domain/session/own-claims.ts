// The claims of a team's own in its tokens: which names they may not have, and how much of them fits (ADR 0048).

/** Values of JSON, by name. */
export type OwnClaims = Readonly<Record<string, unknown>>;

export interface ClaimsSettings {
  /** The same in all tokens. */
  readonly static?: OwnClaims;
  /** The keys of an account's metadata that its tokens hold, and that its owner reads. */
  readonly metadata?: readonly string[];
  /** The team's own function, which is asked for the claims of each token. */
  readonly functionArn?: string;
}

/** What a token says by itself, and what others take for facts: JWT, OpenID Connect, RFC 9068, RFC 7800 (`cnf`) and RFC 8693 (`act`). */
const RESERVED: ReadonlySet<string> = new Set([
  ...['iss', 'aud', 'sub', 'exp', 'iat', 'nbf', 'jti', 'sid', 'epoch', 'scope', 'client_id', 'typ'],
  ...['auth_time', 'amr', 'acr', 'nonce', 'at_hash', 'c_hash', 's_hash', 'azp', 'cnf', 'act', 'may_act', 'events'],
  ...['metadata', 'name', 'locale'],
  // Names of JavaScript itself.
  ...['__proto__', 'constructor', 'prototype'],
]);
const RESERVED_BEGINNINGS = ['email', 'phone_number'];

export const isReserved = (name: string): boolean =>
  RESERVED.has(name) || RESERVED_BEGINNINGS.some((beginning) => name.startsWith(beginning));

export const STATIC_MAXIMUM_BYTES = 768;
const ANSWER_MAXIMUM_BYTES = 1024;
/** For the whole request: a person waits. */
export const ANSWER_MILLISECONDS = 500;
/** So that an access token stays below 4 KB, which fits a header: base64 adds a third, and the service has claims of its own. */
const ALL_MAXIMUM_BYTES = STATIC_MAXIMUM_BYTES + ANSWER_MAXIMUM_BYTES;

export const claimBytes = (claims: OwnClaims): number => Buffer.byteLength(JSON.stringify(claims));

/** Why something of the team's is not in a token. */
export type LeftOutReason = 'slow' | 'failed' | 'not_an_object' | 'too_large' | 'reserved_names';

export interface Answer {
  readonly claims: OwnClaims;
  /** Set if the answer, or a part of it, is left out. */
  readonly leftOut?: LeftOutReason;
}

/** `answer`: whatever the team's function answered in JSON. */
export const readAnswer = (answer: unknown): Answer => {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    return { claims: {}, leftOut: 'not_an_object' };
  const given = Object.entries(answer);
  const allowed = given.filter(([name]) => !isReserved(name));
  const claims = Object.fromEntries(allowed);
  if (claimBytes(claims) > ANSWER_MAXIMUM_BYTES) return { claims: {}, leftOut: 'too_large' };
  return allowed.length < given.length ? { claims, leftOut: 'reserved_names' } : { claims };
};

interface Parts {
  readonly fixed: OwnClaims | undefined;
  readonly answered: OwnClaims;
  readonly metadata: OwnClaims | undefined;
}

/** The function may change a fixed claim. Metadata takes the room that the others leave, or is left out. */
export const joinClaims = ({ fixed, answered, metadata }: Parts): Answer => {
  const own = { ...fixed, ...answered };
  if (!metadata) return { claims: own };
  const claims = { ...own, metadata };
  return claimBytes(claims) > ALL_MAXIMUM_BYTES ? { claims: own, leftOut: 'too_large' } : { claims };
};
