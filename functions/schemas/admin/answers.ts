// The answers to administrators, for OpenAPI and for the tests that compare real answers with them.
import * as z from 'zod/mini';
import { EVENT_TYPES, type EventType } from '#domain/audit/event-types.ts';
import { DELIVERY_STATUSES } from '#domain/delivery/delivery.ts';
import { LOCALES } from '#domain/locale.ts';
import { CHANNELS, PURPOSES } from '#domain/purpose.ts';
import {
  anyText,
  email,
  key,
  LONG_LIST_MAXIMUM,
  list,
  metadata,
  network,
  phone,
  profile,
  text,
  time,
} from '../answer-fields.ts';
import { ConsentResponse } from '../responses.ts';

/** Those of one page, or all that have one phone number. */
const USERS_MAXIMUM = 100;
const SESSIONS_SHOWN = 50;
const AUDIT_ENTRIES_A_PAGE = 50;

const userId = text(64);
/** A ULID. */
const id = text(26);
const count = z.int().check(z.gte(0));

export const AdminUserResponse = z.strictObject({
  userId,
  email,
  emailVerified: z.boolean(),
  phone: z.exactOptional(phone),
  phoneVerified: z.boolean(),
  locale: z.enum(LOCALES),
  profile,
  metadata: z.exactOptional(metadata),
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  passkeys: z.exactOptional(count),
  secondFactor: z.exactOptional(z.literal(true)),
  createdAt: time,
  activeAt: z.exactOptional(time),
});

export const AdminUsersResponse = z.strictObject({ users: list(AdminUserResponse, USERS_MAXIMUM) });

/** The account as it is after an act. */
export const AdminActedResponse = z.strictObject({ user: AdminUserResponse });

export const AdminResentResponse = z.strictObject({ expiresAt: time, user: z.exactOptional(AdminUserResponse) });

const SENTENCE_MAXIMUM_LENGTH = 500;
const sentence = z.strictObject({ en: text(SENTENCE_MAXIMUM_LENGTH), ko: text(SENTENCE_MAXIMUM_LENGTH) });
const name = text(32);

/** Four for each purpose, and two for each notice. */
const TIMELINE_MAXIMUM = 1000;

export const AdminExplainResponse = z.strictObject({
  address: email,
  timeline: list(
    z.strictObject({ at: time, mail: name, status: name, reason: z.exactOptional(name), sentence }),
    TIMELINE_MAXIMUM,
  ),
  suppressed: z.exactOptional(z.strictObject({ reason: name, at: time, until: z.exactOptional(time) })),
  limits: list(z.strictObject({ until: time, sentence })),
  advice: list(sentence),
});

export const AdminLiftedResponse = z.strictObject({
  address: email,
  wasSuppressed: z.exactOptional(name),
  wasOnAccountList: z.boolean(),
});

export const AdminSuppressedResponse = z.strictObject({ address: email, isNew: z.boolean() });

/** Each account of an import has its result. */
const IMPORT_MAXIMUM_ACCOUNTS = 100;

export const AdminImportResponse = z.strictObject({
  results: list(
    z.strictObject({
      index: z.int(),
      status: z.enum(['created', 'unchanged', 'duplicate', 'invalid']),
      userId: z.exactOptional(userId),
      fault: z.exactOptional(anyText),
    }),
    IMPORT_MAXIMUM_ACCOUNTS,
  ),
});
export const AdminUsersPageResponse = z.strictObject({
  users: list(AdminUserResponse, USERS_MAXIMUM),
  cursor: z.exactOptional(userId),
});

const delivery = z.strictObject({
  status: z.enum(DELIVERY_STATUSES),
  at: time,
  reason: z.exactOptional(text(64)),
});

export const AdminShownResponse = z.strictObject({
  user: AdminUserResponse,
  sessions: list(
    z.strictObject({
      id,
      createdAt: time,
      lastUsedAt: time,
      expiresAt: time,
      device: z.exactOptional(text(40)),
      ip: z.exactOptional(network),
      clientId: z.exactOptional(text(64)),
    }),
    SESSIONS_SHOWN,
  ),
  consents: list(ConsentResponse, LONG_LIST_MAXIMUM),
  suppressed: list(z.strictObject({ channel: z.enum(CHANNELS), reason: text(64), at: time })),
  challenges: list(
    z.strictObject({
      purpose: z.enum(PURPOSES),
      channel: z.enum(CHANNELS),
      createdAt: time,
      expiresAt: time,
      sends: count,
      failures: count,
      delivery,
    }),
  ),
});

const AdminAuditEntry = z.strictObject({
  id,
  at: time,
  what: z.enum(EVENT_TYPES as readonly [EventType, ...EventType[]]),
  by: z.strictObject({
    kind: z.enum(['admin', 'user', 'system']),
    who: z.exactOptional(text(2048)),
    network: z.exactOptional(network),
  }),
  reason: z.exactOptional(text(200)),
  act: z.exactOptional(id),
  data: z.exactOptional(z.record(key, z.union([text(200), z.number(), z.boolean()]))),
});

export const AdminAuditResponse = z.strictObject({
  entries: list(AdminAuditEntry, AUDIT_ENTRIES_A_PAGE),
  cursor: z.exactOptional(id),
});

/** Rows as they are kept, without what opens an account. */
const row = z.record(text(64), z.unknown());
const rows = list(row, LONG_LIST_MAXIMUM);

export const AdminExportResponse = z.strictObject({
  exportedAt: time,
  user: row,
  sessions: rows,
  consents: z.strictObject({ current: rows, former: rows }),
  challenges: rows,
  notices: rows,
  suppressions: rows,
  attempts: z.exactOptional(row),
  counters: rows,
  audit: rows,
  isComplete: z.boolean(),
});

export const AdminReplayedResponse = z.strictObject({ eventId: text(91), type: text(64) });
