// The function for passkeys and the second factor on AWS.
import { passkeys } from '#adapters/passkeys/passkeys.ts';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { qrCodes } from '#adapters/qr-codes.ts';
import { accessDependencies } from '../access-tokens.ts';
import { deployedKeyRing, deployedSigner } from '../keys.ts';
import { lateAccessTokens } from '../late-access-tokens.ts';
import { deployedSecondFactorSecrets } from '../second-factor.ts';

export const factorsDependencies = () => {
  const base = accessDependencies({ keyRing: deployedKeyRing, signer: deployedSigner }, 'audit');
  return {
    ...base,
    secondFactorSecrets: deployedSecondFactorSecrets(base.settings),
    qrCodes,
    foreignPasswords: createForeignPasswords(base.settings.importedHash),
    passkeys,
    accessTokens: lateAccessTokens(base.settings, base),
  };
};
