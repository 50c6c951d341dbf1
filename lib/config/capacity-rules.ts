// The rules of the keys about what a request costs: the strength of a hash.
import { isStrongEnough, PASSWORD_HASH_MINIMA } from '#domain/account/password-hash.ts';
import { faultIf, type Rule } from './resolve.ts';

const MINIMA = PASSWORD_HASH_MINIMA.map(({ memoryKibibytes, passes }) => `${memoryKibibytes} with ${passes}`).join(
  ', ',
);

const hashIsStrongEnough: Rule = ({ values: { passwordHash } }) =>
  faultIf(
    passwordHash !== undefined && !isStrongEnough(passwordHash),
    'passwordHash',
    `must have at least the memory and the passes of one of OWASP's minima: ${MINIMA}`,
  );

export const CAPACITY_RULES: readonly Rule[] = [hashIsStrongEnough];
