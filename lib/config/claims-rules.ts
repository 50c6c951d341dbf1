// The rules of the key `claims`: free names, sizes, and whose function it is.
import { METADATA_MAXIMUM_KEYS } from '#domain/account/metadata.ts';
import { claimBytes, isReserved, STATIC_MAXIMUM_BYTES } from '#domain/session/own-claims.ts';
import { placeOf } from './claims.ts';
import { faultIf, type Rule } from './resolve.ts';

const namesAreFree: Rule = ({ values }) =>
  Object.keys(values.claims?.static ?? {})
    .filter((name) => name === '' || isReserved(name))
    .map((name) => ({
      path: `claims.static.${name}`,
      message: 'is a claim that the service alone may write: choose a name of your own, such as a URL of yours',
    }));

const staticFits: Rule = ({ values }) =>
  faultIf(
    claimBytes(values.claims?.static ?? {}) > STATIC_MAXIMUM_BYTES,
    'claims.static',
    `must have at most ${STATIC_MAXIMUM_BYTES} bytes as JSON: every request carries them`,
  );

const keysAreFew: Rule = ({ values }) =>
  faultIf(
    (values.claims?.metadata ?? []).length > METADATA_MAXIMUM_KEYS,
    'claims.metadata',
    `must name at most ${METADATA_MAXIMUM_KEYS} keys, since an account has no more`,
  );

/** A function in another region would hardly ever answer in time. */
const functionIsNear: Rule = ({ region, values: { claims, account } }) => {
  const owner = placeOf(claims?.functionArn ?? '');
  const differs = (theirs?: string, ours?: string) => theirs !== undefined && ours !== undefined && theirs !== ours;
  return faultIf(
    differs(owner.account, account) || differs(owner.region, region),
    'claims.functionArn',
    'must be a function in the account and the region of the stage',
  );
};

export const CLAIMS_RULES: readonly Rule[] = [namesAreFree, staticFits, keysAreFew, functionIsNear];
