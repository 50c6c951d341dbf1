// What other services use: tokens that they can verify, the keys and the documents.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { pendingSignUp, post, request, type Target } from './target.ts';

export const tokenFlows = (getTarget: () => Target): void => {
  it('an access token can be verified by any JOSE library with the published keys', async () => {
    const target = getTarget();
    const { body: discovery } = await request(target, '/.well-known/openid-configuration');
    expect(discovery).toMatchObject({
      issuer: target.issuer,
      jwks_uri: `${target.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
    const { token, continuation, address } = await pendingSignUp(target);
    const { body } = await post(target, '/verify', { token, continuation });
    // The document names the public address of the keys; they are fetched the way this target is reached.
    const keysUrl = new URL(`${target.baseUrl}${discovery.jwks_uri.slice(discovery.issuer.length)}`);
    const keys = createRemoteJWKSet(keysUrl, { headers: { ...target.headers } });
    const expected = { issuer: discovery.issuer, audience: discovery.issuer, typ: 'at+jwt', algorithms: ['RS256'] };
    const { payload } = await jwtVerify(body.accessToken, keys, expected);
    expect(payload).toMatchObject({ sub: body.user.id, scope: 'account' });
    expect(JSON.stringify(payload)).not.toContain(address);
    await expect(jwtVerify(body.accessToken, keys, { ...expected, audience: 'https://other.example' })).rejects.toThrow(
      /aud/,
    );
    const [head, claims, signature = ''] = body.accessToken.split('.');
    const forged = [head, claims, (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)].join('.');
    await expect(jwtVerify(forged, keys, expected)).rejects.toThrow(/signature/);
  });

  it('serves its health and its OpenAPI document', async () => {
    const target = getTarget();
    expect((await request(target, '/health')).body).toEqual({ status: 'ok' });
    const { body, status } = await request(target, '/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\.1/);
    expect(Object.keys(body.paths)).toContain('/signup');
  });
};
