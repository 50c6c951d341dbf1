// The audit row: one thing that happened to an account. It is written once, and is also the outbox of events.
import type { Draft } from '../row.ts';
import type { Settings } from '../settings.ts';
import { DAY_MILLISECONDS } from '../window.ts';
import type { EventType } from './event-types.ts';

export interface AuditActor {
  readonly kind: 'admin' | 'user' | 'system';
  /** The ARN of an IAM identity, `laptop`, or the part of the service that did it. */
  readonly who?: string;
  /** IPv4 /24 or IPv6 /48. */
  readonly network?: string;
}

/** Holds no address, phone number, profile, hash or token: it outlives the account. */
export interface AuditRow {
  /** A ULID. */
  readonly id: string;
  readonly version: string;
  /** `NO_ACCOUNT` for acts that concern no single account. */
  readonly userId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly what: EventType;
  readonly by: AuditActor;
  /** What an administrator gives as the reason. Never an address. */
  readonly reason?: string;
  /** The id of the audit row of the administrator's act behind this change. */
  readonly act?: string;
  readonly data?: Readonly<Record<string, string | number | boolean>>;
  /** Epoch milliseconds: `auditDays` after `at`. */
  readonly expiresAt: number;
}

/** The `userId` of rows that concern no single account. No account may have this id. */
export const NO_ACCOUNT = 'service';

/** The row as it is written: `store.swap(auditKey(row.userId, row.id), 'absent', row)`. */
export const auditRow = (
  fields: Omit<AuditRow, 'version' | 'expiresAt'>,
  { auditDays }: Pick<Settings, 'auditDays'>,
): Draft<AuditRow> => ({ ...fields, expiresAt: fields.at + auditDays * DAY_MILLISECONDS });

export const auditEndsAt = ({ expiresAt }: Pick<AuditRow, 'expiresAt'>): number => expiresAt;
