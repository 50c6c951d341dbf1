// Sends a body to a route of the local service, byte for byte.
import type { BodyKey } from '#routes.ts';
import type { LocalAnswer, useLocalService } from './local/local-service.ts';

/** Sets the content length: without it, Node's client sends no body with a DELETE request. */
export const sendBody = (
  service: ReturnType<typeof useLocalService>,
  key: BodyKey,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Promise<LocalAnswer> => {
  const [method = '', path = ''] = key.split(' ');
  return service.request(method, path, { ...headers, 'content-length': Buffer.byteLength(body) }, body);
};
