// The acts: what is shown before, what is asked of the API, and that nothing happens without a reason and a confirmation.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AdminServer, problem, type Reply, startAdminServer } from '../../support/servers/admin-api.ts';
import { ADA, aFolder, EVA, run, surroundings } from './world.ts';

const WHY = ['--reason', 'ticket 12'];
const NEW = 'new@example.com';
const FIND = '/admin/users/find';

const { folder, remove } = aFolder();
let server: AdminServer;
beforeAll(async () => {
  server = await startAdminServer(() => undefined);
});
beforeEach(() => {
  server.calls.length = 0;
  found(ADA);
});
afterAll(async () => {
  await server.stop();
  remove();
});

/** Every account that is looked up is one of these, and every act has this answer. */
const found = (...users: readonly object[]) => {
  const [user] = users;
  server.answer = ({ path }): Reply => ({ status: 200, body: path === FIND ? { users } : { ...ANSWER, user } });
};
const admin = (words: readonly string[], more?: Parameters<typeof run>[2]) =>
  run([...words, '--local'], surroundings(folder, { PORT: String(server.port) }), more);
/** What the acts answer, all at once. */
const ANSWER = {
  eventId: 'u1.01JEVENT',
  type: 'user.created',
  address: NEW,
  expiresAt: '2026-01-02T04:04:05.000Z',
  isNew: true,
  wasOnAccountList: false,
};
const acts = () => server.calls.filter(({ path }) => path !== FIND).map(({ path, body }) => ({ path, body }));

const reason = 'ticket 12';
const { userId, email } = ADA;

/** The words, what they ask of the API, and whether they must be confirmed. */
const ACTS: readonly (readonly [readonly string[], string, object, boolean?])[] = [
  [['disable', email], '/admin/users/disable', { userId }, true],
  [['enable', email], '/admin/users/enable', { userId }],
  [['log-out', email], '/admin/users/log-out', { userId }],
  [['delete', email], '/admin/users/delete', { userId }, true],
  [['change-email', email, NEW], '/admin/users/change-email', { userId, email: NEW }, true],
  [
    ['change-email', email, NEW, '--old-mailbox-lost'],
    '/admin/users/change-email',
    { userId, email: NEW, oldMailboxLost: true },
    true,
  ],
  [['set-metadata', email, '{"plan":"pro"}'], '/admin/users/set-metadata', { userId, metadata: { plan: 'pro' } }],
  [['set-metadata', email, 'null'], '/admin/users/set-metadata', { userId, metadata: null }],
  [['resend', NEW, '--mail', 'signup'], '/admin/users/resend', { email: NEW, mail: 'signup' }],
  [['resend', userId, '--mail', 'reset'], '/admin/users/resend', { email, mail: 'reset' }],
  [['create', NEW], '/admin/users/create', { email: NEW }],
  [
    ['create', NEW, '--locale', 'en', '--profile', '{"name":"N"}', '--metadata', '{"plan":"pro"}'],
    '/admin/users/create',
    { email: NEW, locale: 'en', profile: { name: 'N' }, metadata: { plan: 'pro' } },
  ],
  [['invite', NEW], '/admin/users/create', { email: NEW, invite: true }],
  [['suppress', NEW], '/admin/suppressions/set', { email: NEW }],
  [['unsuppress', NEW], '/admin/suppressions/lift', { email: NEW }],
  [['unsuppress', '+821012345678'], '/admin/suppressions/lift', { phone: '+821012345678' }],
  [['unsuppress', userId], '/admin/suppressions/lift', { email }],
  [['replay', 'u1.01JEVENT'], '/admin/events/replay', { eventId: 'u1.01JEVENT' }],
  [
    ['replay', 'u1.01JEVENT', '--endpoint', 'billing'],
    '/admin/events/replay',
    { eventId: 'u1.01JEVENT', endpoint: 'billing' },
  ],
];

interface Case {
  readonly words: readonly string[];
  readonly path: string;
  readonly body: object;
  readonly isGrave: boolean;
}

const CASES: readonly Case[] = ACTS.map(([words, path, body, isGrave = false]) => ({ words, path, body, isGrave }));

describe.each(CASES)('$words', ({ words, path, body, isGrave }) => {
  const yes = isGrave ? ['--yes'] : [];

  it('asks for the act, with its reason', async () => {
    expect(await admin([...words, ...WHY, ...yes])).toMatchObject({ exitCode: 0, error: '' });
    expect(acts()).toEqual([{ path, body: { ...body, reason } }]);
  });

  it('does nothing without a reason', async () => {
    const { exitCode, error } = await admin([...words, ...yes]);
    expect(exitCode).toBe(2);
    expect(error).toContain(`"${words[0]}" needs --reason`);
    expect(server.calls).toEqual([]);
  });

  it('only tells with --dry-run', async () => {
    const { exitCode, out } = await admin([...words, ...WHY, '--dry-run']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^npm start \(http:\S+\): .*\n/);
    expect(out).toMatch(/This is a dry run: nothing was changed\.\n$/);
    expect(acts()).toEqual([]);
    const json = JSON.parse((await admin([...words, ...WHY, '--dry-run', '--json'])).out);
    expect(json).toEqual({ dryRun: true, would: { path, body } });
  });
});

