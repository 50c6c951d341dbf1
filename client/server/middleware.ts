// The check of an access token in front of a route, for the frameworks of others: plain functions, none of which is imported.
import { type AccessTokenClaims, type AccessTokenRules, verifyAccessToken } from './access-token.ts';
import { TokenError } from './token-error.ts';

interface Refusal {
  readonly status: 401 | 403 | 503;
  /** The header `WWW-Authenticate` (RFC 6750, 3). */
  readonly challenge?: string;
  readonly body: { readonly error: string };
}

type Checked =
  | { readonly ok: true; readonly claims: AccessTokenClaims }
  | { readonly ok: false; readonly refusal: Refusal };

export interface MiddlewareRules extends AccessTokenRules {
  /** Called with each token that is refused, for a log: `error.cause` says why. Default: nothing is logged. */
  readonly report?: (error: TokenError) => void;
}

/** Throws at once if the issuer is no address: otherwise each request would be answered 503. */
const checkWith = (rules: MiddlewareRules): ((authorization: string | undefined) => Promise<Checked>) => {
  const { origin } = new URL(rules.issuer);
  return async (authorization) => {
    const token = /^bearer +([\w.-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      // Without a token the challenge names no error (RFC 6750, 3.1), but it needs a parameter (3).
      const challenge = `Bearer realm="${origin}"`;
      return { ok: false, refusal: { status: 401, challenge, body: { error: 'invalid_token' } } };
    }
    try {
      return { ok: true, claims: await verifyAccessToken(token, rules) };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      rules.report?.(error);
      const { code, status } = error;
      const challenge = { challenge: `Bearer error="${code}"` };
      return { ok: false, refusal: { status, ...(status !== 503 && challenge), body: { error: code } } };
    }
  };
};

interface ExpressRequest {
  readonly headers: { readonly authorization?: string | undefined };
  auth?: AccessTokenClaims;
}
interface ExpressResponse {
  status(code: number): ExpressResponse;
  set(name: string, value: string): ExpressResponse;
  json(body: unknown): unknown;
}

/**
 * `app.use('/orders', forExpress({ issuer }))`, for Express 4 and 5; the claims are in `request.auth`. Put `cors()` before it:
 * a preflight has no token. In TypeScript, once in a program:
 * `declare global { namespace Express { interface Request { auth?: AccessTokenClaims } } }`
 */
export const forExpress = (rules: MiddlewareRules) => {
  const check = checkWith(rules);
  return async (request: ExpressRequest, response: ExpressResponse, next: (error?: unknown) => void): Promise<void> => {
    const checked = await check(request.headers.authorization).catch((error: unknown) => void next(error));
    if (!checked) return;
    if (checked.ok) {
      request.auth = checked.claims;
      return next();
    }
    const { status, challenge, body } = checked.refusal;
    if (challenge) response.set('www-authenticate', challenge);
    response.status(status).json(body);
  };
};

interface FastifyRequest {
  readonly headers: { readonly authorization?: string | undefined };
  auth?: AccessTokenClaims;
}
interface FastifyReply {
  code(status: number): FastifyReply;
  header(name: string, value: string): FastifyReply;
  send(body: unknown): unknown;
}

/**
 * `app.addHook('onRequest', forFastify({ issuer }))`; the claims are in `request.auth`. In TypeScript, once in a program:
 * `declare module 'fastify' { interface FastifyRequest { auth?: AccessTokenClaims } }`
 */
export const forFastify = (rules: MiddlewareRules) => {
  const check = checkWith(rules);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const checked = await check(request.headers.authorization);
    if (checked.ok) {
      request.auth = checked.claims;
      return undefined;
    }
    const { status, challenge, body } = checked.refusal;
    if (challenge) reply.header('www-authenticate', challenge);
    return reply.code(status).send(body);
  };
};

interface HonoContext {
  readonly req: { header(name: string): string | undefined };
  set(key: 'auth', claims: AccessTokenClaims): void;
}

/**
 * `app.use('/orders/*', forHono({ issuer }))`; the claims are in `context.get('auth')`. In TypeScript:
 * `new Hono<{ Variables: { auth: AccessTokenClaims } }>()`
 */
export const forHono = (rules: MiddlewareRules) => {
  const check = checkWith(rules);
  return async (context: HonoContext, next: () => Promise<void>): Promise<Response | undefined> => {
    const checked = await check(context.req.header('authorization'));
    if (checked.ok) {
      context.set('auth', checked.claims);
      await next();
      return undefined;
    }
    const { status, challenge, body } = checked.refusal;
    return Response.json(body, { status, headers: challenge ? { 'www-authenticate': challenge } : {} });
  };
};
