// Every order of {change of address, reset, undo, change of password}: after each of them, what an older mail, session or password still opens.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import { askLogInLink, askReset, bearer, logIn, tryTokens } from '../../support/account.ts';
import { anOwner, moveTo, type Owner, toOwner, undoEmailChange } from '../../support/email-change.ts';
import { askByMail, checkCode, freshPhone, textTo } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';

const CHANGES = ['address', 'reset', 'undo', 'password'] as const;
type Change = (typeof CHANGES)[number];

const ordersOf = (left: readonly Change[]): readonly (readonly Change[])[] =>
  left.length === 0
    ? [[]]
    : left.flatMap((first) => ordersOf(left.filter((one) => one !== first)).map((rest) => [first, ...rest]));
const ORDERS = ordersOf(CHANGES);

const COOL_DOWN_SECONDS = 61;
/** More messages than a day allows: within the minutes that a link works. Codes of SMS and one-time codes live until the end. */
const settings = {
  limits: { ...DEFAULTS.limits, sendsPerNetwork: 100, mailsPerMailbox: 100, numbersPerAccount: 100 },
  lifetimes: { ...DEFAULTS.lifetimes, otpEmailSeconds: 3600, phoneChangeSeconds: 3600 },
};
const HOUR_SECONDS = 3600;

/** Tries something in a copy of the service, so that the original is as it was. The answer is `live`, or why not. */
type Try = (copy: TestService) => Promise<string>;

interface Held {
  readonly name: string;
  readonly attempt: Try;
}

/** An undo link, of the first move, the second, and so on. */
interface UndoLink {
  readonly token: string;
  readonly endsAt: number;
  state: 'live' | 'used' | 'overtaken';
}

interface World {
  readonly service: TestService;
  /** The answer of a try, after which everything is as before. */
  readonly tryOut: (attempt: Try) => Promise<string>;
  /** Absent from an undo to the next reset: nobody knows the password then, and all sessions have ended. */
  owner: Owner | undefined;
  address: string;
  password: string;
  readonly formerPasswords: string[];
  readonly undoLinks: UndoLink[];
}

interface Way {
  /** Which undo link is used, if there are several. */
  readonly undoes: 'the first move' | 'the last move';
  readonly oldMailboxLost: boolean;
}

/** A second service, which is given the rows of the first before each try. */
const createTwin = ({ rows, clock }: TestService) => {
  let store = createMemoryStore();
  const twin = createTestService({
    settings,
    store: {
      load: (...asked) => store.load(...asked),
      swap: (...asked) => store.swap(...asked),
      remove: (...asked) => store.remove(...asked),
      count: (...asked) => store.count(...asked),
      sessionsOf: (...asked) => store.sessionsOf(...asked),
      auditOf: (...asked) => store.auditOf(...asked),
      usersAfter: (...asked) => store.usersAfter(...asked),
      usersByPhone: (...asked) => store.usersByPhone(...asked),
    },
  });
  return async (attempt: Try): Promise<string> => {
    store = createMemoryStore(Object.fromEntries(rows));
    twin.clock.time = clock.now();
    return attempt(twin);
  };
};

const verdict = ({ status, body }: Answer): string => (status < 300 ? 'live' : body.code);

const aWorld = async (): Promise<World> => {
  const service = createTestService({ settings });
  const { undoToken, ...owner } = await moveTo(service, await anOwner(service));
  const endsAt = service.clock.now() + 72 * HOUR_SECONDS * 1000;
  const undoLinks: UndoLink[] = [{ token: undoToken, endsAt, state: 'live' }];
  return {
    service,
    tryOut: createTwin(service),
    owner,
    address: owner.address,
    password: PASSWORD,
    formerPasswords: [],
    undoLinks,
  };
};

const setPassword = (world: World, password: string, answer: Answer): void => {
  expect(answer.status).toBe(200);
  world.formerPasswords.push(world.password);
  world.password = password;
  world.owner = toOwner(answer);
};

const newPassword = ({ formerPasswords }: World): string => `a whole new password, ${formerPasswords.length}`;

const reset = async (world: World): Promise<void> => {
  const { service, address } = world;
  const password = newPassword(world);
  service.advance(COOL_DOWN_SECONDS);
  const { token } = await askReset(service, address);
  setPassword(world, password, await service.post('/reset/confirm', { token, password }));
};

/** The session and the password that a change needs. After an undo only a mail gives them. */
const ownerOf = async (world: World): Promise<Owner> => {
  if (!world.owner) await reset(world);
  if (!world.owner) throw new Error('the reset opened no session');
  return world.owner;
};

