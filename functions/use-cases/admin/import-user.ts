// Writes one imported account. If the process dies between its two writes, the next run with the same line completes it.
import { isSameAccount, type TakenOver } from '#domain/account/imported-account.ts';
import { type EmailClaim, isReachableAt, isStaleClaim, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { emailClaimKey, userKey } from '#domain/store-keys.ts';
import { abandonUser, foundAccount } from '../account/claim-address.ts';
import { newEpoch } from '../session/renew-user.ts';

export type ImportPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'random'>;

export interface ImportedUser {
  readonly status: 'created' | 'unchanged' | 'duplicate';
  /** The account of the line; of a duplicate, the one that is there. */
  readonly userId: string;
  readonly fault?: string;
}

export const ADDRESS_TAKEN = 'email: another account has this address';
export const ID_TAKEN = 'id: another account has this id';
const ADDRESS_RESERVED = 'email: another account has left this address, and may come back to it';

const ROUNDS = 3;

/** The rows of a line: that of its id, and the claim of its address. */
export interface Seen {
  readonly own: User | undefined;
  readonly claim: EmailClaim | undefined;
}

const look = async ({ store }: ImportPorts, { id, email }: TakenOver): Promise<Seen> => {
  const [own, claim] = await store.load([userKey(id), emailClaimKey(email)]);
  return { own, claim };
};

/** `seen`: a moment ago. `actId`: of the audit row of the import. With `isDryRun` nothing is written. */
export const importUser = async (
  ports: ImportPorts,
  line: TakenOver,
  seen: Seen,
  { actId, isDryRun }: { readonly actId: string; readonly isDryRun: boolean },
): Promise<Outcome<ImportedUser>> => {
  for (let round = 0; round < ROUNDS; round++) {
    const { own, claim } = round === 0 ? seen : await look(ports, line);
    const settled = await settledBy(ports, line, { own, claim });
    if (settled) return accept(settled);
    if (isDryRun) return accept({ status: 'created', userId: line.id });
    const put = await putUser(ports, line, own, actId);
    if (!put) continue;
    // The commit point: from here on the account is reachable at its address.
    const claimed = await foundAccount(ports, line.email, put);
    if (claimed.ok) return accept({ status: 'created', userId: line.id });
    // Nobody can reach the row, because the address went to another account in the meantime.
    if (claimed.refusal.code === 'already_registered') await abandonUser(ports.store, put);
  }
  return refuse('try_again');
};

/** What the rows of now make of the line; `undefined` if nothing is in its way. */
const settledBy = async (
  { store, clock }: ImportPorts,
  line: TakenOver,
  { own, claim }: Seen,
): Promise<ImportedUser | undefined> => {
  const beside = (account: User, fault: string): ImportedUser =>
    isSameAccount(line, account)
      ? { status: 'unchanged', userId: account.id }
      : { status: 'duplicate', userId: account.id, fault };
  const [holder] = claim && claim.userId !== line.id ? await store.load([userKey(claim.userId)]) : [own];
  if (isReachableAt(claim, holder, line.email)) return beside(holder, ADDRESS_TAKEN);
  if (own) {
    const [ownClaim] = await store.load([emailClaimKey(own.email)]);
    // The person has another address now. A row without a claim that no import wrote is not ours to complete.
    if (own.importDigest === undefined || isReachableAt(ownClaim, own, own.email)) return beside(own, ID_TAKEN);
  }
  const isReserved = claim && claim.userId !== line.id && !isStaleClaim(claim, holder, line.email, clock.now());
  return isReserved ? { status: 'duplicate', userId: claim.userId, fault: ADDRESS_RESERVED } : undefined;
};

/** The row of the line. `own`: what a run before this one left without its claim. `undefined` if another writer was faster. */
const putUser = async (
  { store, ids, random }: ImportPorts,
  line: TakenOver,
  own: User | undefined,
  actId: string,
): Promise<User | undefined> => {
  if (own && own.importDigest === line.importDigest && !own.abandoned) return own;
  // No link or code from before, whatever its id, may open the account.
  const draft: Draft<User> = { ...line, epoch: newEpoch(random), challengeFloor: ids.next(), lastAct: actId };
  const swap = await store.swap(userKey(line.id), own ?? 'absent', draft);
  return swap.ok ? swap.item : undefined;
};
