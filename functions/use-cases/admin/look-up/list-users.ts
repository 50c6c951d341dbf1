// Lists accounts page by page, in the order of the table, which is none that people know.
import type { User } from '#domain/account/user.ts';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import type { Ports } from '#domain/ports.ts';
import { onlyAccounts } from '../load-user.ts';
import { type AdminCall, noteAct } from '../note-act.ts';

export const LISTED_STATES = ['disabled', 'unverified'] as const;
export type ListedState = (typeof LISTED_STATES)[number];

export interface Listing {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly state?: ListedState | undefined;
}

export interface UsersPage {
  readonly users: readonly User[];
  /** The id after which the next page begins, if there may be one. */
  readonly cursor?: string;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>;

const USERS_A_PAGE = 50;
/** Rows are read so many at a time. */
const READ_AT_ONCE = 100;
/** A call that looks for few among many ends here, with a cursor. */
const ROUNDS = 10;

/** A page may be short or empty and still have a cursor: rows are left out of it, and one call reads only so many. */
export const listUsers = async (
  dependencies: Dependencies,
  { limit = USERS_A_PAGE, cursor, state }: Listing,
  call: AdminCall,
): Promise<UsersPage> => {
  const { store } = dependencies;
  await noteAct(dependencies, { ...call, userId: NO_ACCOUNT, what: 'admin.list', ...(state && { data: { state } }) });
  const users: User[] = [];
  let from = cursor;
  for (let round = 0; round < ROUNDS; round++) {
    const rows = await store.usersAfter(from, READ_AT_ONCE);
    const wanted = await onlyAccounts(
      store,
      rows.filter((user) => isIn(user, state)),
    );
    const taken = wanted.slice(0, limit - users.length);
    users.push(...taken);
    const isOver = taken.length === wanted.length && rows.length < READ_AT_ONCE;
    if (isOver) return { users };
    from = users.length === limit ? users.at(-1)?.id : rows.at(-1)?.id;
    if (users.length === limit) break;
  }
  return { users, ...(from !== undefined && { cursor: from }) };
};

const isIn = ({ disabled, emailVerifiedAt }: User, state: ListedState | undefined): boolean => {
  if (state === 'disabled') return disabled !== undefined;
  return state === undefined || emailVerifiedAt === undefined;
};
