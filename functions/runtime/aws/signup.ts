// The sign-up function on AWS. It stands on no key: nothing it does can open an account.
import { createArgon2Hasher } from '../../adapters/argon2.ts';
import { createCommonPasswords } from '../../adapters/common-passwords.ts';
import { createIds } from '../../adapters/ids.ts';
import { systemClock, systemRandomness } from '../../adapters/system.ts';
import { baseDependencies } from './base.ts';
import { deployedStore } from './store.ts';

export const signUpDependencies = () => ({
  ...baseDependencies(),
  store: deployedStore('verifications'),
  ids: createIds(systemClock),
  random: systemRandomness,
  passwords: createArgon2Hasher(),
  commonPasswords: createCommonPasswords(),
});
