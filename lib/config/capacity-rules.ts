// The rules of the keys about how fast a request is answered, and at what price: started functions, and the strength of a hash.
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

const isWarmOneWay: Rule = ({ given, values: { warm } }) => {
  if (!given.has('warm') || !warm) return [];
  const ways = [warm.provisioned, warm.everyMinutes].filter((way) => way !== undefined).length;
  return [
    ...faultIf(ways === 0, 'warm', 'must have provisioned or everyMinutes: set one of the two, or leave it out'),
    ...faultIf(ways === 2, 'warm', 'cannot have both: runs that are always ready need no event that starts them'),
  ];
};

/** Lambda refuses it during the deployment. */
const readyRunsAreReserved: Rule = ({ values: { warm, reservedConcurrency } }) =>
  faultIf(
    (warm?.provisioned ?? 0) > (reservedConcurrency ?? Number.POSITIVE_INFINITY),
    'warm.provisioned',
    'must not be more than reservedConcurrency, which is the most that runs at once',
  );

export const CAPACITY_RULES: readonly Rule[] = [hashIsStrongEnough, isWarmOneWay, readyRunsAreReserved];
