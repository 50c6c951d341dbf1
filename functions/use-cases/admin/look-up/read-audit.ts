// What happened to an account, newest first, also after it is gone.
import { type AuditRow, NO_ACCOUNT } from '#domain/audit/audit.ts';
import type { Ports } from '#domain/ports.ts';
import { auditKey } from '#domain/store-keys.ts';
import { loadUser } from '../load-user.ts';
import { type AdminCall, noteAct } from '../note-act.ts';

export interface AuditPage {
  readonly entries: readonly AuditRow[];
  /** The id of the last entry, if there may be more. */
  readonly cursor?: string;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>;

const ENTRIES_A_PAGE = 50;

/** The index may not have what was written a moment ago, such as this act itself. A page may be short: rows end. */
export const readAudit = async (
  dependencies: Dependencies,
  { userId, cursor }: { readonly userId: string; readonly cursor?: string | undefined },
  call: AdminCall,
): Promise<AuditPage> => {
  const { store } = dependencies;
  const ids = await store.auditOf(userId, { limit: ENTRIES_A_PAGE + 1, before: cursor });
  // What nothing is known of may be anything, such as a phone number that was typed in the place of an id.
  const isKnown = ids.length > 0 || (await loadUser(store, userId)) !== undefined;
  await noteAct(dependencies, { ...call, userId: isKnown ? userId : NO_ACCOUNT, what: 'admin.audit' });
  const page = ids.slice(0, ENTRIES_A_PAGE);
  const entries = await loadAudit(dependencies, userId, page);
  const last = page.at(-1);
  return { entries, ...(last !== undefined && ids.length > page.length && { cursor: last }) };
};

/** Those of these ids that have not ended, in their order. */
export const loadAudit = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  userId: string,
  ids: readonly string[],
): Promise<readonly AuditRow[]> => {
  const rows = ids.length > 0 ? await store.load(ids.map((id) => auditKey(userId, id))) : [];
  return rows.filter((row) => row !== undefined).filter(({ expiresAt }) => clock.now() < expiresAt);
};
