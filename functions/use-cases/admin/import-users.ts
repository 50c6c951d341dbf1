// Imports a batch of accounts. The batch can be sent again: what is there already stays as it is.
import { type ImportedAccount, isSameAccount, type TakenOver, takeOver } from '#domain/account/imported-account.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { inLanes } from '../in-lanes.ts';
import { ADDRESS_TAKEN, ID_TAKEN, type ImportedUser, type ImportPorts, importUser, type Seen } from './import-user.ts';
import { type AdminCall, noteAct } from './note-act.ts';

export interface ImportResult extends Omit<ImportedUser, 'status' | 'userId'> {
  readonly index: number;
  readonly status: ImportedUser['status'] | 'invalid';
  readonly userId?: string;
}

/** At a time. A batch of 100 takes about 40 round trips to the database, far below the time that the function has. */
const LANES = 10;

type Dependencies = ImportPorts & Pick<Ports, 'settings'>;

/** Each account has its result, in the order of the batch. `try_again` if another writer of the same rows was faster. */
export const importUsers = async (
  dependencies: Dependencies,
  { users, isDryRun }: { readonly users: readonly ImportedAccount[]; readonly isDryRun: boolean },
  call: AdminCall,
): Promise<Outcome<readonly ImportResult[]>> => {
  const { settings, clock } = dependencies;
  const data = { users: users.length, dryRun: isDryRun };
  const actId = await noteAct(dependencies, { ...call, userId: NO_ACCOUNT, what: 'admin.import', data });
  const read = users.map((user) => takeOver(user, { settings, now: clock.now() }));
  const lines = read.flatMap((each) => (each.ok ? [each.value] : []));
  const firsts = firstOfEach(lines);
  const seen = await lookAtAll(dependencies, [...new Set(firsts.values())]);
  const settled = await inLanes(seen, LANES, async ([line, rows]) => {
    return [line, await importUser(dependencies, line, rows, { actId, isDryRun })] as const;
  });
  const failed = settled.map(([, outcome]) => outcome).find((outcome) => !outcome.ok);
  if (failed) return failed;
  const results = new Map(settled.flatMap(([line, outcome]) => (outcome.ok ? [[line, outcome.value] as const] : [])));
  return accept(
    read.map((each, index): ImportResult => {
      if (!each.ok) return { index, status: 'invalid', fault: faultOf(each.refusal.errors ?? []) };
      const result = results.get(each.value) ?? besideFirst(each.value, firsts, results);
      return { index, ...result };
    }),
  );
};

/** The rows of all lines at once: one by one they would take as long as the writes. */
const lookAtAll = async (
  { store }: Dependencies,
  lines: readonly TakenOver[],
): Promise<readonly (readonly [TakenOver, Seen])[]> => {
  const [users, claims] = await Promise.all([
    store.load(lines.map(({ id }) => userKey(id))),
    store.load(lines.map(({ email }) => emailClaimKey(email))),
  ]);
  return lines.map((line, index) => [line, { own: users[index], claim: claims[index] }] as const);
};

const faultOf = (errors: readonly { readonly path: string; readonly message: string }[]): string =>
  errors.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** The first line of each id and each address. The lines that repeat one are compared with it, not with the database. */
const firstOfEach = (lines: readonly TakenOver[]): ReadonlyMap<TakenOver, TakenOver> => {
  const byId = new Map<string, TakenOver>();
  const byEmail = new Map<string, TakenOver>();
  const firsts = lines.map((line): [TakenOver, TakenOver] => {
    const first = byId.get(line.id) ?? byEmail.get(line.email);
    if (first) return [line, first];
    byId.set(line.id, line);
    byEmail.set(line.email, line);
    return [line, line];
  });
  return new Map(firsts);
};

const besideFirst = (
  line: TakenOver,
  firsts: ReadonlyMap<TakenOver, TakenOver>,
  results: ReadonlyMap<TakenOver, ImportedUser>,
): ImportedUser => {
  const first = firsts.get(line) ?? line;
  const { status, userId, fault } = results.get(first) ?? { status: 'created', userId: first.id };
  if (!isSameAccount(line, first))
    return { status: 'duplicate', userId, fault: line.email === first.email ? ADDRESS_TAKEN : ID_TAKEN };
  return status === 'duplicate'
    ? { status, userId, ...(fault !== undefined && { fault }) }
    : { status: 'unchanged', userId };
};
