// Administrators find accounts; each look leaves a row, and nobody else gets in.
import { describe, expect, it } from 'vitest';
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { bearer } from '../../support/account.ts';
import { ADMIN_ARN, asAdmin, auditRowsOf, freshReason } from '../../support/admin.ts';
import { createTestService } from '../../support/service.ts';
import { account } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../../support/trusted-caller.ts';

const FIND = '/admin/users/find';

const start = async (settings = {}) => {
  const service = createTestService({ store: createTestStore(), settings });
  const email = `minji.${Math.random().toString(36).slice(2)}@example.com`;
  const { body } = await account(service, email);
  service.lines.length = 0;
  return { service, email, owner: body };
};

describe('an account is found', () => {
  it('by its address, as it is typed', async () => {
    const { service, email, owner } = await start();
    const { status, body, headers } = await asAdmin(service, FIND, { email: ` ${email.toUpperCase()}` });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      users: [
        {
          userId: owner.user.id,
          email,
          emailVerified: true,
          phoneVerified: false,
          locale: 'ko',
          profile: {},
          disabled: false,
          hasPassword: true,
          createdAt: new Date(service.clock.now()).toISOString(),
        },
      ],
    });
  });

  it('by its id', async () => {
    const { service, email, owner } = await start();
    const { body } = await asAdmin(service, FIND, { userId: owner.user.id });
    expect(body.users).toMatchObject([{ email }]);
  });

  it('and the row says who looked, from where and why, and never for which address', async () => {
    const { service, email, owner } = await start();
    await asAdmin(service, FIND, { email, reason: 'Ticket 1042' });
    expect(await auditRowsOf(service, owner.user.id)).toMatchObject([
      {
        what: 'admin.find',
        userId: owner.user.id,
        by: { kind: 'admin', who: ADMIN_ARN, network: expect.stringMatching(/\.0\/24$/) },
        reason: 'Ticket 1042',
        data: { by: 'email' },
        at: service.clock.now(),
      },
    ]);
    expect(JSON.stringify(await auditRowsOf(service, owner.user.id))).not.toContain('@');
  });

  it('and no line of the log has the address', async () => {
    const { service, email } = await start();
    await asAdmin(service, FIND, { email });
    expect(service.lines.join('')).toContain('POST /admin/users/find');
    expect(service.lines.join('')).not.toContain('@');
  });
});

it.each([{ email: 'nobody@example.com' }, { userId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, { userId: '01012345678' }])(
  'nobody is found for %j, which leaves a row of no account',
  async (query) => {
    const { service } = await start();
    const reason = freshReason();
    const { status, body } = await asAdmin(service, FIND, { ...query, reason });
    expect([status, body]).toEqual([200, { users: [] }]);
    const rows = (await auditRowsOf(service, NO_ACCOUNT)).filter((row) => row.reason === reason);
    expect(rows).toMatchObject([{ what: 'admin.find', userId: NO_ACCOUNT }]);
    expect(JSON.stringify(rows)).not.toContain('01012345678');
  },
);

it('a row of an account that cannot be written keeps the account untold', async () => {
  const { service, email } = await start();
  service.setFaults((call) => (call === 'store.swap' ? 'before' : undefined));
  const { status, text } = await asAdmin(service, FIND, { email });
  expect(status).toBe(503);
  expect(text).not.toContain(email);
});

describe('a reason', () => {
  it.each([
    ['ab', 'must have at least 3 characters'],
    ['     ', 'must have at least 3 characters'],
    ['for minji@example.com', 'must not contain an address or a phone number'],
    ['call 01012345678', 'must not contain an address or a phone number'],
    ['call 010-1234-5678', 'must not contain an address or a phone number'],
    ['a'.repeat(201), 'must have at most 200 characters'],
    ['two\nlines', 'must not contain control characters or broken characters'],
  ])('%j is refused', async (reason, message) => {
    const service = createTestService();
    const { status, body } = await asAdmin(service, FIND, { userId: 'a', reason });
    expect([status, body.errors]).toEqual([400, [{ path: 'reason', message }]]);
  });

  it.each(['abc', '문의 1042', 'Ticket 123456', 'since 2026-11-27 12:30', 'a'.repeat(200)])(
    '%j is taken',
    async (reason) => {
      const service = createTestService();
      expect((await asAdmin(service, FIND, { userId: 'a', reason })).status).toBe(200);
    },
  );
});

describe('everybody else is answered 403, before anything is read', () => {
  const refused = { status: 403, body: { code: 'admin_required' } };

  it('without an identity of IAM, with a body or without one', async () => {
    const { service, email } = await start();
    service.operations.length = 0;
    expect(await service.post(FIND, { email })).toMatchObject(refused);
    expect(await service.post(FIND, { unknown: 1 })).toMatchObject(refused);
    expect(await service.request({ method: 'POST', path: FIND })).toMatchObject(refused);
    expect(service.operations).toEqual([]);
  });

  it('with the access token of an account', async () => {
    const { service, email, owner } = await start();
    expect(await service.post(FIND, { email }, { headers: bearer(owner.accessToken) })).toMatchObject(refused);
  });

  it('with the key of a trusted caller', async () => {
    const { service, email } = await start({ trustedCallers: [TRUSTED_CALLER] });
    const headers = { 'x-api-key': CALLER_KEY, 'x-client-ip': '203.0.113.9' };
    expect(await service.post(FIND, { email }, { headers })).toMatchObject(refused);
  });

  it('with an empty identity', async () => {
    const { service, email } = await start();
    expect(await service.post(FIND, { email }, { admin: '' })).toMatchObject(refused);
  });

  it.each(['https://app.example', 'https://api.example', 'https://evil.example', 'null'])(
    'from the page of %s, even with an identity',
    async (origin) => {
      const { service, email } = await start();
      expect(await service.post(FIND, { email }, { admin: ADMIN_ARN, headers: { origin } })).toMatchObject(refused);
    },
  );

  it('with an identity or a key in headers of its own', async () => {
    const { service, email } = await start();
    const headers = { 'x-admin-key': 'a key', 'x-amzn-iam-user-arn': ADMIN_ARN, authorization: 'AWS4-HMAC-SHA256 x' };
    expect(await service.post(FIND, { email }, { headers })).toMatchObject(refused);
  });
});

it('the network of a trusted caller is that of the person who acts', async () => {
  const { service, owner } = await start({ trustedCallers: [TRUSTED_CALLER] });
  const headers = { 'x-api-key': CALLER_KEY, 'x-client-ip': '203.0.113.9' };
  await service.post(FIND, { userId: owner.user.id }, { admin: ADMIN_ARN, headers });
  expect(await auditRowsOf(service, owner.user.id)).toMatchObject([{ by: { network: '203.0.113.0/24' } }]);
});