const change: Readonly<Record<Change, (world: World, way: Way) => Promise<void>>> = {
  address: async (world, { oldMailboxLost }) => {
    const { accessToken } = await ownerOf(world);
    const { service, address: old, password } = world;
    const newEmail = freshAddress();
    const body = { newEmail, password, ...(oldMailboxLost && { oldMailboxLost }) };
    expect((await service.post('/me/email', body, { headers: bearer(accessToken) })).status).toBe(202);
    const { token } = await mailTo(service, newEmail);
    const moved = await service.post('/me/email/confirm', { token }, { headers: bearer(accessToken) });
    expect(moved.status).toBe(200);
    Object.assign(world, { owner: toOwner(moved), address: newEmail });
    const endsAt = service.clock.now() + (oldMailboxLost ? 1 : 72) * HOUR_SECONDS * 1000;
    await service.deliver();
    const told = service.mails.findLast(({ to, tags }) => to === old && tags.purpose === 'email_changed');
    world.undoLinks.push({ token: told?.token ?? '', endsAt, state: 'live' });
  },
  reset,
  undo: async (world, { undoes }) => {
    const { service, undoLinks } = world;
    const index = undoes === 'the first move' ? 0 : undoLinks.length - 1;
    const link = undoLinks[index];
    if (!link) throw new Error('there is no undo link');
    service.advance(COOL_DOWN_SECONDS);
    const sent = service.mails.length;
    expect((await undoEmailChange(service, link.token)).status).toBe(202);
    link.state = 'used';
    // The account is at an address from before these moves.
    for (const later of undoLinks.slice(index + 1)) later.state = 'overtaken';
    await service.deliver();
    world.address = service.mails.slice(sent).find(({ tags }) => tags.purpose === 'reset')?.to ?? '';
    world.formerPasswords.push(world.password);
    world.password = 'nobody knows it';
    world.owner = undefined;
  },
  password: async (world) => {
    const { accessToken } = await ownerOf(world);
    const password = newPassword(world);
    const body = { currentPassword: world.password, newPassword: password };
    setPassword(world, password, await world.service.post('/me/password', body, { headers: bearer(accessToken) }));
  },
};

/** It is no key to the account, so no change of the account ends it. */
const OUTLIVES_ALL = 'one-time code';

/** One of everything that opens or changes the account now, and a one-time code. */
const holdAll = async (world: World): Promise<readonly Held[]> => {
  const { service, owner, address, password } = world;
  service.advance(COOL_DOWN_SECONDS);
  const asked = await askByMail(service);
  const [byReset, byLogIn] = [await askReset(service, address), await askLogInLink(service, address)];
  const confirm =
    (path: string, body: object): Try =>
    async (copy) =>
      verdict(await copy.post(path, body));
  const withPassword = { password: 'by an older mail' };
  const held: Held[] = [
    { name: OUTLIVES_ALL, attempt: async (copy) => verdict(await checkCode(copy, asked)) },
    { name: 'reset link', attempt: confirm('/reset/confirm', { token: byReset.token, ...withPassword }) },
    { name: 'log-in link', attempt: confirm('/login/link/confirm', { token: byLogIn.token }) },
    { name: 'log-in code', attempt: confirm('/login/link/confirm', codeOf(byLogIn)) },
  ];
  if (!owner) return held;
  const newEmail = freshAddress();
  const headers = bearer(owner.accessToken);
  const toEmail = await service.post('/me/email', { newEmail, password }, { headers });
  const { typed, e164 } = freshPhone();
  const toPhone = await service.post('/me/phone', { phone: typed, password }, { headers });
  expect([toEmail.status, toPhone.status]).toEqual([202, 202]);
  const { token, code } = await mailTo(service, newEmail);
  const texted = { code: (await textTo(service, e164)).code, continuation: toPhone.body.continuation };
  const { continuation } = toEmail.body;
  /** Needs a session, so it is tried with the one that the owner has then. */
  const changePhone: Try = async (copy) => {
    const { accessToken = '' } = world.owner ?? {};
    return verdict(await copy.post('/me/phone/confirm', texted, { headers: bearer(accessToken) }));
  };
  return [
    ...held,
    // The reset that an undo began was not asked for by this client, so its code is not theirs to use.
    { name: 'reset code', attempt: confirm('/reset/confirm', { ...codeOf(byReset), ...withPassword }) },
    { name: 'email change link', attempt: confirm('/me/email/confirm', { token, continuation }) },
    { name: 'email change code', attempt: confirm('/me/email/confirm', { code, continuation }) },
    { name: 'phone change code', attempt: changePhone },
    { name: 'access token', attempt: async (copy) => tokenVerdict((await tryTokens(copy, owner)).access) },
    { name: 'refresh token', attempt: async (copy) => tokenVerdict((await tryTokens(copy, owner)).refresh) },
  ];
};

