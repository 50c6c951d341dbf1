// The reset function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from '../access-tokens.ts';
import { deployedHumanCheck } from '../human-check/human-check.ts';
import { lateDeployedKeyRing, lateDeployedSigner } from '../late-keys.ts';
import { deployedLeakedPasswords } from '../passwords/leaked.ts';

export const resetDependencies = () => {
  const base = accessDependencies({ keyRing: lateDeployedKeyRing, signer: lateDeployedSigner });
  return {
    ...base,
    commonPasswords: createCommonPasswords(base.settings.brand.name),
    humanCheck: deployedHumanCheck(base),
    leakedPasswords: deployedLeakedPasswords(base),
  };
};
