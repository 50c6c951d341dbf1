// The event that others get of an audit row: on the bus, and in a webhook.
import type { User } from '../account/user.ts';
import type { Locale } from '../locale.ts';
import type { Draft } from '../row.ts';
import type { AuditActor, AuditRow } from './audit.ts';
import type { EventType } from './event-types.ts';

/** `docs/events/` has a schema of each type. */
export interface AccountEvent {
  /** `<user id>.<ULID>`. A repeat of the same event has the same. */
  readonly id: string;
  readonly type: EventType;
  /** Of this form. A release that would break a reader has another one. */
  readonly specversion: '1';
  /** ISO 8601. */
  readonly at: string;
  readonly userId: string;
  readonly by: Pick<AuditActor, 'kind' | 'who'>;
  /** The id of the event of the administrator's act that led to this one. */
  readonly act?: string;
  readonly data: NonNullable<AuditRow['data']>;
  /** Only if the stage sends addresses: the account as it is when the event is sent. Absent if it is gone. */
  readonly user?: EventUser;
}

export interface EventUser {
  readonly email: string;
  readonly emailVerified: boolean;
  readonly phone?: string;
  readonly locale: Locale;
  readonly disabled: boolean;
}

/** Where to find an audit row. With `row`, it is written first: then its stream sends it. Only this goes into a queue, never an image. */
export interface EventTicket {
  readonly userId: string;
  readonly id: string;
  readonly row?: Draft<AuditRow>;
}

export const toEvent = (row: Draft<AuditRow>, user?: User): AccountEvent => {
  const { id, userId, at, what, by, act, data = {} } = row;
  return {
    id: `${userId}.${id}`,
    type: what,
    specversion: '1',
    at: new Date(at).toISOString(),
    userId,
    by: { kind: by.kind, ...(by.who !== undefined && { who: by.who }) },
    ...(act !== undefined && { act }),
    data,
    ...(user && { user: toEventUser(user) }),
  };
};

const toEventUser = ({ email, emailVerifiedAt, phone, locale, disabled }: User): EventUser => ({
  email,
  emailVerified: emailVerifiedAt !== undefined,
  ...(phone !== undefined && { phone }),
  locale,
  disabled: disabled !== undefined,
});