const codeOf = ({ code, continuation }: { readonly code: string; readonly continuation: string }) => ({
  code,
  continuation,
});

const tokenVerdict = (answer: string | number): string => (answer === 200 ? 'live' : String(answer));

const tryAll = async ({ tryOut }: World, held: readonly Held[]): Promise<readonly string[]> => {
  const tried: string[] = [];
  for (const { name, attempt } of held) tried.push(`${name}: ${await tryOut(attempt)}`);
  return tried;
};

/** How each may end when it is dead. Never `expired`: all of it is young. A code of an address without an account is wrong. */
const DEAD = /: (?:superseded|already_used|unauthenticated|session_ended)$|code: code_mismatch$/;

const expectUndoLinks = async ({ service, tryOut, undoLinks }: World): Promise<void> => {
  for (const { token, state, endsAt } of undoLinks) {
    const tried = await tryOut(async (copy) => verdict(await undoEmailChange(copy, token)));
    if (service.clock.now() >= endsAt) expect(tried).toBe('expired');
    else if (state === 'live') expect(tried).toBe('live');
    else expect(tried).toMatch(/^(?:superseded|already_used)$/);
  }
};

const expectPasswords = async ({ tryOut, owner, address, password, formerPasswords }: World): Promise<void> => {
  const open = (tried: string) => tryOut(async (copy) => verdict(await logIn(copy, address, tried)));
  for (const former of formerPasswords) expect(await open(former)).toBe('invalid_credentials');
  expect(await open(password)).toBe(owner ? 'live' : 'invalid_credentials');
};

/** Makes the changes in that order. After each one all that was held before it is tried, and all that is asked for after it. */
const run = async (order: readonly Change[], way: Way): Promise<World> => {
  const world = await aWorld();
  const older: Held[] = [];
  for (const one of [undefined, ...order]) {
    if (one) await change[one](world, way);
    const tried = await tryAll(world, older);
    const dead = tried.filter((line) => !line.startsWith(OUTLIVES_ALL));
    expect(dead.filter((line) => !DEAD.test(line))).toEqual([]);
    for (const line of tried) if (!dead.includes(line)) expect(line).toBe(`${OUTLIVES_ALL}: live`);
    await expectUndoLinks(world);
    await expectPasswords(world);
    const held = await holdAll(world);
    const live = await tryAll(world, held);
    expect(live.filter((line) => !line.endsWith(': live'))).toEqual([]);
    older.push(...held);
  }
  return world;
};

/** The undo links a second before each of them ends, and then. */
const expectEndsOfUndoLinks = async (world: World): Promise<void> => {
  const ends = world.undoLinks.map(({ endsAt }) => endsAt).toSorted((one, other) => one - other);
  for (const at of ends.flatMap((end) => [end - 1000, end])) {
    world.service.clock.time = at;
    await expectUndoLinks(world);
  }
};

const named = (orders: readonly (readonly Change[])[]) => orders.map((order) => [order.join(', '), order] as const);

describe('each change kills all of the account that is older but the undo links, which end 72 hours after their move:', () => {
  it.each(named(ORDERS))('%s, with an undo of the first move', async (_name, order) => {
    await expectEndsOfUndoLinks(await run(order, { undoes: 'the first move', oldMailboxLost: false }));
  });

  const twice = ORDERS.filter((order) => order.indexOf('address') < order.indexOf('undo'));
  it.each(named(twice))('%s, with an undo of the last move', async (_name, order) => {
    await expectEndsOfUndoLinks(await run(order, { undoes: 'the last move', oldMailboxLost: false }));
  });
});

describe('the undo link of a move from a lost mailbox ends after an hour, that of the move before after its 72:', () => {
  it.each(named(ORDERS))('%s', async (_name, order) => {
    const world = await aWorld();
    for (const one of order) {
      await change[one](world, { undoes: 'the first move', oldMailboxLost: true });
      await expectUndoLinks(world);
    }
    await expectEndsOfUndoLinks(world);
  });
});
