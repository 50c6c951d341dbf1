// The session function on AWS.
import { accessDependencies } from './access.ts';

export const sessionDependencies = accessDependencies;
