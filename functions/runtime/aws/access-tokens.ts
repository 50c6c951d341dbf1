// The dependencies of every function that can give access to an account: all tables, both keys, password hashing.
import { createIds } from '#adapters/ids.ts';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { systemClock, systemRandomness } from '#adapters/system-clock.ts';
import { baseDependencies } from './base.ts';
import { deployedKeyRing, deployedSigner } from './keys.ts';
import { deployedStore } from './store.ts';

export const accessDependencies = () => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications', 'users', 'sessions'),
    ids: createIds(systemClock),
    random: systemRandomness,
    passwords: createArgon2Hasher(base.settings.passwordHash),
    keyRing: deployedKeyRing(base.settings),
    signer: deployedSigner(),
  };
};
