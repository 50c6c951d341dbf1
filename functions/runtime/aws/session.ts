// The session function on AWS.
import { accessDependencies } from './access-tokens.ts';

export const sessionDependencies = accessDependencies;
