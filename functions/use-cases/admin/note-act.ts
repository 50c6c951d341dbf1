// Notes what an administrator does, before it is done: an act that fails, or whose process dies, leaves its row, too.
import { type AuditActor, auditRow } from '#domain/audit/audit.ts';
import type { AdminAct } from '#domain/audit/event-types.ts';
import type { Ports } from '#domain/ports.ts';
import { auditKey } from '#domain/store-keys.ts';

export interface AdminCall {
  readonly by: AuditActor;
  /** Without an address or a phone number, as the schema of the request asks. */
  readonly reason?: string;
}

export interface Act extends AdminCall {
  /** `NO_ACCOUNT` for an act that concerns no single account. */
  readonly userId: string;
  readonly what: `admin.${AdminAct}`;
  /** Never an address, a phone number or a value of a person. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** The id of the act. A change that follows keeps it in `lastAct` of the account. */
export const noteAct = async (
  { store, clock, ids, settings }: Pick<Ports, 'store' | 'clock' | 'ids' | 'settings'>,
  act: Act,
): Promise<string> => {
  const id = ids.next();
  // The id is new: a row that is there already is this one.
  await store.swap(auditKey(act.userId, id), 'absent', auditRow({ ...act, id, at: clock.now() }, settings));
  return id;
};
