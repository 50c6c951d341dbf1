// Sends a body to a route of the local service, byte for byte.
import { type BodyKey, ROUTES, type Route } from '#routes.ts';
import type { LocalAnswer, useLocalService } from './local/local-service.ts';

export const JSON_BODY = { 'content-type': 'application/json' };

type Service = ReturnType<typeof useLocalService>;

/** The header of an administrator, on the routes that need one. It counts only without an origin. */
export const keyOfAdmins = (service: Service, key: BodyKey): Readonly<Record<string, string>> => {
  const { isForAdmins }: Route = ROUTES[key];
  return isForAdmins ? { 'x-admin-key': service.adminKey() } : {};
};

/** Sets the content length: without it, Node's client sends no body with a DELETE request. */
export const sendBody = (
  service: Service,
  key: BodyKey,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = JSON_BODY,
): Promise<LocalAnswer> => {
  const [method = '', path = ''] = key.split(' ');
  return service.request(method, path, { ...headers, 'content-length': Buffer.byteLength(body) }, body);
};
