// The bodies that tests send to every route that takes one, built from the examples of the API document.
import type { Client } from '#domain/oauth/client.ts';
import { type BodyKey, ROUTES, type Route } from '#routes.ts';
import { hasField } from '../../../bin/openapi/components.ts';
import { REQUEST_EXAMPLES } from '../../../bin/openapi/request-examples.ts';

/** The client that the examples name. */
export const SHOP: Client = {
  id: 'shop',
  name: 'Shop',
  redirectUris: ['https://shop.example.com/callback'],
  linkUrl: 'https://shop.example.com/auth',
};

export type Fields = Readonly<Record<string, unknown>>;

/** For each route, one body with every field, or one for each way to name what is meant: a link, a link and a new password, a code, an id, an address. Where a route knows cookies, these come from no origin. */
export const exampleBodies = (password: string): Readonly<Record<BodyKey, readonly Fields[]>> => {
  const values: Fields = { ...NO_SECRETS, password, newPassword: password, currentPassword: password };
  const entries = Object.entries<Readonly<Record<string, Fields>>>(REQUEST_EXAMPLES).map(([key, examples]) => {
    const { request }: Route = ROUTES[key as BodyKey];
    const cookies = request && hasField(request, 'credentials') ? { credentials: 'cookie' } : {};
    const forms = Object.groupBy(Object.values(examples), formOf);
    // What has neither link nor code is asked for beside one, such as the cookie mode.
    const { other = [], ...proofs } = forms;
    const bodies = Object.keys(proofs).length > 0 ? Object.values(proofs) : [other];
    return [key, bodies.map((some) => withValues(Object.assign({}, ...some, cookies), values))];
  });
  return Object.fromEntries(entries);
};

/** Short values that are not valid. */
const NO_SECRETS: Fields = { token: 'abc', continuation: 'abc', refreshToken: 'abc' };

const NAMES = ['code', 'recoveryCode', 'userId', 'email', 'phone'] as const;

const formOf = (body: Fields): 'link' | 'newPassword' | (typeof NAMES)[number] | 'other' => {
  if ('token' in body) return 'newPassword' in body ? 'newPassword' : 'link';
  return NAMES.find((name) => name in body) ?? 'other';
};

/** The same fields, replaced by those of `values` with the same name. */
const withValues = (fields: Fields, values: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, values[name] ?? value]));
