// The rules of the key `claims`: free names, sizes, and whose function it is.
import { METADATA_MAXIMUM_KEYS } from '#domain/account/metadata.ts';
import { claimBytes, isReserved, STATIC_MAXIMUM_BYTES } from '#domain/session/own-claims.ts';
import { accountOf } from './claims.ts';
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

const functionIsOfAccount: Rule = ({ values: { claims, account } }) => {
  const owner = accountOf(claims?.functionArn ?? '');
  return faultIf(
    owner !== undefined && account !== undefined && owner !== account,
    'claims.functionArn',
    'must be a function in the account of the stage',
  );
};

export const CLAIMS_RULES: readonly Rule[] = [namesAreFree, staticFits, keysAreFew, functionIsOfAccount];