describe.each(CASES.filter(({ isGrave }) => isGrave))('$words is grave, so', ({ words }) => {
  it('without --yes it shows whom it hits, and does nothing', async () => {
    const { exitCode, out, error } = await admin([...words, ...WHY]);
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' });
    expect(error).toMatch(/^email +ada@example\.com/m);
    expect(error).toMatch(/Nothing was changed: to do this, add --yes\.\n$/);
    const json = JSON.parse((await admin([...words, ...WHY, '--json'], { isTerminal: true, input: ['yes'] })).out);
    expect(json).toMatchObject({ exitCode: 1, code: 'not_confirmed' });
    expect(acts()).toEqual([]);
  });

  it.each([['yes'], ['네']])('at a terminal it asks, and goes on after %s', async (answer) => {
    const { exitCode, error } = await admin([...words, ...WHY], { isTerminal: true, input: [answer] });
    expect(exitCode).toBe(0);
    expect(error).toMatch(/^email +ada@example\.com.*Go on\? \(yes\/no\) $/ms);
    expect(acts().length).toBe(1);
  });

  it.each([['no'], [''], ['yes please']])('at a terminal it stops after "%s"', async (answer) => {
    const { exitCode, error } = await admin([...words, ...WHY], { isTerminal: true, input: [answer] });
    expect(exitCode).toBe(1);
    expect(error).toMatch(/Nothing was changed\.\n$/);
    expect(acts()).toEqual([]);
  });
});

describe('an act', () => {
  it('on a word that several accounts have shows them, and does nothing', async () => {
    found(ADA, EVA);
    const { exitCode, error } = await admin(['delete', '010-1234-5678', ...WHY, '--yes']);
    expect(exitCode).toBe(1);
    expect(error).toMatch(/^2 accounts match: run this again with the id of one\.\n/);
    expect(error).toContain(ADA.userId);
    expect(error).toContain(EVA.userId);
    expect(acts()).toEqual([]);
    const { out } = await admin(['delete', '010-1234-5678', ...WHY, '--yes', '--json']);
    expect(JSON.parse(out)).toMatchObject({ exitCode: 1, code: 'several_match', users: [ADA, EVA] });
  });

  it('on no account does nothing', async () => {
    found();
    expect(await admin(['log-out', 'eve@example.com', ...WHY])).toMatchObject({ exitCode: 1 });
    expect(acts()).toEqual([]);
  });

  it('that is refused exits 1 and says why', async () => {
    server.answer = ({ path }) =>
      path === FIND ? { status: 200, body: { users: [ADA] } } : problem(409, 'already_registered');
    const { exitCode, error } = await admin(['change-email', email, NEW, ...WHY, '--yes']);
    expect({ exitCode, error }).toEqual({ exitCode: 1, error: 'This address has an account already.\n' });
  });

  it('takes each "-" from a line of the standard input', async () => {
    await admin(['change-email', '-', '-', ...WHY, '--yes'], { input: [email, NEW] });
    expect(acts()).toEqual([{ path: '/admin/users/change-email', body: { userId, email: NEW, reason } }]);
  });

  it.each([
    [['set-metadata', email, '[1]', ...WHY], 'must be a JSON object'],
    [['set-metadata', email, ...WHY], 'the metadata is missing'],
    [['create', NEW, '--profile', '{', ...WHY], '--profile must be a JSON object'],
    [['create', NEW, '--locale', 'fr', ...WHY], '--locale must be ko or en'],
    [['resend', NEW, ...WHY], '"resend" needs --mail'],
    [['resend', NEW, '--mail', 'toString', ...WHY], '"resend" needs --mail'],
    [['change-email', email, ...WHY], 'the new email address is missing'],
    [['export', email, ...WHY], '"export" needs --out'],
    [['list', 'x'], 'there are too many words'],
    [['list', '--limit', '0'], '--limit must be a number'],
    [['list', '--state', 'odd'], '--state must be disabled or unverified'],
    [['enable', email, '--yes', ...WHY], '--yes cannot be used with "enable"'],
  ])('%j is refused with the usage', async (words, why) => {
    const { exitCode, error } = await admin(words);
    expect(exitCode).toBe(2);
    expect(error).toContain(why);
    expect(server.calls).toEqual([]);
  });
});
