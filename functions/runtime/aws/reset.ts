// The reset function on AWS.
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { accessDependencies } from './access-tokens.ts';

export const resetDependencies = () => {
  const base = accessDependencies();
  return { ...base, commonPasswords: createCommonPasswords(base.settings.brand.name) };
};
