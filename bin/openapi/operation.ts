// One row of the route table as an OpenAPI operation.
import type * as z from 'zod/mini';
import { FORM_MAXIMUM_BYTES } from '#domain/oauth/oauth-error.ts';
import type { Purpose } from '#domain/purpose.ts';
import type { Route } from '#routes.ts';
import { ANSWER_MAXIMUM_LENGTH } from '#schemas/answer-fields.ts';
import { AuthorizeForm, LogOutForm } from '#schemas/forms.ts';
import { hasField, referenceTo, SCHEMAS } from './components.ts';
import { PROBLEM_ANSWERS, problemsOf } from './problems.ts';
import { FORM_EXAMPLES, REQUEST_EXAMPLES } from './request-examples.ts';
import { successExamplesOf } from './success-examples.ts';
import { API_KEY_NOTE, BEARER_NOTE, COOKIE_NOTE } from './texts.ts';

export const operationOf = (key: string, route: Route) => {
  const { request } = route;
  const parameters = parametersOf(key, route);
  const security = securityOf(route);
  const description = [
    ...(request && hasField(request, 'credentials') ? [COOKIE_NOTE] : []),
    ...(route.apiKey ? [API_KEY_NOTE] : []),
    ...(route.bearer === 'optional' ? [BEARER_NOTE] : []),
  ].join('\n\n');
  return {
    operationId: operationIdOf(key),
    tags: [route.function],
    summary: route.summary,
    ...(description && { description }),
    security,
    ...(parameters.length > 0 && { parameters }),
    ...(request && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: { $ref: referenceTo(request).$ref }, examples: requestExamplesOf(key) },
        },
      },
    }),
    ...(route.form && {
      requestBody: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: { $ref: referenceTo(route.form).$ref },
            examples: requestExamplesOf(key),
          },
        },
      },
    }),
    responses: withPages(key, { [route.success.status]: successOf(key, route), ...problemsOf(route) }),
  };
};

/** `POST /me/email` is `postMeEmail`. */
const operationIdOf = (key: string): string =>
  key
    .replace(/^(\w+) /, (_, method: string) => method.toLowerCase())
    .replace(/[^a-zA-Z]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? '');

const securityOf = ({ bearer, apiKey, isForAdmins }: Route) => {
  if (isForAdmins) return [{ iam: [] }];
  if (bearer === 'required') return [{ accessToken: [] }];
  if (bearer === 'optional') return [{}, { accessToken: [] }];
  return apiKey ? [{}, { apiKey: [] }] : [];
};

/** What is longer is answered 404. */
const PATH_PARAMETERS: Readonly<Record<string, object>> = {
  file: {
    description: 'As the pages name it.',
    example: 'pages.0123456789abcdef.css',
    schema: { type: 'string', minLength: 1, maxLength: 100 },
  },
  id: {
    description: 'As `GET /me/sessions` lists it.',
    example: '01JCZ6R1K9V3Q8M2T4B7N5X0AE',
    schema: { type: 'string', minLength: 1, maxLength: 26 },
  },
};

/** A query has no limit of its own: what is in front of the service has one for the whole request line. */
const withoutFormLimit = ({ maxLength, ...schema }: { readonly maxLength?: number }) => ({
  ...schema,
  ...(maxLength !== FORM_MAXIMUM_BYTES && { maxLength }),
});

/** The fields of a form as a query. */
const queryOf = (form: z.ZodMiniType): readonly object[] => {
  const { properties = {}, required = [] } = SCHEMAS[referenceTo(form).name] as {
    readonly properties?: Readonly<Record<string, object>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: withoutFormLimit(schema),
  }));
};

