// The schemas of events: one for each type, and each refuses what is no such event.
import { describe, expect, it } from 'vitest';
import { toEvent } from '#domain/audit/event.ts';
import { EVENT_TYPES, type EventType } from '#domain/audit/event-types.ts';
import { anAuditRow, aUser } from '../../support/builders.ts';
import { faultsOfEvent, SCHEMA_TYPES } from '../../support/event-schemas.ts';

const DATA: { readonly [Type in EventType]?: Readonly<Record<string, string | number | boolean>> } = {
  'user.created': { verified: true },
  'user.phone_changed': { change: 'added' },
  'user.passkey_added': { passkeys: 1 },
  'user.passkey_removed': { passkeys: 0 },
  'user.second_factor_changed': { change: 'on' },
  'user.consent_changed': { consent: 'marketing', version: '1', granted: false },
  'session.reused': { session: '01KE5VYW8EABCDEFGHJKMNPQRS' },
};

describe('docs/events', () => {
  it('has a schema of each type, and no other', () => {
    expect(SCHEMA_TYPES.toSorted()).toEqual(EVENT_TYPES.toSorted());
  });

  it.each(EVENT_TYPES)('takes an event %s, with and without the account', (what) => {
    const row = anAuditRow({ what, ...(DATA[what] && { data: DATA[what] }) });
    expect(faultsOfEvent(toEvent(row))).toEqual([]);
    expect(faultsOfEvent(toEvent(row, aUser({ phone: '+821012345678' })))).toEqual([]);
  });

  it.each(Object.keys(DATA) as EventType[])('refuses an event %s without its data', (what) => {
    expect(faultsOfEvent(toEvent(anAuditRow({ what })))).not.toEqual([]);
  });

  it('refuses another id, time and type', () => {
    const event = toEvent(anAuditRow({ what: 'user.verified' }));
    for (const wrong of [{ id: 'x' }, { at: 'now' }, { specversion: '2' }, { userId: 'a b' }, { by: {} }])
      expect(faultsOfEvent({ ...event, ...wrong } as never), JSON.stringify(wrong)).not.toEqual([]);
  });
});
