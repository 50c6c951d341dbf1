// The dependencies of every function that can give access to an account: all tables, both keys, password hashing.
import { createIds } from '#adapters/ids.ts';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { systemClock, systemRandomness } from '#adapters/system-clock.ts';
import type { KeyRing, TokenSigner } from '#domain/ports/tokens.ts';
import type { TableName } from '#domain/row.ts';
import type { Settings } from '#domain/settings.ts';
import { baseDependencies } from './base.ts';
import { deployedClaimsFunction } from './claims/claims.ts';
import { deployedStore } from './store.ts';

/** From `keys.ts`, or from `late-keys.ts` if the first request rarely needs them. */
interface Keys {
  readonly keyRing: (settings: Settings) => KeyRing;
  readonly signer: () => TokenSigner;
}

/** `tables`: what it uses beside the three of every account. */
export const accessDependencies = ({ keyRing, signer }: Keys, ...tables: readonly TableName[]) => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications', 'users', 'sessions', ...tables),
    ids: createIds(systemClock),
    random: systemRandomness,
    passwords: createArgon2Hasher(base.settings.passwordHash),
    keyRing: keyRing(base.settings),
    signer: signer(),
    claimsFunction: deployedClaimsFunction(base.settings),
  };
};
