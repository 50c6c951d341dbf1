// The verify function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from '../access-tokens.ts';
import { deployedKeyRing, deployedSigner } from '../keys.ts';
import { deployedLeakedPasswords } from '../passwords/leaked.ts';

export const verifyDependencies = () => {
  const base = accessDependencies({ keyRing: deployedKeyRing, signer: deployedSigner });
  return {
    ...base,
    commonPasswords: createCommonPasswords(base.settings.brand.name),
    leakedPasswords: deployedLeakedPasswords(base),
  };
};
