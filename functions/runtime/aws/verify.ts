// The verify function on AWS.
import { accessDependencies } from './access-tokens.ts';

export const verifyDependencies = accessDependencies;
