// The authorization server on AWS. It hashes no password: people log in on the hosted pages.
import { createIds } from '#adapters/ids.ts';
import { systemClock, systemRandomness } from '#adapters/system-clock.ts';
import type { IdTokenReader } from '#domain/ports/tokens.ts';
import { baseDependencies } from '../base.ts';
import { deployedClaimsFunction } from '../claims/claims.ts';
import { deployedKeyRing, deployedSigner } from '../keys.ts';
import { lateAccessTokens } from '../late-access-tokens.ts';
import { deployedStore } from '../store.ts';

export const authorizeDependencies = () => {
  const base = baseDependencies();
  const { settings, clock } = base;
  const { issuer } = settings;
  const signer = deployedSigner();
  const idTokens: IdTokenReader = {
    read: async (token) => {
      const { createIdTokenReader } = await import('#adapters/keys/id-token-reader.ts');
      return createIdTokenReader({ signer, issuer }).read(token);
    },
  };
  return {
    ...base,
    store: deployedStore('verifications', 'users', 'sessions', 'audit'),
    ids: createIds(systemClock),
    random: systemRandomness,
    keyRing: deployedKeyRing(settings),
    signer,
    claimsFunction: deployedClaimsFunction(settings),
    accessTokens: lateAccessTokens(settings, { signer, clock }),
    idTokens,
  };
};
