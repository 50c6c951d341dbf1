// The function for everything that is only read: pages, public keys, documents, and the 404 answer.
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { completeFields } from '#domain/account/profile-fields.ts';
import { TURNSTILE_ORIGIN } from '#domain/challenge/human-check.ts';
import { readMailedLink } from '#domain/challenge/mailed-link.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { TokenSigner } from '#domain/ports/tokens.ts';
import { hasLevels, LEVELS } from '#domain/session/assurance.ts';
import type { Settings } from '#domain/settings.ts';
import { chooseEncoding } from '#http/compress.ts';
import { createHttpHandler, type HttpDependencies, type HttpHandler, type HttpRequest } from '#http/http-handler.ts';
import { chooseLocale } from '#http/locale.ts';
import { json, problem, type Reply } from '#http/reply.ts';
import { appleAppSiteAssociation, assetLinks } from '#pages/app-links.ts';
import { createAssets } from '#pages/assets.ts';
import { discoveryOf } from '#pages/discovery.ts';
import { createDocumentReply, createPageReplies, type PageReplies } from '#pages/documents.ts';
import { type Factors, hasFactors } from '#pages/factors.ts';
import { firstStateOf } from '#pages/first-state.ts';
import type { PageOptions } from '#pages/pages.ts';
import { methodsOf } from '#routes.ts';
import { pagesDependencies } from '#runtime/aws/functions/pages.ts';
import { lazily } from '#runtime/lazily.ts';
import { PAGE_NAMES, type PageName } from '#texts/page-texts.ts';

/** Authorizers, and the systems of phones, keep what they read for hours anyway. A key is listed one day before it first signs. */
const WELL_KNOWN_MAXIMUM_AGE_SECONDS = 3600;
/** Who agrees to an old version is asked again. */
const CONSENTS_MAXIMUM_AGE_SECONDS = 60;

export interface PagesDependencies extends HttpDependencies {
  readonly signer: Pick<TokenSigner, 'publicKeys'>;
  readonly proofSigner: Pick<TokenSigner, 'publicKeys'>;
}

export const createPagesHandler = (dependencies: PagesDependencies): HttpHandler => {
  const { settings, signer, proofSigner } = dependencies;
  const { issuer, brand, languages, otp, profileFields, appLinks: { apple, android } = {} } = settings;
  const { passkeyDomain, passkeyOrigins = [] } = settings;
  const hasClients = settings.clients.length > 0;
  const discovery = discoveryOf(issuer, hasClients, hasLevels(settings) ? LEVELS : []);
  const isOtpOn = otp.access !== 'off';
  const assets = createAssets(brand);
  const pages = createPageReplies(settings, assets.addresses, pageOptionsOf(settings));
  const documentReply = createDocumentReply(loadDocument);
  return createHttpHandler<'pages'>(
    dependencies,
    {
      ...pageHandlers(pages, languages, isAbsentIn(settings)),
      'GET /assets/{file}': async ({ pathParameters, acceptEncoding }) => {
        const reply = assets.find(pathParameters['file'] ?? '');
        return reply ? accept(await reply(chooseEncoding(acceptEncoding))) : refuse('not_found');
      },
      'GET /consents': async () =>
        accept(cached(json(200, { consents: settings.consents }), CONSENTS_MAXIMUM_AGE_SECONDS)),
      'GET /.well-known/jwks.json': async () => {
        // A verifier that looks at no type takes what these keys sign for an access token: those of proofs are not among them.
        const signers = isOtpOn && otp.proofKeysInJwks ? [signer, proofSigner] : [signer];
        return accept(await keySetOf(signers));
      },
      'GET /.well-known/proof-jwks.json': async () =>
        isOtpOn ? accept(await keySetOf([proofSigner])) : refuse('not_found'),
      'GET /.well-known/openid-configuration': async () => accept(kept(discovery)),
      'GET /.well-known/oauth-authorization-server': async () =>
        hasClients ? accept(kept(discovery)) : refuse('not_found'),
      'GET /.well-known/apple-app-site-association': async () =>
        apple?.length ? accept(kept(appleAppSiteAssociation(apple, languages))) : refuse('not_found'),
      'GET /.well-known/assetlinks.json': async () =>
        android?.length ? accept(kept(assetLinks(android))) : refuse('not_found'),
      // https://www.w3.org/TR/webauthn-3/#sctn-related-origins
      'GET /.well-known/webauthn': async () =>
        passkeyDomain === undefined ? refuse('not_found') : accept(kept({ origins: passkeyOrigins })),
      'GET /profile-fields': async () =>
        profileFields ? accept(json(200, { profileFields: completeFields(profileFields) })) : refuse('not_found'),
      'GET /health': async () => accept(json(200, { status: 'ok' })),
      'GET /openapi.json': async ({ acceptEncoding }) => accept(await documentReply(chooseEncoding(acceptEncoding))),
    },
    { fallback: (event) => noRoute(event, pages, languages) },
  );
};

/** Larger than all pages together, and rarely asked for. */
const loadDocument = async (): Promise<object> =>
  (await import('../../docs/openapi.json', { with: { type: 'json' } })).default;

