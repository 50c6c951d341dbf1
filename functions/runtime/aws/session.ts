// The session function on AWS.
import { accessDependencies } from './access-tokens.ts';
import { deployedKeyRing, deployedSigner } from './keys.ts';

export const sessionDependencies = () => accessDependencies({ keyRing: deployedKeyRing, signer: deployedSigner });
