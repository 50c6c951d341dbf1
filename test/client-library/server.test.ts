// `latchkey/server` with tokens of the local service: what it takes and what it refuses.
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { createLatchkey } from '../../client/index.ts';
import { verifyAccessToken, verifyProof } from '../../client/server/index.ts';
import { openBrowser } from '../support/local/local-browser.ts';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';
import { takeLocalTokens } from '../support/local/local-tokens.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS, anyLocalPort: true });
const CALLBACK = 'http://127.0.0.1:51004/callback';

let tokens: Awaited<ReturnType<typeof takeLocalTokens>>;
const rules = () => ({ issuer: service.url });
const refused = (code: string) => expect.objectContaining({ name: 'TokenError', code });

beforeAll(async () => {
  tokens = await takeLocalTokens(service, freshAddress());
});

describe('in Node', () => {
  it('the client logs in, refreshes and logs out', async () => {
    const browser = await openBrowser(service);
    let time = Date.now();
    const app = createLatchkey({
      ...{ issuer: service.url, clientId: 'local', redirectUri: CALLBACK },
      platform: { now: () => time },
    });
    await app.handleCallback((await browser.visit(await app.logIn())).href);
    expect(app.user()).toMatchObject({ id: browser.userId, email: browser.address });
    const token = await app.accessToken();
    time += 15 * 60 * 1000;
    expect(await app.accessToken()).not.toBe(token);
    expect((await app.fetch(`${service.url}/userinfo`)).status).toBe(200);
    const { refreshToken = '' } = app.session() ?? {};
    await app.logOut({ hosted: false });
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'local', refresh_token: refreshToken });
    const answer = await fetch(`${service.url}/token`, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  });
});

describe('verifyAccessToken', () => {
  it('takes an access token', async () => {
    const claims = await verifyAccessToken(tokens.access, { ...rules(), scope: 'openid email', clientIds: ['local'] });
    expect(claims).toMatchObject({ sub: tokens.userId, client_id: 'local', amr: ['pwd'] });
  });

  const changed = (token: string) => {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const other = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'somebody' };
    return [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.');
  };
  const unsigned = (token: string) => {
    const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    return `${header}.${token.split('.')[1]}.`;
  };
  it.each([
    ['an ID token', () => tokens.id, {}],
    ['a proof', () => tokens.proof, {}],
    ['a changed token', () => changed(tokens.access), {}],
    ['a token without a signature', () => unsigned(tokens.access), {}],
    ['no token at all', () => 'nonsense', {}],
    ['a token for another audience', () => tokens.access, { audience: 'https://other.example' }],
    ['a token of another client', () => tokens.access, { clientIds: ['shop'] }],
  ])('refuses %s', async (_, token, more) => {
    await expect(verifyAccessToken(token(), { ...rules(), ...more })).rejects.toEqual(refused('invalid_token'));
  });

  it('refuses a token without the scope', async () => {
    const asked = verifyAccessToken(tokens.access, { ...rules(), scope: 'account' });
    await expect(asked).rejects.toEqual(refused('insufficient_scope'));
  });

  it('says apart that the keys cannot be read', async () => {
    const asked = verifyAccessToken(tokens.access, { issuer: 'http://127.0.0.1:9' });
    await expect(asked).rejects.toEqual(refused('keys_unavailable'));
  });
});

describe('verifyProof', () => {
  const used = new Set<string>();
  const useOnce = (jti: string) => !used.has(jti) && Boolean(used.add(jti));
  const good = () => ({ ...rules(), address: tokens.address, context: 'transfer', useOnce });

  it.each([
    ['an access token', () => tokens.access, () => ({})],
    ['the proof of another address', () => tokens.proof, () => ({ address: 'other@example.com' })],
    ['the proof for another act', () => tokens.proof, () => ({ context: 'close-account' })],
  ])('refuses %s', async (_, token, more) => {
    await expect(verifyProof(token(), { ...good(), ...more() })).rejects.toEqual(refused('invalid_token'));
    expect(used.size).toBe(0);
  });

  it('takes a proof once', async () => {
    expect(await verifyProof(tokens.proof, good())).toMatchObject({ channel: 'email', context: 'transfer' });
    await expect(verifyProof(tokens.proof, good())).rejects.toEqual(refused('invalid_token'));
  });
});