type PageRequest = Pick<HttpRequest<unknown>, 'event' | 'query' | 'rawQuery' | 'locale' | 'acceptEncoding'>;
type PageHandlers = Record<`GET /${PageName}`, (request: PageRequest) => Promise<Outcome<Reply>>>;

/** A person may only be sent back to the team's own pages. */
const pageOptionsOf = (settings: Settings): PageOptions => {
  const { allowedOrigins, brand, texts, profileFields, consents } = settings;
  return {
    returnOrigins: [...new Set([...allowedOrigins, ...(brand.appUrl ? [new URL(brand.appUrl).origin] : [])])],
    isSmsOn: Object.keys(texts.countries).length > 0,
    ...(profileFields && { profileFields }),
    ...(settings.humanCheck && { humanOrigin: settings.humanCheck.origin ?? TURNSTILE_ORIGIN }),
    consents,
    refusesLeaked: settings.leakedPasswords === 'refuse',
    factors: factorsOf(settings),
  };
};

const factorsOf = ({ passkeyDomain, secondFactor }: Settings): Factors => ({
  ...(passkeyDomain !== undefined && { passkeyDomain }),
  hasSecondFactor: secondFactor !== undefined,
});

/** Whether a stage has no use for a page. */
const isAbsentIn = (settings: Settings) => {
  const isThere = hasFactors(factorsOf(settings));
  return (name: PageName): boolean => name === 'account/security' && !isThere;
};

/** The name of a page is that of its path. */
const pageHandlers = (
  replyOf: PageReplies,
  languages: Settings['languages'],
  isAbsent: (name: PageName) => boolean,
): PageHandlers => {
  const handlers = PAGE_NAMES.map((name) => [
    `GET /${name}`,
    async (request: PageRequest) => {
      const { event, query, rawQuery, acceptEncoding } = request;
      const link = readMailedLink(rawQuery);
      const mailed = languages.find((language) => language === link.locale);
      const locale = (query['lang'] === undefined && mailed) || request.locale;
      const encoding = chooseEncoding(acceptEncoding);
      if (isAbsent(name)) {
        if (!wantsPage(event)) return refuse('not_found');
        return accept({ ...replyOf('', 'not_found', locale, encoding), status: 404 });
      }
      const state = firstStateOf(name, query, link.token !== undefined);
      return accept(replyOf(name, state, locale, encoding));
    },
  ]);
  return Object.fromEntries(handlers) as PageHandlers;
};

/** Whether a person in a browser asks. */
const wantsPage = ({ headers }: Pick<APIGatewayProxyEventV2, 'headers'>): boolean =>
  /\btext\/html\b/i.test(headers['accept'] ?? '');

/** Where password managers lead a person: https://w3c.github.io/webappsec-change-password-url/ */
const CHANGE_PASSWORD = '/.well-known/change-password';
const CHANGE_PASSWORD_PAGE = '/account#change-password';

/**
 * The `$default` route: a redirect for a page with a slash at its end, 405 for a known path with another method, otherwise 404.
 * A person in a browser gets the two as a page.
 */
const noRoute = (event: APIGatewayProxyEventV2, replyOf: PageReplies, languages: Settings['languages']): Reply => {
  const { rawPath, rawQueryString, headers, queryStringParameters } = event;
  const isRead = ['GET', 'HEAD'].includes(event.requestContext.http.method);
  if (isRead && rawPath === CHANGE_PASSWORD)
    return { status: 302, headers: { location: CHANGE_PASSWORD_PAGE }, body: '' };
  const withoutSlash = rawPath.replace(/\/+$/, '');
  // Only a path of the table, so that the redirect cannot lead to another host.
  if (isRead && withoutSlash !== rawPath && methodsOf(withoutSlash).includes('GET')) {
    const location = rawQueryString ? `${withoutSlash}?${rawQueryString}` : withoutSlash;
    return { status: 308, headers: { location }, body: '' };
  }
  const methods = methodsOf(rawPath);
  const refusal = problem({ code: methods.length > 0 ? 'method_not_allowed' : 'not_found' });
  const allow = methods.length > 0 ? { allow: methods.join(', ') } : {};
  if (!isRead || !wantsPage(event)) return { ...refusal, headers: { ...refusal.headers, ...allow } };
  const locale = chooseLocale(languages, queryStringParameters?.['lang'], headers['accept-language']);
  const page = replyOf('', 'not_found', locale, chooseEncoding(headers['accept-encoding']));
  return { ...page, status: refusal.status, headers: { ...page.headers, ...allow } };
};

const cached = (reply: Reply, maximumAgeSeconds: number): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'cache-control': `public, max-age=${maximumAgeSeconds}` },
});

/** Of a file under `/.well-known/`. */
const kept = (file: object): Reply => cached(json(200, file), WELL_KNOWN_MAXIMUM_AGE_SECONDS);

const keySetOf = async (signers: readonly Pick<TokenSigner, 'publicKeys'>[]): Promise<Reply> => {
  const keys = await Promise.all(signers.map((signer) => signer.publicKeys()));
  return kept({ keys: keys.flat() });
};

export const handler = lazily(() => createPagesHandler(pagesDependencies()));
