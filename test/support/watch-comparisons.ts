import type { TestService } from './service.ts';

/** Counts the comparisons of passwords from now on. */
export const watchComparisons = ({ dependencies: { passwords } }: TestService) => {
  const watched = { count: 0 };
  const { verify } = passwords;
  passwords.verify = (password, phc) => {
    watched.count++;
    return verify(password, phc);
  };
  return watched;
};
