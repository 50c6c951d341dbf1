// The reset function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from './access-tokens.ts';

export const resetDependencies = () => ({ ...accessDependencies(), commonPasswords: createCommonPasswords() });
