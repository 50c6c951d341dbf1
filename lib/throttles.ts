// How many requests API Gateway lets through to each route. All clients share these, so they only bound load and cost; the
// service itself counts per client.
import type { Routes } from '#routes.ts';
import type { Throttle, Throttles } from './config/stage-config.ts';

/** argon2 takes a whole core for about 0.1 s. */
const HASHING: Throttle = { rate: 50, burst: 100 };
/** Open tabs call these by themselves: a refresh every few minutes, and a question every few seconds while a mail is awaited. Servers of a team ask about tokens. */
const BY_ITSELF: Throttle = { rate: 200, burst: 400 };

const ROUTE_THROTTLES: { readonly [Key in keyof Routes]?: Throttle } = {
  'POST /token/refresh': BY_ITSELF,
  'POST /token': BY_ITSELF,
  'POST /introspect': BY_ITSELF,
  'GET /userinfo': BY_ITSELF,
  'POST /verify/status': BY_ITSELF,
  'POST /signup': HASHING,
  'POST /verify': HASHING,
  'POST /login': HASHING,
  'POST /reset/confirm': HASHING,
  'POST /me/password': HASHING,
  'POST /me/email': HASHING,
  'DELETE /me': HASHING,
};

export const DEFAULT_THROTTLES: Throttles = { default: { rate: 100, burst: 200 }, routes: ROUTE_THROTTLES };

/**
 * Routes of API Gateway that are gone from the table, such as `POST /old`: they stay in the API and lead to `pages`, which answers
 * 404. Running stages keep their throttles, and API Gateway refuses to update a stage that throttles a route which is not there
 * (ADR 0033).
 */
export const RETIRED_ROUTES: readonly string[] = [];
