// Orders the events of an address by time.
import type { Delivery } from '#domain/delivery/delivery.ts';
import type { Suppression } from '#domain/delivery/suppression.ts';
import type { AccountSuppression } from '../checks/suppression.ts';
import type { Row } from './scan.ts';

export interface TraceEvent {
  /** ISO 8601, UTC; `undefined` if it was not recorded. */
  readonly at: string | undefined;
  readonly what: 'asked' | 'asked_again' | 'delivery' | 'used' | 'expires' | 'suppressed' | 'suppressed_by_ses';
  /** The purpose of a challenge, or the kind of a notice. */
  readonly purpose?: string;
  /** The challenge id in the log. It is no secret. */
  readonly id?: string;
  readonly seq?: number;
  readonly status?: string;
  readonly reason?: string;
  /** Attempts that failed for a transient reason. */
  readonly tries?: number;
  /** How often it was requested in its window, and failures for this id. */
  readonly sends?: number;
  readonly failures?: number;
}

export interface Known {
  /** With `SHOWN_ATTRIBUTES`. */
  readonly rows: readonly Row[];
  readonly suppression: Suppression | undefined;
  readonly account: AccountSuppression | undefined;
}

export const toTimeline = ({ rows, suppression, account }: Known): TraceEvent[] => {
  const events: TraceEvent[] = [
    ...rows.flatMap(eventsOf),
    ...(suppression ? [{ at: isoOf(suppression.at), what: 'suppressed' as const, reason: suppression.reason }] : []),
    ...(account ? [{ at: isoOf(account.at), what: 'suppressed_by_ses' as const, reason: account.reason }] : []),
  ];
  return events.toSorted((left, right) => (left.at ?? '').localeCompare(right.at ?? ''));
};

const eventsOf = (row: Row): TraceEvent[] => {
  const delivery = row['delivery'] as Delivery;
  const { seq, status, reason, tries, askedAt } = delivery;
  const common = { purpose: purposeOf(String(row['pk'])), id: String(row['id']) };
  const usedAt = isoOf(row['usedAt']);
  const { sends, failures } = row as { readonly sends?: number; readonly failures?: number };
  return [
    { ...common, at: isoOf(row['createdAt']), what: 'asked', ...(sends !== undefined && { sends }) },
    ...(seq > 1 && askedAt !== undefined ? [{ ...common, at: isoOf(askedAt), what: 'asked_again' as const, seq }] : []),
    { ...common, at: isoOf(delivery.at), what: 'delivery', seq, status, ...(reason && { reason }), tries },
    usedAt === undefined
      ? { ...common, at: isoOf(row['expiresAt']), what: 'expires', ...(failures !== undefined && { failures }) }
      : { ...common, at: usedAt, what: 'used' },
  ];
};

const purposeOf = (pk: string): string => /^(?:notice#)?([a-z_]+)#/.exec(pk)?.[1] ?? '';

const isoOf = (milliseconds: unknown): string | undefined =>
  typeof milliseconds === 'number' ? new Date(milliseconds).toISOString() : undefined;
