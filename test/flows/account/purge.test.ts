// Accounts that nobody uses: their owners are told, and they are deleted a month later, unless anybody logs in.
import { describe, expect, it } from 'vitest';
import { DependencyError } from '#domain/errors.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import { emailClaimKey, noticeKey, PURGE_KEY, userKey } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import { askLogInLink, askReset, logIn, refresh } from '../../support/account.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { subjectOf } from '../../support/mails.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { disable, enable } from '../../support/standing.ts';

const DAY = DAY_MILLISECONDS / 1000;
const ADDRESS = 'jiwoo@modu.example';
const settings = { purgeAfterMonths: 12 };
const REFUSED: SendResult = { ok: false, permanent: true, reason: 'recipient_refused' };

/** The stage had the key when the person signed up. */
const anAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService({ ...options, settings: { ...settings, ...options.settings } });
  await service.purge();
  const { body } = await account(service, ADDRESS);
  service.mails.splice(0);
  return { service, tokens: body, id: body.user.id as string };
};

/** The schedule does not run as often as in a stage, but often enough. */
const days = async (service: TestService, count: number) => {
  for (let left = count; left > 0; left -= 30) {
    service.advance(Math.min(30, left) * DAY);
    await service.purge();
    await service.deliver();
  }
};
const isThere = async ({ store }: TestService) => (await loadAccount(store, ADDRESS)) !== undefined;
const warnings = ({ mails }: TestService) =>
  mails.filter(({ subject }) => subject.includes(subjectOf('account-unused')));

const toldAccount = async (options: ServiceOptions = {}) => {
  const made = await anAccount(options);
  await days(made.service, 366);
  expect(warnings(made.service)).toHaveLength(1);
  return made;
};

describe('an account that nobody uses', () => {
  it('gets a mail with the date, and is deleted a month later', async () => {
    const { service, id } = await toldAccount();
    const [mail] = warnings(service);
    expect(mail).toMatchObject({ to: ADDRESS });
    const keptUntil = service.clock.now() + 31 * DAY_MILLISECONDS;
    const date = new Date(keptUntil + 9 * 3_600_000);
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(
      `${date.getUTCFullYear()}년 ${date.getUTCMonth() + 1}월 ${date.getUTCDate()}일`,
    );
    expect(mail?.text).toContain('https://api.example/login');
    await days(service, 30);
    expect(await isThere(service)).toBe(true);
    await days(service, 1);
    expect(await isThere(service)).toBe(false);
    expect(await service.store.load([userKey(id), emailClaimKey(ADDRESS)])).toEqual([undefined, undefined]);
    expect(service.mails.at(-1)?.subject).toContain(subjectOf('account-deleted'));
    await service.tellAll();
    expect(service.sent.filter(({ type }) => type === 'user.deleted')).toMatchObject([
      { userId: id, by: { kind: 'system', who: 'purge' } },
    ]);
  });

  it('gets one mail, however often the purge runs', async () => {
    const { service } = await toldAccount();
    for (let round = 0; round < 5; round++) await days(service, 2);
    expect(warnings(service)).toHaveLength(1);
  });

  it('is not deleted in a stage without the key', async () => {
    const { service } = await anAccount({ settings: {} });
    const other = createTestService({ store: service.dependencies.store });
    other.advance(900 * DAY);
    await other.purge();
    expect(await isThere(service)).toBe(true);
  });
});

describe('a use of the account', () => {
  it.each<[string, (service: TestService) => Promise<unknown>]>([
    ['a log-in with the password', (service) => logIn(service, ADDRESS)],
    [
      'a log-in by mail',
      async (service) => {
        const { token } = await askLogInLink(service, ADDRESS);
        return service.post('/login/link/confirm', { token });
      },
    ],
    [
      'a reset',
      async (service) => {
        const { token } = await askReset(service, ADDRESS);
        return service.post('/reset/confirm', { token, password: 'another long password' });
      },
    ],
  ])('by %s keeps it, and counts from then', async (_name, use) => {
    const { service } = await toldAccount();
    service.advance(20 * DAY);
    expect(await use(service)).toMatchObject({ status: 200 });
    expect(await loadAccount(service.store, ADDRESS)).toMatchObject({ activeAt: service.clock.now() });
    await days(service, 40);
    await days(service, 300);
    expect(await isThere(service)).toBe(true);
    expect(warnings(service)).toHaveLength(1);
    await days(service, 30);
    expect(warnings(service)).toHaveLength(2);
    await days(service, 31);
    expect(await isThere(service)).toBe(false);
  });

  it('by a refresh is written down at most once in 30 days', async () => {
    const { service, tokens } = await anAccount();
    let token = tokens.refreshToken as string;
    const activeAt = async () => (await loadAccount(service.store, ADDRESS))?.activeAt;
    const seen: unknown[] = [];
    for (let day = 0; day < 100; day += 10) {
      service.advance(10 * DAY);
      service.operations.splice(0);
      token = (await refresh(service, token)).body.refreshToken;
      seen.push(service.operations.filter((one) => one === 'swap user').length);
    }
    expect(seen).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1, 0]);
    expect(await activeAt()).toBe(service.clock.now() - 10 * DAY_MILLISECONDS);
  });

  it('is not written down where nothing is purged', async () => {
    const service = createTestService();
    await account(service, ADDRESS);
    service.advance(300 * DAY);
    service.operations.splice(0);
    expect(await logIn(service, ADDRESS)).toMatchObject({ status: 200 });
    expect(service.operations).not.toContain('swap user');
  });

  it.each(['swap', 'remove'] as const)('right before the %s of its row keeps it, and leaves no mark', async (by) => {
    const { store, hook } = createHookedStore(createTestService().store);
    const { service, id } = await toldAccount({ store });
    hook(
      once(
        (key, how) => key.kind === 'user' && how === by,
        () => logIn(service, ADDRESS),
      ),
    );
    await days(service, 31);
    hook();
    expect(await isThere(service)).toBe(true);
    const [user] = await service.store.load([userKey(id)]);
    expect(user).not.toHaveProperty('removal');
    expect(service.mails.at(-1)?.subject).not.toContain(subjectOf('account-deleted'));
  });
});

