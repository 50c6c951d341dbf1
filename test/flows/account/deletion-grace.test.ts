// A deletion that its owner can take back for some days: asked for, kept by a log-in, or carried out on its date.
import { describe, expect, it } from 'vitest';
import { emailClaimKey, PURGE_KEY, userKey } from '#domain/store-keys.ts';
import { DAY_MILLISECONDS } from '#domain/window.ts';
import { loadAccount } from '#use-cases/load-account.ts';
import {
  askLogInLink,
  askReset,
  bearer,
  ENDED_SESSION,
  endOthers,
  LIVE_SESSION,
  logIn,
  tryTokens,
} from '../../support/account.ts';
import { moveTo, undoEmailChange } from '../../support/email-change.ts';
import { createHookedStore, once } from '../../support/faults/hooked-store.ts';
import { subjectOf } from '../../support/mails.ts';
import { type Answer, createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { disable, enable } from '../../support/standing.ts';

const DAY = DAY_MILLISECONDS / 1000;
const ADDRESS = 'jiwoo@modu.example';
const NEW_PASSWORD = 'another long password';
const GRACE = 14;

type Tokens = { readonly accessToken: string; readonly refreshToken: string };

const anAccount = async (options: ServiceOptions = {}) => {
  const service = createTestService({ ...options, settings: { deletionGraceDays: GRACE, ...options.settings } });
  const { body } = await account(service, ADDRESS);
  service.mails.splice(0);
  return { service, tokens: body as Tokens, id: body.user.id as string };
};
const ask = (service: TestService, { accessToken }: Tokens): Promise<Answer> =>
  service.request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, headers: bearer(accessToken) });
const asked = async (options: ServiceOptions = {}) => {
  const made = await anAccount(options);
  expect(await ask(made.service, made.tokens)).toMatchObject({ status: 200 });
  await made.service.deliver();
  return made;
};
const userOf = async ({ store }: TestService, id: string) => (await store.load([userKey(id)]))[0];
const told = ({ mails }: TestService, name: Parameters<typeof subjectOf>[0]) =>
  mails.filter(({ subject }) => subject.includes(subjectOf(name)));
const codeOf = ({ status, body }: Answer) => body.code ?? status;
const deletions = async (service: TestService) => {
  await service.tellAll();
  return service.sent.filter(({ type }) => type === 'user.deleted');
};
/** The function runs every hour, and goes through all accounts once a day. */
const aDayOfRuns = async (service: TestService) => {
  for (let hour = 0; hour < 25; hour++) {
    service.advance(3600);
    await service.purge();
  }
  await service.deliver();
};