const QUERY_PARAMETERS: Readonly<Record<string, readonly object[]>> = {
  'GET /authorize': queryOf(AuthorizeForm),
  'GET /logout': [
    {
      name: 'id_token_hint',
      in: 'query',
      description: 'The ID token of who logs out. With it nobody is asked.',
      schema: { type: 'string' },
    },
    ...queryOf(LogOutForm),
  ],
  'GET /me/sessions': [
    {
      name: 'limit',
      in: 'query',
      description: 'How many sessions a page has at most.',
      schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 50, default: 50 },
    },
    {
      name: 'cursor',
      in: 'query',
      description: 'The `next` of the page before.',
      schema: { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$', maxLength: 26 },
    },
  ],
};

/** `email_change` is `ContinuationCookieEmailChange`. */
export const continuationCookieOf = (purpose: Purpose): string =>
  `ContinuationCookie${purpose.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

const parametersOf = (key: string, route: Route): readonly object[] => {
  const path = key.split(' ')[1] ?? '';
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...PATH_PARAMETERS[name],
  }));
  const isPage = route.success.body === 'text/html';
  const inQuery = isPage ? ['Language'] : [];
  const { request } = route;
  const takes = (field: string) => request && hasField(request, 'credentials') && hasField(request, field);
  const inCookie = [
    ...(takes('continuation') && route.continuation ? [continuationCookieOf(route.continuation)] : []),
    ...(takes('refreshToken') ? ['RefreshCookie'] : []),
  ];
  const own = QUERY_PARAMETERS[key] ?? [];
  // Where the key is a way of access, the security scheme describes its header.
  const inHeader = [
    ...(route.idempotent ? ['IdempotencyKey'] : []),
    ...(route.apiKey ? [] : ['CallerKey']),
    'ClientIp',
  ];
  const shared = [...inQuery, ...inCookie, ...inHeader].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...inPath, ...own, ...shared];
};

const requestExamplesOf = (key: string) => {
  const { [key]: examples = {} }: Readonly<Record<string, object>> = { ...REQUEST_EXAMPLES, ...FORM_EXAMPLES };
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
};

const ANY_TEXT = { type: 'string', maxLength: ANSWER_MAXIMUM_LENGTH };

/** By route: the statuses at which a browser may get a page. The person is asked, or told that it is done or cannot be. */
const PAGES: Readonly<Record<string, readonly number[]>> = {
  'GET /authorize': [400],
  'GET /logout': [200, 400],
  'POST /logout/confirm': [200, 400],
};

const withPages = (key: string, responses: Readonly<Record<string, object>>) => {
  const pages = (PAGES[key] ?? []).map((status) => [status, withPage(responses[status])] as const);
  return { ...responses, ...Object.fromEntries(pages) };
};

/** `answer`: a reference to what is answered for a fault, if that is of the same status. */
const withPage = (answer: { readonly $ref?: string } = {}) => {
  const problem = PROBLEM_ANSWERS[answer.$ref?.split('/').at(-1) ?? ''];
  return {
    ...problem,
    description: [problem?.description, 'A page for the person.'].filter((part) => part !== undefined).join('\n\n'),
    content: { ...problem?.content, 'text/html': { schema: ANY_TEXT } },
  };
};

const successOf = (key: string, { request, success }: Route) => {
  if (success.status > 299)
    return {
      description: 'A redirect: to the client, or to a page of this service.',
      headers: { Location: { description: 'Where to.', schema: ANY_TEXT } },
      content: {},
    };
  const setsCookies = request !== undefined && hasField(request, 'credentials');
  const { body } = success;
  const content =
    typeof body === 'string'
      ? { [body]: { schema: body === 'application/json' ? { type: 'object' } : ANY_TEXT } }
      : {
          'application/json': {
            schema: { $ref: referenceTo(body).$ref },
            examples: successExamplesOf(key, referenceTo(body).name),
          },
        };
  return {
    description: success.status === 202 ? 'Accepted: what is sent follows.' : 'Success.',
    ...(setsCookies && { headers: { 'Set-Cookie': { $ref: '#/components/headers/SetCookie' } } }),
    content,
  };
};
