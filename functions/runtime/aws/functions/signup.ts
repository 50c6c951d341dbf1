// The sign-up function on AWS. It has no key, so it cannot give access to any account.
import { createIds } from '#adapters/ids.ts';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { systemClock, systemRandomness } from '#adapters/system-clock.ts';
import { baseDependencies } from '../base.ts';
import { deployedHumanCheck } from '../human-check/human-check.ts';
import { deployedLeakedPasswords } from '../passwords/leaked.ts';
import { deployedStore } from '../store.ts';

export const signUpDependencies = () => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications'),
    ids: createIds(systemClock),
    random: systemRandomness,
    passwords: createArgon2Hasher(base.settings.passwordHash),
    commonPasswords: createCommonPasswords(base.settings.brand.name),
    humanCheck: deployedHumanCheck(base),
    leakedPasswords: deployedLeakedPasswords(base),
  };
};
