// Checks what the README's curl tour printed: it must end with tokens that any JOSE library accepts. Run by `.ci/run`.
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, type JWTVerifyResult, jwtVerify } from 'jose';

/** Verifies an access token as another service would: by the published keys, issuer, audience, type and algorithm. */
export const verifyAccessToken = (
  url: string,
  accessToken: string,
  currentDate: Date = new Date(),
): Promise<JWTVerifyResult> =>
  jwtVerify(accessToken, createRemoteJWKSet(new URL(`${url}/.well-known/jwks.json`)), {
    issuer: url,
    audience: url,
    typ: 'at+jwt',
    algorithms: ['RS256'],
    requiredClaims: ['sub', 'sid', 'epoch', 'scope', 'iat', 'exp', 'jti'],
    currentDate,
  });

/** The JSON object that `output` ends with: curl puts no line break between two answers. `undefined` if it ends otherwise. */
const lastObject = (output: string): Record<string, unknown> | undefined => {
  const trimmed = output.trimEnd();
  for (let at = trimmed.indexOf('{'); at >= 0; at = trimmed.indexOf('{', at + 1)) {
    try {
      return JSON.parse(trimmed.slice(at));
    } catch {
      // This brace opens an earlier answer, or an inner object.
    }
  }
  return undefined;
};

const checkTour = async (url: string, output: string): Promise<void> => {
  const { accessToken, tokenType } = lastObject(output) ?? {};
  if (typeof accessToken !== 'string' || tokenType !== 'Bearer') throw new Error('The tour does not end with tokens.');
  const { payload } = await verifyAccessToken(url, accessToken);
  console.log(`The access token of user ${payload.sub} is good.`);
};

if (import.meta.main) await checkTour(process.argv[2] ?? '', await text(process.stdin));
