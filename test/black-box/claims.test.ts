// Claims of a team's own over HTTP: from a file, from the configuration, and from metadata that the team writes as documented.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { readClaimsFunction } from '../../bin/local/claims-function.ts';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { TABLE_NAMES } from '../../bin/local/tables.ts';
import { createLatchkey } from '../../client/index.ts';
import { verifyAccessToken } from '../../client/server/index.ts';
import { CLAIMS, TENANT } from '../support/claims.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { openBrowser } from '../support/local/local-browser.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { documentAt } from '../support/markdown.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fileWith = (name: string, code: string): string => {
  const file = join(folder, name);
  writeFileSync(file, code);
  return file;
};

/** That of the document. */
const CLAIMS_FILE = fileWith(
  'claims.mjs',
  /^```js\n(\/\/ claims\.mjs.*?)^```/ms.exec(documentAt('docs/oauth.md'))?.[1] ?? '',
);
const claimsFunction = await readClaimsFunction({ CLAIMS: CLAIMS_FILE });
if (!claimsFunction) throw new Error('there is no function');
const service = useLocalService({
  ...{ claimsFunction, clients: LOCAL_CLIENTS, anyLocalPort: true },
  settingsFor: () => ({ claims: { static: { ...CLAIMS.static }, metadata: [...(CLAIMS.metadata ?? [])] } }),
});

/** The command of the document, for one account, with the values that it gives. */
const documentedCommand = (userId: string): UpdateItemCommandInput => {
  const command = /^aws dynamodb update-item[^`]*/m.exec(documentAt('docs/oauth.md'))?.[0] ?? '';
  const option = (name: string) => new RegExp(`--${name} '([^']*)'`).exec(command)?.[1] ?? '';
  const values = /--expression-attribute-values "(.*)"/.exec(command)?.[1] ?? '';
  return {
    TableName: TABLE_NAMES.users,
    Key: JSON.parse(option('key').replace(/user#\w+/, `user#${userId}`)),
    UpdateExpression: option('update-expression'),
    ConditionExpression: option('condition-expression'),
    ExpressionAttributeNames: JSON.parse(option('expression-attribute-names')),
    ExpressionAttributeValues: JSON.parse(values.replaceAll('\\"', '"').replace('$(openssl rand -hex 12)', 'v1')),
  };
};
const SHOWN = { plan: 'pro', seats: 3 };

interface Own {
  readonly [TENANT]: string;
  readonly roles: readonly string[];
}

describe('tokens', () => {
  it('hold the claims of the file and the configuration, and metadata once the team has written it', async () => {
    const { userId, address, accessToken } = await createLocalAccount(service);
    const before = await verifyAccessToken<Own>(accessToken, { issuer: service.url });
    expect(before).toMatchObject({ [TENANT]: 'kr', roles: [] });
    expect(before.metadata).toBeUndefined();
    await service.withTables((client) => client.send(new UpdateItemCommand(documentedCommand(userId))));
    const { body } = await service.post('/login', { email: address, password: PASSWORD });
    const after = await verifyAccessToken<Own>(body.accessToken, { issuer: service.url });
    expect(after.roles).toEqual(['editor']);
    expect(after.metadata).toEqual(SHOWN);
    const shown = await service.get('/me', { authorization: `Bearer ${body.accessToken}` });
    expect(shown.body.metadata).toEqual(SHOWN);
  });

  it('cannot be written for an account that is not there', async () => {
    const update = service.withTables((client) => client.send(new UpdateItemCommand(documentedCommand('nobody'))));
    await expect(update).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  it('of an application have them, and its ID token too', async () => {
    const browser = await openBrowser(service);
    const app = createLatchkey({
      ...{ issuer: service.url, clientId: 'local', redirectUri: 'http://127.0.0.1:51004/callback' },
    });
    await app.handleCallback((await browser.visit(await app.logIn())).href);
    const { accessToken = '', idToken = '' } = app.session() ?? {};
    const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    for (const token of [accessToken, idToken])
      expect(claimsOf(token)).toMatchObject({ [TENANT]: 'kr', roles: [], sub: browser.userId });
  });
});

describe('the file', () => {
  it('is none without the variable', async () => {
    for (const CLAIMS of [undefined, '']) expect(await readClaimsFunction({ CLAIMS })).toBeUndefined();
  });

  it.each([
    ['that is not there', join(folder, 'nowhere.mjs'), /^CLAIMS cannot be loaded: /],
    ['with a mistake', fileWith('wrong.mjs', 'export const handler = ('), /^CLAIMS cannot be loaded: /],
    ['without a handler', fileWith('empty.mjs', 'export default 1'), /^CLAIMS must be .* "handler"\.$/],
  ])('%s ends the start with one line', async (_what, file, message) => {
    await expect(readClaimsFunction({ CLAIMS: file })).rejects.toThrow(message);
  });

  it('answers in JSON, as on Lambda', async () => {
    const file = fileWith(
      'odd.mjs',
      'export const handler = (event) => ({ at: new Date(0), none: undefined, event });',
    );
    const odd = await readClaimsFunction({ CLAIMS: file });
    const request = { trigger: 'refresh', userId: 'u', email: 'a@b.example', scopes: [] } as const;
    expect(await odd?.ask(request)).toEqual({ at: '1970-01-01T00:00:00.000Z', event: request });
    const silent = fileWith('silent.mjs', 'export const handler = async () => {};');
    expect(await (await readClaimsFunction({ CLAIMS: silent }))?.ask(request)).toBeNull();
  });
});
