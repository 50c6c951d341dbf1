// Administration of a service on this machine: by the key of its data folder, and by nothing else.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useLocalService } from '../support/local/local-service.ts';

const local = useLocalService({ anyLocalPort: true });
const keyFile = () => join(local.dataFolder, 'admin-key');
const keyOf = () => readFileSync(keyFile(), 'utf8').trim();
const QUERY = { email: 'nobody@example.com' };
const find = (headers: Readonly<Record<string, string>>) => local.post('/admin/users/find', QUERY, headers);

it('takes the key, which only its owner may read', async () => {
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  const { status, body, headers } = await find({ 'x-admin-key': keyOf() });
  expect([status, body, headers['cache-control']]).toEqual([200, { users: [] }, 'no-store']);
});

it.each([
  ['no key', {}],
  ['an empty key', { 'x-admin-key': '' }],
  ['another key', { 'x-admin-key': 'A'.repeat(43) }],
  ['the key as a token', { authorization: 'Bearer KEY' }],
  ['the key from a page of this machine', { 'x-admin-key': 'KEY', origin: 'http://localhost:5173' }],
])('refuses %s', async (_what, headers) => {
  const own = Object.entries(headers).map(([name, value]) => [name, value.replace('KEY', keyOf())]);
  expect(await find(Object.fromEntries(own))).toMatchObject({ status: 403, body: { code: 'admin_required' } });
});

it('lets no page of this machine send the key', async () => {
  const { headers } = await local.request('OPTIONS', '/admin/users/find', {
    origin: 'http://localhost:5173',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-admin-key',
  });
  expect(headers['access-control-allow-headers']).not.toContain('x-admin-key');
});

it('keeps the key when it is started again, and writes it into no line of its log', async () => {
  const key = keyOf();
  await local.stop();
  await local.start();
  expect(keyOf()).toBe(key);
  expect((await find({ 'x-admin-key': key })).status).toBe(200);
  expect(local.lines.join('')).not.toContain(key);
});
