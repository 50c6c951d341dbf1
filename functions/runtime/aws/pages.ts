// The pages function on AWS: it reads public keys and nothing else.
import { baseDependencies } from './base.ts';
import { deployedProofSigner, deployedSigner } from './keys.ts';

export const pagesDependencies = () => {
  const base = baseDependencies();
  return { ...base, signer: deployedSigner(), proofSigner: deployedProofSigner(base.settings) };
};
