// Accounts as other services hand them over.
import { randomUUID } from 'node:crypto';
import type { ImportedAccount } from '#domain/account/imported-account.ts';

/** Of "correct horse battery", by bcryptjs with 4 rounds: as cheap as it can be. */
export const BCRYPT = '$2b$04$kpHr6SCe2Jjs6BTP4FxqcOVZA8aGO6lSgnBsGIE2TDr03RBySRRzi';

export const importedAccount = (changes: Partial<ImportedAccount> = {}): ImportedAccount => {
  const name = randomUUID();
  return {
    id: name,
    email: `${name}@example.com`,
    emailVerified: true,
    passwordHash: BCRYPT,
    createdAt: '2024-05-01T09:30:00Z',
    ...changes,
  };
};
