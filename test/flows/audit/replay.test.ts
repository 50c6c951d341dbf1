// Administrators send an event again: to all, or to one endpoint of webhooks.
import { describe, expect, it } from 'vitest';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { ADMIN_ARN, asAdmin, auditRowsOf, freshReason } from '../../support/admin.ts';
import { anOwner } from '../../support/email-change.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { createTestStore } from '../../support/test-store.ts';

const REPLAY = '/admin/events/replay';
const REASON = { reason: 'Ticket 1042' };

/** An account, and the events of its sign-up. */
const start = async (options: Parameters<typeof createTestService>[0] = {}) => {
  const service = createTestService({ store: createTestStore(), ...options });
  const { address } = await anOwner(service);
  await service.tellAll();
  const [event] = service.sent.splice(0);
  if (!event) throw new Error('no event was sent');
  return { service, address, event };
};
const actsOf = async (service: TestService, userId: string) =>
  (await auditRowsOf(service, userId)).filter(({ what }) => what === 'admin.replay');

describe('an event is sent again', () => {
  it('to all, with the same id and content', async () => {
    const { service, event } = await start();
    service.advance(3600);
    const { status, body } = await asAdmin(service, REPLAY, { eventId: event.id, ...REASON });
    expect([status, body]).toEqual([200, { eventId: event.id, type: event.type }]);
    expect(service.sent).toEqual([event]);
    expect(service.replayed).toEqual([]);
  });

  it('to one endpoint alone', async () => {
    const { service, event } = await start();
    const { status } = await asAdmin(service, REPLAY, { eventId: event.id, endpoint: 'orders', ...REASON });
    expect(status).toBe(200);
    expect(service.replayed).toEqual([{ event, endpoint: 'orders' }]);
    expect(service.sent).toEqual([]);
  });

  it('with the addresses of now, where the stage sends addresses', async () => {
    const { service, event, address } = await start({ settings: { events: { addresses: true } } });
    await asAdmin(service, REPLAY, { eventId: event.id, ...REASON });
    expect(service.sent).toMatchObject([{ id: event.id, user: { email: address } }]);
  });

  it('and the row says who did it, why and for whom', async () => {
    const { service, event } = await start();
    await asAdmin(service, REPLAY, { eventId: event.id, endpoint: 'crm', ...REASON });
    expect(await actsOf(service, event.userId)).toMatchObject([
      { by: { who: ADMIN_ARN }, reason: REASON.reason, data: { event: event.id.split('.')[1], endpoint: 'crm' } },
    ]);
  });
});

describe('no event is sent', () => {
  it.each([
    ['that nobody has heard of', (id: string) => ({ eventId: id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) })],
    ['of another account', (id: string) => ({ eventId: id.replace(/^[^.]+/, 'somebody') })],
    ['for an endpoint that the stage does not have', (id: string) => ({ eventId: id, endpoint: 'unknown' })],
  ])('%s: 404, and a row of the try', async (_what, bodyOf) => {
    const { service, event } = await start();
    const reason = freshReason();
    const { status, body } = await asAdmin(service, REPLAY, { ...bodyOf(event.id), reason });
    expect([status, body.code]).toEqual([404, 'not_found']);
    expect([...service.sent, ...service.replayed]).toEqual([]);
    const acts = (await actsOf(service, NO_ACCOUNT)).filter((row) => row.reason === reason);
    expect(acts).toMatchObject([{ by: { who: ADMIN_ARN } }]);
  });

  it.each([
    ['no id', { eventId: 'x' }],
    ['an id with a path in it', { eventId: '../x.01K0M3H6E1T8RV9Q2Z5N7W4X6Y' }],
    ['a wrong name of an endpoint', { eventId: 'u.01K0M3H6E1T8RV9Q2Z5N7W4X6Y', endpoint: 'A,b' }],
  ])('for a request with %s', async (_what, asked) => {
    const { service } = await start();
    const { status } = await asAdmin(service, REPLAY, { ...asked, ...REASON });
    expect([status, service.sent]).toEqual([400, []]);
  });

  it('without a reason, or by nobody', async () => {
    const { service, event } = await start();
    expect((await asAdmin(service, REPLAY, { eventId: event.id })).status).toBe(400);
    expect((await service.post(REPLAY, { eventId: event.id, ...REASON })).status).toBe(403);
    expect(service.sent).toEqual([]);
  });

  it('while the bus is out of reach: 503, and repeating is safe', async () => {
    const { service, event } = await start();
    service.setFaults((call) => (call === 'bus.put' ? 'before' : undefined));
    expect((await asAdmin(service, REPLAY, { eventId: event.id, ...REASON })).status).toBe(503);
    service.setFaults();
    expect((await asAdmin(service, REPLAY, { eventId: event.id, ...REASON })).status).toBe(200);
  });
});
