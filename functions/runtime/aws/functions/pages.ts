// The pages function on AWS: it reads public keys and nothing else.
import { baseDependencies } from '../base.ts';
import { lateDeployedProofSigner, lateDeployedSigner } from '../late-keys.ts';

export const pagesDependencies = () => {
  const base = baseDependencies();
  return { ...base, signer: lateDeployedSigner(), proofSigner: lateDeployedProofSigner(base.settings) };
};
