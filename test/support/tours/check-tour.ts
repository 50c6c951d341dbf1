// Checks the output of the tour, or of the first steps of a README: each step is there, in order, with its outcome. Run by
// `.ci/run`.
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import {
  AccountDeletedResponse,
  LoggedOutResponse,
  OtpCheckResponse,
  SentResponse,
  TokenResponse,
} from '#schemas/responses.ts';

/** Verifies a token as another service does: by the published keys, the issuer and the algorithm. */
const verifyToken = (
  url: string,
  keySet: 'jwks' | 'proof-jwks',
  token: string,
  expected: JWTVerifyOptions,
): Promise<JWTVerifyResult> =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${url}/.well-known/${keySet}.json`)), {
    issuer: url,
    algorithms: ['RS256'],
    ...expected,
  });

/** Also verifies the audience, the type and the claims. */
export const verifyAccessToken = (
  url: string,
  accessToken: string,
  currentDate: Date = new Date(),
): Promise<JWTVerifyResult> =>
  verifyToken(url, 'jwks', accessToken, {
    audience: url,
    typ: 'at+jwt',
    requiredClaims: ['sub', 'sid', 'epoch', 'client_id', 'scope', 'auth_time', 'amr', 'iat', 'exp', 'jti'],
    currentDate,
  });

const REQUEST = /^(?:GET|POST|PATCH|DELETE) \/\S*$/;

/** The output of the tour: a line with the request, then one with the answer. A missing or additional step is named. */
const answersOf = (output: string, requests: readonly string[]): unknown[] => {
  const lines = output.trimEnd().split('\n');
  const printed = lines.filter((line) => REQUEST.test(line)).join(', ');
  if (printed !== requests.join(', ')) throw new Error(`The tour took the steps ${printed || 'none'}.`);
  if (lines.length !== 2 * requests.length) throw new Error('The tour printed more than requests and answers.');
  return requests.map((request, index) => {
    if (lines[2 * index] !== request) throw new Error(`The tour printed more than requests and answers at ${request}.`);
    return JSON.parse(lines[2 * index + 1] ?? '');
  });
};

const assert = (isTrue: boolean, claim: string): void => {
  if (!isTrue) throw new Error(`Not so: ${claim}.`);
  console.log(`So it is: ${claim}.`);
};

/** Checks the tokens of one account: each is valid and has its own refresh token. */
const checkTokens = async (url: string, steps: readonly Taken[]) => {
  const tokens = steps.map(({ request, answer }) => ({ request, given: TokenResponse.parse(answer) }));
  for (const { request, given } of tokens) {
    const { payload } = await verifyAccessToken(url, given.accessToken);
    assert(payload.sub === given.user.id, `the access token of ${request} is good`);
  }
  assert(new Set(tokens.map(({ given }) => given.user.id)).size === 1, 'they are all of one account');
  const refreshTokens = new Set(tokens.map(({ given }) => given.refreshToken));
  assert(refreshTokens.size === tokens.length && !refreshTokens.has(undefined), 'each came with a new refresh token');
  return tokens.map(({ given }) => given);
};

const checkProof = async (url: string, { answer }: Taken): Promise<void> => {
  const { proof } = OtpCheckResponse.parse(answer);
  const { payload } = await verifyToken(url, 'proof-jwks', proof, {
    audience: `${url}/proof`,
    typ: 'latchkey-proof+jwt',
  });
  const { purpose, channel, address } = payload;
  assert(`${purpose} ${channel} ${address}` === 'otp sms +821012345678', 'the proof names the phone number');
};

interface Taken {
  readonly request: string;
  readonly answer: unknown;
}

/** The steps of docs/tour.md and their results: the tokens of an account, or the code of a refusal. */
const STEPS = [
  ['POST /signup', 'sent'],
  ['POST /verify', 'tokens of me'],
  ['POST /login', 'tokens of me'],
  ['POST /token/refresh', 'tokens of me'],
  ['POST /reset', 'sent'],
  ['POST /reset/confirm', 'tokens of me'],
  ['POST /me/email', 'sent'],
  ['POST /me/email/confirm', 'tokens of me'],
  ['POST /logout', 'logged out'],
  ['POST /otp', 'sent'],
  ['POST /otp/check', 'proof'],
  ['POST /signup', 'sent'],
  ['POST /verify', 'tokens of code'],
  ['POST /signup', 'sent'],
  ['POST /verify', 'password_required'],
  ['POST /verify', 'tokens of other'],
  ['POST /login/link', 'sent'],
  ['POST /login/link/confirm', 'tokens of code'],
  ['DELETE /me', 'deleted'],
  ['POST /email/undo', 'sent'],
  ['POST /signup', 'sent'],
  ['POST /_local/clock', 'clock'],
  ['POST /verify', 'expired'],
  ['POST /_local/clock', 'clock'],
] as const;
const REFUSALS = ['password_required', 'expired'] as const;

const checkWholeTour = async (url: string, output: string): Promise<void> => {
  const requests = STEPS.map(([request]) => request);
  const answers = answersOf(output, requests);
  const taken = (outcome: (typeof STEPS)[number][1]): readonly Taken[] =>
    STEPS.flatMap(([request, given], index) => (given === outcome ? [{ request, answer: answers[index] }] : []));
  for (const { request, answer } of taken('sent')) {
    assert(SentResponse.safeParse(answer).success, `${request} says that a message follows`);
  }

  const tokens = await checkTokens(url, taken('tokens of me'));
  const emails = tokens.map(({ user }) => user.email);
  assert(emails.at(-1) === 'new@example.com' && !emails.slice(0, -1).includes('new@example.com'), 'the email changed');
  await checkTokens(url, taken('tokens of code'));
  await checkTokens(url, taken('tokens of other'));

  for (const { answer } of taken('logged out')) LoggedOutResponse.parse(answer);
  const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${tokens.at(-1)?.accessToken}` } });
  assert(me.status === 401, 'the access token of the session that was logged out is refused');
  for (const step of taken('proof')) await checkProof(url, step);
  for (const { answer } of taken('deleted')) AccountDeletedResponse.parse(answer);
  for (const code of REFUSALS) {
    for (const { request, answer } of taken(code)) assert(codeOf(answer) === code, `${request} is refused: ${code}`);
  }

  const [moved, reset] = taken('clock').map(({ answer }) => minutesAhead(answer));
  assert(moved === 30 && reset === 0, 'the clock moved by half an hour, and the tour set it back');
};

const codeOf = (answer: unknown): unknown => (answer as { code?: unknown }).code;
/** How far the clock is ahead of this machine's. The tour read it less than half a minute ago. */
const minutesAhead = (answer: unknown): number =>
  Math.round((Date.parse((answer as { now: string }).now) - Date.now()) / 60_000);

/** For a README: each of its `curl` commands prints its answer on a line of its own. */
const checkFirstSteps = async (url: string, output: string): Promise<void> => {
  const [sent, verified, loggedIn, ...others] = output.trimEnd().split('\n');
  assert(others.length === 0, 'three answers are printed');
  assert(SentResponse.safeParse(JSON.parse(sent ?? '')).success, 'the sign-up says that a mail follows');
  await checkTokens(url, [
    { request: 'POST /verify', answer: JSON.parse(verified ?? '') },
    { request: 'POST /login', answer: JSON.parse(loggedIn ?? '') },
  ]);
};

if (import.meta.main) {
  const [, , expected, url = ''] = process.argv;
  const output = await text(process.stdin);
  await (expected === 'first-steps' ? checkFirstSteps : checkWholeTour)(url, output);
}
