// The verify function on AWS.
import { accessDependencies } from './access.ts';

export const verifyDependencies = accessDependencies;