describe('a deletion that can be taken back', () => {
  it('says when it will be, ends all sessions, links and codes, and is told', async () => {
    const { service, tokens, id } = await anAccount();
    const reset = await askReset(service, ADDRESS);
    const link = await askLogInLink(service, ADDRESS);
    const deleteAt = service.clock.now() + GRACE * DAY_MILLISECONDS;
    const { status, body } = await ask(service, tokens);
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'deleted', deletesAt: new Date(deleteAt).toISOString() },
    });
    expect(await userOf(service, id)).toMatchObject({ deleteAt });
    expect(await tryTokens(service, tokens)).toEqual(ENDED_SESSION);
    expect(codeOf(await service.post('/login/link/confirm', { token: link.token }))).toBe('superseded');
    expect(codeOf(await service.post('/reset/confirm', { token: reset.token, password: NEW_PASSWORD }))).toBe(
      'superseded',
    );
    await service.deliver();
    const [mail] = told(service, 'deletion-asked');
    const date = new Date(deleteAt + 9 * 3_600_000);
    expect(mail).toMatchObject({ to: ADDRESS });
    expect(mail?.text.replace(/\s+/g, ' ')).toContain(`${date.getUTCMonth() + 1}월 ${date.getUTCDate()}일`);
    expect(mail?.text).toContain('https://api.example/login');
    expect(told(service, 'account-deleted')).toHaveLength(0);
    expect(await deletions(service)).toEqual([]);
  });

  it('is carried out on its date, and the event names the person', async () => {
    const { service, id } = await asked();
    service.advance((GRACE - 1) * DAY);
    await service.purge();
    expect(await userOf(service, id)).toBeDefined();
    service.advance(DAY);
    await service.purge();
    await service.deliver();
    expect(await service.store.load([userKey(id), emailClaimKey(ADDRESS)])).toEqual([undefined, undefined]);
    expect(told(service, 'account-deleted')).toHaveLength(1);
    const events = await deletions(service);
    expect(events).toMatchObject([{ userId: id, by: { kind: 'user' } }]);
    expect(events[0]?.['by']).not.toHaveProperty('who');
  });

  it('is at once without the key, with the answer as ever', async () => {
    const service = createTestService();
    const { body } = await account(service, ADDRESS);
    const answer = await ask(service, body as Tokens);
    expect(answer.body).toEqual({ status: 'deleted' });
    expect(await loadAccount(service.store, ADDRESS)).toBeUndefined();
  });

  it('asked for twice at once is one', async () => {
    const { service, tokens, id } = await anAccount();
    const answers = await Promise.all([ask(service, tokens), ask(service, tokens)]);
    expect(answers.map(codeOf).sort()).toEqual([200, 'unauthenticated']);
    service.advance(3600);
    await service.deliver();
    expect(told(service, 'deletion-asked')).toHaveLength(1);
    expect(await userOf(service, id)).toHaveProperty('deleteAt');
  });

  it('is told to the address that can still undo its change, and the undo keeps the account', async () => {
    const { service, tokens, id } = await anAccount();
    const owner = { ...tokens, id, address: ADDRESS };
    const { undoToken, ...moved } = await moveTo(service, owner);
    expect(await ask(service, moved)).toMatchObject({ status: 200 });
    await service.deliver();
    expect(told(service, 'deletion-asked').map(({ to }) => to)).toEqual(
      expect.arrayContaining([ADDRESS, moved.address]),
    );
    expect(await undoEmailChange(service, undoToken)).toMatchObject({ status: 202 });
    expect(await userOf(service, id)).not.toHaveProperty('deleteAt');
    service.advance(40 * DAY);
    await service.purge();
    expect(await userOf(service, id)).toBeDefined();
  });
});

const WAYS: readonly [string, (service: TestService) => Promise<Answer>][] = [
  ['a log-in with the password', (service) => logIn(service, ADDRESS)],
  [
    'a log-in by mail',
    async (service) => service.post('/login/link/confirm', { token: (await askLogInLink(service, ADDRESS)).token }),
  ],
  [
    'a log-in by the code of a mail',
    async (service) => {
      const { code, continuation } = await askLogInLink(service, ADDRESS);
      return service.post('/login/link/confirm', { code, continuation });
    },
  ],
  [
    'a reset',
    async (service) =>
      service.post('/reset/confirm', { token: (await askReset(service, ADDRESS)).token, password: NEW_PASSWORD }),
  ],
];

describe.each(WAYS)('%s', (name, open) => {
  it('before the date keeps the account, and is told', async () => {
    const { service, id } = await asked();
    service.advance((GRACE - 1) * DAY);
    const { status, body } = await open(service);
    expect(status).toBe(200);
    expect(await userOf(service, id)).not.toHaveProperty('deleteAt');
    expect(await tryTokens(service, body as Tokens)).toEqual(LIVE_SESSION);
    await service.deliver();
    expect(told(service, 'account-kept')).toMatchObject([{ to: ADDRESS }]);
    service.advance(40 * DAY);
    await service.purge();
    expect(await userOf(service, id)).toBeDefined();
  });

  it('right before the removal loses: the date is over', async () => {
    const { store, hook } = createHookedStore(createTestService().store);
    const { service, id } = await asked({ store });
    service.advance(GRACE * DAY);
    const results: Answer[] = [];
    hook(
      once(
        (key, how) => key.kind === 'user' && how === 'remove',
        async () => {
          results.push(await logIn(service, ADDRESS));
        },
      ),
    );
    await service.purge();
    hook();
    expect(results.map(codeOf)).toEqual(['invalid_credentials']);
    expect(await userOf(service, id)).toBeUndefined();
  });

  it.each(['before', 'after'] as const)('that crashes %s any call can be repeated', async (fault) => {
    for (let step = 0; step < 60; step++) {
      const { service, id } = await asked();
      let calls = 0;
      service.setFaults((call) => (call.startsWith('store.') && calls++ >= step ? fault : undefined));
      await open(service).catch(() => undefined);
      const hasCrashed = calls > step;
      service.setFaults();
      service.advance(3600);
      expect((await logIn(service, ADDRESS, name === 'a reset' ? await passwordOf(service) : PASSWORD)).status).toBe(
        200,
      );
      expect(await userOf(service, id)).not.toHaveProperty('deleteAt');
      await service.deliver();
      service.advance(3600);
      await service.deliver();
      expect(told(service, 'account-kept')).toHaveLength(1);
      if (!hasCrashed) return;
    }
    throw new Error('it takes more than 60 steps');
  });
});

