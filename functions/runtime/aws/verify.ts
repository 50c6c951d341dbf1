// The verify function on AWS.
import { createArgon2Hasher } from '../../adapters/argon2.ts';
import { createIds } from '../../adapters/ids.ts';
import { systemClock, systemRandomness } from '../../adapters/system.ts';
import { baseDependencies } from './base.ts';
import { deployedKeyRing, deployedSigner } from './keys.ts';
import { deployedStore } from './store.ts';

export const verifyDependencies = () => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications', 'users', 'sessions'),
    ids: createIds(systemClock),
    random: systemRandomness,
    passwords: createArgon2Hasher(),
    keyRing: deployedKeyRing(base.settings),
    signer: deployedSigner(),
  };
};
