// The account function on AWS.
import { createAccessTokenReader } from '#adapters/keys/access-token-reader.ts';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { verifyDependencies } from './verify.ts';

export const accountDependencies = () => {
  const base = verifyDependencies();
  const { settings, signer, clock } = base;
  return {
    ...base,
    foreignPasswords: createForeignPasswords(settings.importedHash),
    phoneNumbers: createPhoneNumbers(Object.keys(settings.texts.countries)),
    accessTokens: createAccessTokenReader({
      signer,
      clock,
      issuer: settings.issuer,
      audience: settings.audience,
    }),
  };
};
