// The session function on AWS.
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { accessDependencies } from '../access-tokens.ts';
import { deployedHumanCheck } from '../human-check/human-check.ts';
import { deployedKeyRing, deployedSigner } from '../keys.ts';

export const sessionDependencies = () => {
  const base = accessDependencies({ keyRing: deployedKeyRing, signer: deployedSigner }, 'audit');
  return {
    ...base,
    foreignPasswords: createForeignPasswords(base.settings.importedHash),
    humanCheck: deployedHumanCheck(base),
  };
};