describe('no account is deleted', () => {
  it('when the key is new: it counts from then', async () => {
    const before = createTestService();
    await account(before, ADDRESS);
    const service = createTestService({ store: before.store, settings });
    service.advance(1000 * DAY);
    await service.purge();
    await days(service, 300);
    expect(warnings(service)).toHaveLength(0);
    await days(service, 70);
    expect(warnings(service)).toHaveLength(1);
  });

  it('when the stage had no purge for long: it counts anew', async () => {
    const { service } = await anAccount();
    for (let year = 0; year < 3; year++) {
      service.advance(365 * DAY);
      await service.purge();
      await service.deliver();
    }
    expect(warnings(service)).toHaveLength(0);
    expect(await isThere(service)).toBe(true);
  });

  it('without a mail that arrived, which is tried again a month later', async () => {
    let isRefused = false;
    const onSend = () => (isRefused ? REFUSED : undefined);
    const { service } = await anAccount({ onSend });
    isRefused = true;
    for (let month = 0; month < 14; month++) await days(service, 31);
    expect(await isThere(service)).toBe(true);
    expect(warnings(service)).toHaveLength(0);
    expect(service.lines.some((line) => line.includes('"held":1'))).toBe(true);
    isRefused = false;
    await days(service, 31);
    expect(warnings(service)).toHaveLength(1);
    await days(service, 31);
    expect(await isThere(service)).toBe(false);
  });

  it('while it is disabled; enabled, it counts from then', async () => {
    const { service } = await anAccount();
    await disable(service, ADDRESS);
    for (let month = 0; month < 15; month++) await days(service, 31);
    expect(warnings(service)).toHaveLength(0);
    await enable(service, ADDRESS);
    for (let month = 0; month < 11; month++) await days(service, 31);
    expect(warnings(service)).toHaveLength(0);
    expect(await isThere(service)).toBe(true);
  });
});

describe('runs', () => {
  it('at once do the work once', async () => {
    const { service } = await toldAccount();
    service.advance(31 * DAY);
    await Promise.all([service.purge(), service.purge()]);
    await service.deliver();
    await service.tellAll();
    expect(await isThere(service)).toBe(false);
    expect(service.sent.filter(({ type }) => type === 'user.deleted')).toHaveLength(1);
    expect(service.mails.filter(({ subject }) => subject.includes(subjectOf('account-deleted')))).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('that crash %s any call are finished by the next one', async (fault) => {
    for (let step = 0; step < 40; step++) {
      const { service, id } = await toldAccount();
      service.advance(31 * DAY);
      let calls = 0;
      service.setFaults((call) => (call.startsWith('store.') && calls++ >= step ? fault : undefined));
      await service.purge().catch(() => undefined);
      const hasCrashed = calls > step;
      service.setFaults();
      for (let hour = 0; hour < 25; hour++) {
        service.advance(3600);
        await service.purge();
      }
      await service.deliver();
      expect(await service.store.load([userKey(id), emailClaimKey(ADDRESS)])).toEqual([undefined, undefined]);
      await service.tellAll();
      expect(service.sent.filter(({ type }) => type === 'user.deleted')).toHaveLength(1);
      if (!hasCrashed) return;
    }
    throw new Error('a run takes more than 40 steps');
  });

  it('go on where the last one stopped', async () => {
    const { service } = await anAccount();
    for (let number = 0; number < 120; number++) {
      const { version: _none, ...row } = await first(service);
      const id = `user-${String(number).padStart(3, '0')}`;
      await service.store.swap(userKey(id), 'absent', {
        ...row,
        id,
        email: `${id}@modu.example`,
        challengeFloor: row.id,
      });
    }
    await days(service, 360);
    service.advance(10 * DAY);
    const [state] = await service.store.load([PURGE_KEY]);
    expect(state?.isOver).toBe(true);
    await service.purge();
    await service.deliver();
    expect(warnings(service)).toHaveLength(121);
  });
});

const first = async ({ store }: TestService) => {
  const user = await loadAccount(store, ADDRESS);
  if (!user) throw new DependencyError('test', new Error('no account'));
  return user;
};

it('the mail is not sent to whoever logs in before it', async () => {
  const { service, id } = await anAccount();
  await days(service, 360);
  service.advance(6 * DAY);
  await service.purge();
  await logIn(service, ADDRESS, PASSWORD);
  await service.deliver();
  expect(warnings(service)).toHaveLength(0);
  expect(noticeKey({ kind: 'account_unused', address: ADDRESS, changeId: id }).pk).toContain('account_unused');
});
