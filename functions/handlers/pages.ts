// The function for everything that is only read: pages, public keys, documents, and the 404 answer.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { TokenSigner } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { chooseEncoding } from '#http/compress.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler, type HttpRequest } from '#http/http-handler.ts';
import { json, problem, type Reply } from '#http/reply.ts';
import { createAssets } from '#pages/assets.ts';
import { createDocumentReply, createPageReplies, type PageReplies } from '#pages/documents.ts';
import { firstStateOf } from '#pages/first-state.ts';
import type { PageOptions } from '#pages/pages.ts';
import { PAGE_NAMES, type PageName } from '#pages/texts/page-texts.ts';
import { methodsOf } from '#routes.ts';
import { pagesDependencies } from '#runtime/aws/pages.ts';
import { lazily } from '#runtime/lazily.ts';
import openApiDocument from '../../docs/openapi.json' with { type: 'json' };

/** Authorizers cache the keys for hours anyway. A key is listed one day before it first signs. */
const JWKS_MAXIMUM_AGE_SECONDS = 3600;

export interface PagesDependencies extends HttpDependencies {
  readonly signer: Pick<TokenSigner, 'publicKeys'>;
}

export const createPagesHandler = (dependencies: PagesDependencies): HttpHandler => {
  const { settings, signer } = dependencies;
  const { issuer, brand } = settings;
  const assets = createAssets(brand);
  const serveAsset: Handle<'pathParameters' | 'acceptEncoding'> = async ({ pathParameters, acceptEncoding }) => {
    const reply = assets.find(pathParameters['file'] ?? '');
    return reply ? accept(reply(chooseEncoding(acceptEncoding))) : refuse('not_found');
  };
  const documentReply = createDocumentReply(openApiDocument);
  return createHttpHandler<'pages'>(
    dependencies,
    {
      ...pageHandlers(createPageReplies(brand, assets.addresses, pageOptionsOf(settings))),
      'GET /assets/{file}': serveAsset,
      'HEAD /assets/{file}': serveAsset,
      'GET /.well-known/jwks.json': async () => accept(cached(json(200, { keys: await signer.publicKeys() }))),
      'GET /.well-known/openid-configuration': async () => accept(cached(json(200, discoveryOf(issuer)))),
      'GET /health': async () => accept(json(200, { status: 'ok' })),
      'GET /openapi.json': async ({ acceptEncoding }) => accept(documentReply(chooseEncoding(acceptEncoding))),
    },
    noRoute,
  );
};

type Handle<Part extends keyof HttpRequest<unknown>> = (
  request: Pick<HttpRequest<unknown>, Part>,
) => Promise<Outcome<Reply>>;
type PageHandlers = Record<`${'GET' | 'HEAD'} /${PageName}`, Handle<'query' | 'locale' | 'acceptEncoding'>>;

/** A person may only be sent back to the team's own pages. */
const pageOptionsOf = ({ allowedOrigins, brand, texts }: Settings): PageOptions => ({
  returnOrigins: [...new Set([...allowedOrigins, ...(brand.appUrl ? [new URL(brand.appUrl).origin] : [])])],
  isSmsOn: Object.keys(texts.countries).length > 0,
});

/** The name of a page is that of its path. */
const pageHandlers = (replyOf: PageReplies): PageHandlers => {
  const handlers = PAGE_NAMES.flatMap((name) => {
    const serve: Handle<'query' | 'locale' | 'acceptEncoding'> = async ({ query, locale, acceptEncoding }) =>
      accept(replyOf(name, firstStateOf(name, query), locale, chooseEncoding(acceptEncoding)));
    return [
      [`GET /${name}`, serve],
      [`HEAD /${name}`, serve],
    ];
  });
  return Object.fromEntries(handlers) as PageHandlers;
};

/** The `$default` route: 405 for a known path with another method, otherwise 404. */
const noRoute = (event: APIGatewayProxyEventV2): Reply => {
  const methods = methodsOf(event.rawPath);
  if (methods.length === 0) return problem({ code: 'not_found' });
  const refusal = problem({ code: 'method_not_allowed' });
  return { ...refusal, headers: { ...refusal.headers, allow: methods.join(', ') } };
};

const cached = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'cache-control': `public, max-age=${JWKS_MAXIMUM_AGE_SECONDS}` },
});

/** The part of OpenID Connect Discovery 1.0 that applies: there is no authorization endpoint and no ID token. */
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
