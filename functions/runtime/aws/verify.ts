// The verify function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from './access-tokens.ts';

export const verifyDependencies = () => ({ ...accessDependencies(), commonPasswords: createCommonPasswords() });
