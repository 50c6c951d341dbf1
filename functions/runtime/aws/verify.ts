// The verify function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from './access-tokens.ts';

export const verifyDependencies = () => {
  const base = accessDependencies();
  return { ...base, commonPasswords: createCommonPasswords(base.settings.brand.name) };
};
