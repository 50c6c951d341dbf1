// Reads access tokens for functions whose first request rarely brings one: the library is loaded with the first token.
import type { AccessTokenReader, TokenSigner } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';

export const lateAccessTokens = (
  { issuer, audience }: Pick<Settings, 'issuer' | 'audience'>,
  { signer, clock }: { readonly signer: TokenSigner; readonly clock: Clock },
): AccessTokenReader => ({
  read: async (token) => {
    const { createAccessTokenReader } = await import('#adapters/keys/access-token-reader.ts');
    return createAccessTokenReader({ signer, clock, issuer, audience }).read(token);
  },
});
