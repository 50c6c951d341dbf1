// The reset function on AWS.
import { createCommonPasswords } from '../../adapters/common-passwords.ts';
import { accessDependencies } from './access.ts';

export const resetDependencies = () => ({ ...accessDependencies(), commonPasswords: createCommonPasswords() });
