// Strict libraries that other services use: AWS's JWT verifier and a certified OpenID Connect client.
import { JwtVerifier } from 'aws-jwt-verify';
import { allowInsecureRequests, customFetch, discovery } from 'openid-client';
import { expect, it } from 'vitest';
import { openAccount, withRoom } from './account.ts';
import { fetchAt, request, type Target } from './target.ts';

export const verifierFlows = (getTarget: () => Target): void => {
  it('aws-jwt-verify accepts an access token with the published keys, and no token for another audience', async (context) => {
    const target = await withRoom(getTarget(), context);
    const { accessToken, user } = await openAccount(target);
    const { body: jwks } = await request(target, '/.well-known/jwks.json');
    const verifierFor = (audience: string) => {
      const verifier = JwtVerifier.create({ issuer: target.issuer, audience });
      // The library itself fetches keys only by https, and emulators serve http.
      verifier.cacheJwks(jwks);
      return verifier;
    };
    await expect(verifierFor(target.issuer).verify(accessToken)).resolves.toMatchObject({ sub: user.id });
    await expect(verifierFor(`${target.issuer}/proof`).verify(accessToken)).rejects.toThrow(/audience/i);
  });

  it('openid-client discovers issuer and keys', async () => {
    const target = getTarget();
    const isInsecure = target.issuer.startsWith('http:');
    const found = await discovery(new URL(target.issuer), 'any-client', undefined, undefined, {
      ...(isInsecure && { execute: [allowInsecureRequests] }),
      [customFetch]: fetchAt(target),
    });
    expect(found.serverMetadata()).toMatchObject({
      issuer: target.issuer,
      jwks_uri: `${target.issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
};
