import { describe, expect, it } from 'vitest';
import { auditRow, NO_ACCOUNT } from '#domain/audit/audit.ts';
import { ADMIN_ACTS, EVENT_TYPES } from '#domain/audit/event-types.ts';
import { timeToLive } from '#domain/store.ts';
import { auditIdOf, auditKey } from '#domain/store-keys.ts';
import { DAY, ID, NOW, USER_ID } from '../../support/builders.ts';

const fields = { id: ID, userId: USER_ID, at: NOW, what: 'user.disabled', by: { kind: 'admin' } } as const;

describe('an audit row', () => {
  it('ends so many days after what it tells of', () => {
    const row = auditRow(fields, { auditDays: 30 });
    expect(row).toEqual({ ...fields, expiresAt: NOW + 30 * DAY });
    expect(timeToLive('audit', row)).toBe(Math.ceil((NOW + 30 * DAY) / 1000));
  });

  it('has a key of its own, in which its id can be read, whatever the account is called', () => {
    expect(auditKey(USER_ID, ID)).toEqual({ kind: 'audit', table: 'audit', pk: `audit#${USER_ID}#${ID}` });
    for (const userId of [USER_ID, NO_ACCOUNT, 'auth0_5f7c', '_-']) {
      expect(auditIdOf(auditKey(userId, ID).pk)).toBe(ID);
    }
  });
});

describe('the types of events', () => {
  it('are distinct, and have one for each act of an administrator', () => {
    expect(new Set(EVENT_TYPES).size).toBe(EVENT_TYPES.length);
    expect(EVENT_TYPES.filter((type) => type.startsWith('admin.'))).toHaveLength(ADMIN_ACTS.length);
  });
});