/** A reset that crashed may have set the new one. */
const passwordOf = async (service: TestService) =>
  (await logIn(service, ADDRESS, NEW_PASSWORD)).status === 200 ? NEW_PASSWORD : PASSWORD;

describe('from its date on, before the purge, the account is gone for everybody', () => {
  const due = async (options: ServiceOptions = {}) => {
    const made = await asked(options);
    const service = made.service;
    service.advance(GRACE * DAY - 60);
    const link = await askLogInLink(service, ADDRESS);
    const reset = await askReset(service, ADDRESS);
    service.advance(60);
    service.mails.splice(0);
    return { ...made, link, reset };
  };

  it('with the password, and by links and codes from before', async () => {
    const { service, link, reset } = await due();
    expect(codeOf(await logIn(service, ADDRESS))).toBe('invalid_credentials');
    const { code, continuation } = link;
    expect(codeOf(await service.post('/login/link/confirm', { code, continuation }))).toBe('code_mismatch');
    expect(codeOf(await service.post('/login/link/confirm', { token: link.token }))).toBe('superseded');
    expect(codeOf(await service.post('/reset/confirm', { token: reset.token, password: NEW_PASSWORD }))).toBe(
      'superseded',
    );
  });

  it('and gets no mail that opens it', async () => {
    const { service } = await due();
    service.advance(3600);
    expect(await service.post('/reset', { email: ADDRESS })).toMatchObject({ status: 202 });
    expect(await service.post('/login/link', { email: ADDRESS })).toMatchObject({ status: 202 });
    await service.deliver();
    expect(service.mails).toHaveLength(0);
  });

  it('and its address can be signed up with, which the purge leaves alone', async () => {
    const { service, id } = await due();
    service.advance(3600);
    const { status, body } = await account(service, ADDRESS, NEW_PASSWORD);
    expect(status).toBe(200);
    expect(body.user.id).not.toBe(id);
    await aDayOfRuns(service);
    expect(await userOf(service, id)).toBeUndefined();
    expect(await logIn(service, ADDRESS, NEW_PASSWORD)).toMatchObject({ status: 200 });
    expect(await loadAccount(service.store, ADDRESS)).toMatchObject({ id: body.user.id });
  });
});

describe('a stranger', () => {
  it('sees no difference while an account waits for its deletion', async () => {
    const { service } = await asked();
    const { service: plain } = await anAccount();
    const nobody = createTestService();
    const seen = [service, plain, nobody].map(async (each) => {
      const answers = [
        await logIn(each, ADDRESS, 'not the password'),
        await each.post('/reset', { email: ADDRESS }),
        await each.post('/login/link', { email: ADDRESS }),
      ];
      return answers.map(({ status, body }) => ({ status, body: { ...body, continuation: undefined } }));
    });
    const [waiting, open, none] = await Promise.all(seen);
    expect(waiting).toEqual(open);
    expect(waiting).toEqual(none);
  });

  it('makes the same requests to the tables', async () => {
    const { service } = await asked();
    const { service: plain, tokens } = await anAccount();
    // Any proof of the owner makes the place known.
    await endOthers(plain, tokens.accessToken);
    const operations = async (each: TestService) => {
      each.operations.splice(0);
      await logIn(each, ADDRESS, 'not the password');
      await each.post('/reset', { email: ADDRESS });
      return [...each.operations];
    };
    expect(await operations(service)).toEqual(await operations(plain));
    service.advance(GRACE * DAY);
    plain.advance(GRACE * DAY);
    expect(await operations(service)).toEqual(await operations(plain));
  });
});

