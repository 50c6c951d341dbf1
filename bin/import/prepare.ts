// Turns a record of an export into an account that the API takes, or says what is wrong with it.
import { readHash } from '#domain/account/foreign-hash.ts';
import { leftOut } from '#domain/account/imported-account.ts';
import { normaliseEmail } from '#domain/address.ts';
import { ImportedAccountLine } from '#schemas/admin/imported-account.ts';
import { describeFieldErrors, parseFields } from '#schemas/field-errors.ts';
import type { FileAccount, Note, Source, SourceOptions } from './from/source.ts';
import { madeId } from './made-id.ts';
import type { ReadRecord } from './read/record.ts';

export interface PrepareOptions extends SourceOptions {
  readonly source: Source;
  /** Whether an account with a weak hash is taken over without its password. */
  readonly dropsWeakPasswords: boolean;
  /** Of the ids that are made. */
  readonly seed: string;
}

export interface PreparedAccount {
  readonly account: FileAccount & { readonly id: string };
  readonly hasMadeId: boolean;
}

export type Prepared =
  | ({ readonly kind: 'account'; readonly notes: readonly Note[] } & PreparedAccount)
  | { readonly kind: 'passed_over'; readonly note: Note }
  | { readonly kind: 'broken'; readonly fault: string };

export const prepare = (record: ReadRecord, options: PrepareOptions): Prepared => {
  if (!record.ok) return { kind: 'broken', fault: record.fault };
  const converted = options.source.convert(record.value, options);
  if (converted.kind !== 'account') return converted;
  const parsed = parseFields(ImportedAccountLine, withoutAbsent(converted.account));
  if (!parsed.ok) return { kind: 'broken', fault: describeFieldErrors(parsed.errors) };
  const { account, notes } = withoutWeakPassword(parsed.value, options);
  const dropped = leftOut({ ...account, id: '' });
  return {
    kind: 'account',
    account: { ...account, id: account.id ?? madeId(options.seed, normaliseEmail(account.email) ?? account.email) },
    hasMadeId: account.id === undefined,
    notes: [
      ...converted.notes,
      ...notes,
      ...(dropped.password ? (['password_of_unverified'] as const) : []),
      ...(dropped.phone ? (['phone_unverified'] as const) : []),
    ],
  };
};

/** Converters write `undefined` for what an export does not have, which is no value of JSON. */
const withoutAbsent = (account: unknown): unknown => {
  if (typeof account !== 'object' || account === null || Array.isArray(account)) return account;
  return Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined));
};

const withoutWeakPassword = (
  account: FileAccount,
  { dropsWeakPasswords }: PrepareOptions,
): { readonly account: FileAccount; readonly notes: readonly Note[] } => {
  const { passwordHash, ...rest } = account;
  const hash = dropsWeakPasswords && passwordHash !== undefined ? readHash(passwordHash) : undefined;
  const isDropped = hash?.ok === false && hash.reason !== 'unreadable';
  return isDropped ? { account: rest, notes: ['weak_password'] } : { account, notes: [] };
};
