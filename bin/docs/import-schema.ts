// The JSON Schema of a line that the importer takes, for editors, and for people who write a converter.
import * as z from 'zod/mini';
import { ImportedAccountLine } from '#schemas/admin/imported-account.ts';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  id: 'Kept: `sub` of tokens. Without it the importer makes one, and the report has it.',
  email: 'In any case; kept in lower case.',
  emailVerified: 'Whether the person has shown that the mailbox is theirs. If not, the password is not taken over.',
  passwordHash: 'bcrypt, PBKDF2, scrypt or argon2, in a form of docs/adr/0056-hashes-of-other-systems.md.',
  phone: 'E.164, such as +821012345678. Taken over only with `phoneVerified`.',
  phoneVerified: 'Whether the person has shown that the number is theirs.',
  locale: 'Of mails and texts. Default: the first language of the stage.',
  profile: 'The words of the person: at most 20 keys and 2 KB. With `profileFields`, those keys alone.',
  metadata: 'What the team decides about the account: at most 20 keys and 2 KB.',
  consents: 'What the person agreed to and refused, in any order. The last answer to each counts.',
  createdAt: 'ISO 8601 with a time zone, not in the future. Default: the time of the import.',
  disabled: 'The account cannot be used until an administrator enables it.',
};

export const importSchemaFile = (): string => {
  const { properties = {}, ...schema } = z.toJSONSchema(ImportedAccountLine, { io: 'input', target: 'draft-2020-12' });
  const described = Object.entries(properties).map(([name, property]) => {
    const description = DESCRIPTIONS[name];
    if (description === undefined) throw new Error(`the field ${name} of an import has no description`);
    return [name, typeof property === 'object' ? { description, ...property } : property];
  });
  const titled = { title: 'An account to import', ...schema, properties: Object.fromEntries(described) };
  return `${JSON.stringify(titled, null, 2)}\n`;
};
