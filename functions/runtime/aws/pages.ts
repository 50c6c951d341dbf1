// The pages function on AWS: it reads public keys and nothing else.
import { baseDependencies } from './base.ts';
import { deployedSigner } from './keys.ts';

export const pagesDependencies = () => ({ ...baseDependencies(), signer: deployedSigner() });