describe('a log-in', () => {
  it('right before the swap of the deletion does not keep it: its session ends too', async () => {
    const { store, hook } = createHookedStore(createTestService().store);
    const { service, tokens, id } = await anAccount({ store });
    const opened: Answer[] = [];
    hook(
      once(
        (key, how) => key.kind === 'user' && how === 'swap',
        async () => {
          opened.push(await logIn(service, ADDRESS));
        },
      ),
    );
    expect(await ask(service, tokens)).toMatchObject({ status: 200 });
    hook();
    expect(await userOf(service, id)).toHaveProperty('deleteAt');
    expect(await tryTokens(service, opened[0]?.body as Tokens)).toEqual(ENDED_SESSION);
  });

  it('twice at once keeps it, and is told once', async () => {
    const { service, id } = await asked();
    const answers = await Promise.all([logIn(service, ADDRESS), logIn(service, ADDRESS)]);
    expect(answers.map(codeOf)).toContain(200);
    service.advance(3600);
    await service.deliver();
    expect(told(service, 'account-kept')).toHaveLength(1);
    expect(await userOf(service, id)).not.toHaveProperty('deleteAt');
  });

  it('before the mail of the deletion is sent leaves only the news that the account is kept', async () => {
    const { service, tokens } = await anAccount();
    await ask(service, tokens);
    expect(await logIn(service, ADDRESS)).toMatchObject({ status: 200 });
    await service.deliver();
    expect(told(service, 'deletion-asked')).toHaveLength(0);
    expect(told(service, 'account-kept')).toHaveLength(1);
  });

  it('after the clock was set back still keeps the account', async () => {
    const { service, id } = await asked();
    service.advance(-10 * DAY);
    await service.purge();
    expect(await logIn(service, ADDRESS)).toMatchObject({ status: 200 });
    expect(await userOf(service, id)).not.toHaveProperty('deleteAt');
  });
});

describe('crashes', () => {
  it.each(['before', 'after'] as const)('of the request %s any call leave all or nothing', async (fault) => {
    for (let step = 0; step < 40; step++) {
      const { service, tokens, id } = await anAccount();
      let calls = 0;
      service.setFaults((call) => (call.startsWith('store.') && calls++ >= step ? fault : undefined));
      await ask(service, tokens).catch(() => undefined);
      const hasCrashed = calls > step;
      service.setFaults();
      const isAsked = (await userOf(service, id))?.deleteAt !== undefined;
      expect(await tryTokens(service, tokens)).toEqual(isAsked ? ENDED_SESSION : LIVE_SESSION);
      service.advance(3600);
      await service.deliver();
      expect(told(service, 'deletion-asked')).toHaveLength(isAsked ? 1 : 0);
      if (!hasCrashed) return;
    }
    throw new Error('it takes more than 40 steps');
  });

  it.each(['before', 'after'] as const)('of the purge %s any call are finished by the next run', async (fault) => {
    for (let step = 0; step < 40; step++) {
      const { service, id } = await asked();
      service.advance(GRACE * DAY);
      let calls = 0;
      service.setFaults((call) => (call.startsWith('store.') && calls++ >= step ? fault : undefined));
      await service.purge().catch(() => undefined);
      const hasCrashed = calls > step;
      service.setFaults();
      await aDayOfRuns(service);
      expect(await service.store.load([userKey(id), emailClaimKey(ADDRESS)])).toEqual([undefined, undefined]);
      expect(await deletions(service)).toHaveLength(1);
      if (!hasCrashed) return;
    }
    throw new Error('a run takes more than 40 steps');
  });
});

describe('a disabled account', () => {
  it('stays past its date, closed as one that is gone, and is removed when it is enabled', async () => {
    const { service, id } = await asked();
    await disable(service, ADDRESS);
    expect(codeOf(await logIn(service, ADDRESS))).toBe('account_disabled');
    service.advance(GRACE * DAY);
    await service.purge();
    expect(await userOf(service, id)).toBeDefined();
    expect(codeOf(await logIn(service, ADDRESS))).toBe('invalid_credentials');
    await enable(service, ADDRESS);
    await aDayOfRuns(service);
    expect(await userOf(service, id)).toBeUndefined();
  });
});

it('uses count from the day of the key of the purge, however long the grace was there', async () => {
  const { service } = await anAccount();
  for (let month = 0; month < 20; month++) {
    service.advance(30 * DAY);
    await service.purge();
  }
  const later = createTestService({ store: service.dependencies.store, settings: { purgeAfterMonths: 12 } });
  later.advance(600 * DAY);
  const [state] = await later.store.load([PURGE_KEY]);
  expect(state?.since).toBe(service.clock.now());
  await later.purge();
  await later.deliver();
  expect(told(later, 'account-unused')).toHaveLength(0);
});
