// The function behind everything that is only read: pages, keys, documents, and the answer where there is nothing.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import openApiDocument from '../../docs/openapi.json' with { type: 'json' };
import { accept, type Outcome, refuse } from '../domain/errors.ts';
import type { Brand, Locale } from '../domain/mail.ts';
import type { TokenSigner } from '../domain/ports.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler } from '../http/http-handler.ts';
import { PAGE_NAMES, type PageName } from '../http/page-texts.ts';
import { PAGE_CONTENT_SECURITY_POLICY, pageAsset, renderPage } from '../http/pages.ts';
import { json, problem, type Reply } from '../http/reply.ts';
import { methodsOf } from '../routes.ts';
import { pagesDependencies } from '../runtime/aws/pages.ts';
import { lazily } from '../runtime/lazily.ts';

/** Authorizers cache the keys for hours anyway; a key is listed a day before it signs. */
const JWKS_MAXIMUM_AGE_SECONDS = 3600;

export interface PagesDependencies extends HttpDependencies {
  readonly signer: Pick<TokenSigner, 'publicKeys'>;
}

export const createPagesHandler = (dependencies: PagesDependencies): HttpHandler => {
  const { settings, signer } = dependencies;
  const { issuer, brand } = settings;
  return createHttpHandler<'pages'>(
    dependencies,
    {
      ...pageHandlers(brand),
      'GET /assets/{file}': async ({ pathParameters }) => {
        const asset = pageAsset(pathParameters['file'] ?? '', brand);
        if (!asset) return refuse('not_found');
        return accept({ status: 200, headers: { 'content-type': asset.contentType }, body: asset.body });
      },
      'GET /.well-known/jwks.json': async () => accept(cached(json(200, { keys: await signer.publicKeys() }))),
      'GET /.well-known/openid-configuration': async () => accept(cached(json(200, discoveryOf(issuer)))),
      'GET /health': async () => accept(json(200, { status: 'ok' })),
      'GET /openapi.json': async () => accept(json(200, openApiDocument)),
    },
    noRoute,
  );
};

type PageHandler = (request: { readonly locale: Locale }) => Promise<Outcome<Reply>>;
type PageHandlers = Record<`${'GET' | 'HEAD'} /${PageName}`, PageHandler>;

/** A page is named as its path is. */
const pageHandlers = (brand: Brand): PageHandlers => {
  const handlers = PAGE_NAMES.flatMap((name): [string, PageHandler][] => {
    const serve: PageHandler = async ({ locale }) => accept(html(renderPage(name, locale, brand), locale));
    return [
      [`GET /${name}`, serve],
      [`HEAD /${name}`, serve],
    ];
  });
  return Object.fromEntries(handlers) as PageHandlers;
};

/** The `$default` route: a known path under another method is 405, all else 404. */
const noRoute = (event: APIGatewayProxyEventV2): Reply => {
  const methods = methodsOf(event.rawPath);
  if (methods.length === 0) return problem({ code: 'not_found' });
  const refusal = problem({ code: 'method_not_allowed' });
  return { ...refusal, headers: { ...refusal.headers, allow: methods.join(', ') } };
};

const html = (body: string, locale: string): Reply => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-language': locale,
    'content-security-policy': PAGE_CONTENT_SECURITY_POLICY,
    vary: 'accept-language',
  },
  body,
});

const cached = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'cache-control': `public, max-age=${JWKS_MAXIMUM_AGE_SECONDS}` },
});

/** As much of OpenID Connect Discovery 1.0 as is true here: there is no authorization endpoint and no ID token. */
const discoveryOf = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  response_types_supported: [],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['account'],
  claims_supported: ['iss', 'aud', 'sub', 'sid', 'epoch', 'scope', 'iat', 'exp', 'jti'],
});

export const handler = lazily(() => createPagesHandler(pagesDependencies()));
