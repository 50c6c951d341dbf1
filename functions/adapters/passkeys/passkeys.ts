// Verifies what authenticators sign. The library takes 45 ms to load, so it is loaded with the first such request.
import type { Passkeys } from '#domain/ports/factors.ts';

export const passkeys: Passkeys = {
  verifyNew: async (credential, expected) => (await import('./verify.ts')).verifyNew(credential, expected),
  verifyUse: async (credential, passkey, expected) =>
    (await import('./verify.ts')).verifyUse(credential, passkey, expected),
};
