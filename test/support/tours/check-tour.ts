// Checks what the README's curl tour printed: each step there, in order, and with its outcome. Run by `.ci/run` while the service runs.
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { LoggedOutResponse, OtpCheckResponse, SentResponse, TokenResponse } from '#schemas/responses.ts';

/** Verifies a token as another service would: by the published keys, issuer and algorithm. */
const verifyToken = (url: string, token: string, expected: JWTVerifyOptions): Promise<JWTVerifyResult> =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`)), {
    issuer: url,
    algorithms: ['RS256'],
    ...expected,
  });

/** And by its audience, type and claims. */
export const verifyAccessToken = (
  url: string,
  accessToken: string,
  currentDate: Date = new Date(),
): Promise<JWTVerifyResult> =>
  verifyToken(url, accessToken, {
    audience: url,
    typ: 'at+jwt',
    requiredClaims: ['sub', 'sid', 'epoch', 'scope', 'iat', 'exp', 'jti'],
    currentDate,
  });

const REQUEST = /^(?:GET|POST|PATCH|DELETE) \/\S*$/;

/** What the tour printed: a line with the request, then one with the answer. A step that is missing or too much is named. */
const answersOf = (output: string, requests: readonly string[]): unknown[] => {
  const lines = output.trimEnd().split('\n');
  const printed = lines.filter((line) => REQUEST.test(line)).join(', ');
  if (printed !== requests.join(', ')) throw new Error(`The tour took the steps ${printed || 'none'}.`);
  return requests.map((request, index) => {
    if (lines[2 * index] !== request) throw new Error(`The tour printed more than requests and answers at ${request}.`);
    return JSON.parse(lines[2 * index + 1] ?? '');
  });
};

const assert = (isTrue: boolean, claim: string): void => {
  if (!isTrue) throw new Error(`Not so: ${claim}.`);
  console.log(`So it is: ${claim}.`);
};

const TOKEN_STEPS = ['POST /verify', 'POST /login', 'POST /token/refresh', 'POST /reset/confirm'];
const MOVE = 'POST /me/email/confirm';
const SENT_STEPS = ['POST /signup', 'POST /reset', 'POST /me/email', 'POST /otp'];
const STEPS = [
  ...['POST /signup', 'POST /verify', 'POST /login', 'POST /token/refresh', 'POST /reset', 'POST /reset/confirm'],
  ...['POST /me/email', MOVE, 'POST /logout', 'POST /otp', 'POST /otp/check'],
];

const checkTour = async (url: string, output: string): Promise<void> => {
  const answers = answersOf(output, STEPS);
  const answerTo = (request: string) => answers[STEPS.indexOf(request)];
  for (const request of SENT_STEPS) {
    assert(SentResponse.safeParse(answerTo(request)).success, `${request} says that a message follows`);
  }

  const subjects = new Set<unknown>();
  const tokens = [...TOKEN_STEPS, MOVE].map((request) => ({ request, given: TokenResponse.parse(answerTo(request)) }));
  for (const { request, given } of tokens) {
    const { payload } = await verifyAccessToken(url, given.accessToken);
    subjects.add(payload.sub);
    assert(payload.sub === given.user.id, `the access token of ${request} is good`);
  }
  assert(subjects.size === 1, 'they are all of one account');
  const refreshTokens = new Set(tokens.map(({ given }) => given.refreshToken));
  assert(refreshTokens.size === tokens.length && !refreshTokens.has(undefined), 'each came with a new refresh token');
  const emails = tokens.map(({ given }) => given.user.email);
  assert(emails.at(-1) === 'new@example.com' && !emails.slice(0, -1).includes('new@example.com'), 'the email changed');

  LoggedOutResponse.parse(answerTo('POST /logout'));
  const me = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${tokens.at(-1)?.given.accessToken}` } });
  assert(me.status === 401, 'the access token of the session that was logged out is refused');

  const { proof } = OtpCheckResponse.parse(answerTo('POST /otp/check'));
  const { payload } = await verifyToken(url, proof, { audience: `${url}/proof`, typ: 'latchkey-proof+jwt' });
  const { purpose, channel, address } = payload;
  assert(`${purpose} ${channel} ${address}` === 'otp sms +821012345678', 'the proof names the phone number');
};

if (import.meta.main) await checkTour(process.argv[2] ?? '', await text(process.stdin));
