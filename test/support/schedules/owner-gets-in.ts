// The owner, who reads the mailbox and knows no working password, gets into the account within a minute once the faults are over.
import type { User } from '#domain/account/user.ts';
import type { Asked } from './asked.ts';
import { passSecondFactor } from './owner-uses-factors.ts';
import { HOME, OWN_ADDRESSES, OWNER, ownerElsewhere, type Person, THIEF } from './people.ts';
import { isDone } from './steps.ts';
import type { World } from './world.ts';

const MINUTE_SECONDS = 60;

/** How the owner got in, or why nobody could: the account was moved away, and its undo has run out. */
export type Entry = 'by reset' | 'by undo' | 'by sign-up' | 'lost';

const failure = (what: string, { path, answer }: Asked): Error =>
  new Error(`The owner does not get in: ${what}; ${path} answered ${answer.status} ${answer.text}`);

/** What is due is sent; no time passes. */
const deliverNow = async ({ service }: World): Promise<void> => {
  await service.deliver();
  await service.deliver();
  await service.deliverQueued();
};

/** Waits as a refusal says, but at most a minute in all; from `elsewhere` if the owner's network asked too often itself. */
const askWithinAMinute = async (world: World, elsewhere: Person, path: string, body: object): Promise<void> => {
  const { service } = world;
  const startedAt = service.clock.time;
  let asked: Asked | undefined;
  for (const who of [OWNER, elsewhere]) {
    for (let round = 0; round < 3; round++) {
      asked = await world.ask(who, path, body);
      if (isDone(asked)) return;
      const wait = asked.answer.body?.retryAfterSeconds;
      const isInTime = service.clock.time + wait * 1000 <= startedAt + MINUTE_SECONDS * 1000;
      if (asked.answer.status !== 429 || !isInTime) break;
      service.advance(wait);
    }
  }
  if (asked) throw failure('asking is refused for longer than a minute', asked);
};

const openNewest = async (world: World, purpose: string, address: string, path: string, body: Answer = {}) => {
  const token = world.links(purpose, address).at(-1)?.token ?? 'none';
  const asked = await world.ask(OWNER, path, { token, ...body });
  const isIn = isDone(asked) || (await passSecondFactor(world, asked, { address, password: body.password }));
  if (!isIn) throw failure(`the link of the newest ${purpose} mail does not work`, asked);
};

interface Answer {
  readonly password?: string;
  readonly newPassword?: string;
}

const PURPOSES = ['login', 'reset', 'signup'] as const;

interface Way {
  readonly purpose: (typeof PURPOSES)[number];
  readonly address: string;
  /** What is asked for, and with what the link is opened. */
  readonly path: string;
  readonly request?: object;
  readonly confirm: string;
  readonly answer?: Answer;
}

/**
 * `hadFaults`: a process that died between a change and the last write after it leaves a challenge that the courier does not
 * send. It notes that, so the owner's next request, a minute later, gets its mail.
 */
const enter = async (world: World, way: Way, hadFaults: boolean): Promise<void> => {
  const { purpose, address, path, request, confirm, answer } = way;
  const arrived = () => world.service.mails.filter(({ tags, token }) => tags.purpose === purpose && token).length;
  for (let round = 0; round < (hadFaults ? 2 : 1); round++) {
    const before = arrived();
    const elsewhere = ownerElsewhere(PURPOSES.indexOf(purpose) * 2 + round);
    await askWithinAMinute(world, elsewhere, path, { email: address, ...request });
    await deliverNow(world);
    if (arrived() > before) return openNewest(world, purpose, address, confirm, answer);
  }
  throw new Error(`The owner does not get in: no ${purpose} mail comes`);
};

const byMail = async (world: World, address: string, hadFaults: boolean): Promise<void> => {
  await enter(world, { purpose: 'login', address, path: '/login/link', confirm: '/login/link/confirm' }, hadFaults);
  const answer = { password: world.nextPassword() };
  await enter(world, { purpose: 'reset', address, path: '/reset', confirm: '/reset/confirm', answer }, hadFaults);
};

const byUndo = async (world: World, { address, changeId }: { address: string; changeId: string }): Promise<void> => {
  await deliverNow(world);
  const mail = world.service.mails.find(
    ({ to, tags, token }) => to === address && tags.purpose === 'email_changed' && tags.challenge === changeId && token,
  );
  const undone = await world.ask(OWNER, '/email/undo', { token: mail?.token ?? 'none' });
  if (!isDone(undone)) throw failure('the undo link does not work', undone);
  await deliverNow(world);
  await openNewest(world, 'reset', address, '/reset/confirm', { password: world.nextPassword() });
};

const bySignUp = async (world: World, hadFaults: boolean): Promise<void> => {
  const request = { password: world.nextPassword() };
  const answer = { newPassword: world.nextPassword() };
  const way = { purpose: 'signup', address: HOME, path: '/signup', request, confirm: '/verify', answer } as const;
  await enter(world, way, hadFaults);
};

/** The owner's account, or the one of the thief that it has become. */
const accountOf = ({ witness: { rows } }: World, userId: string): User | undefined => {
  const user = rows.get(`users user#${userId}`) as unknown as User | undefined;
  const isReached = user && rows.get(`users email#${user.email}`)?.['userId'] === user.id;
  return isReached ? user : undefined;
};

export const letOwnerIn = async (world: World, hadFaults: boolean): Promise<Entry> => {
  const { witness, service } = world;
  const claim = witness.rows.get(`users email#${HOME}`);
  const newest = world.given.findLast(({ to }) => to === OWNER.name)?.userId ?? '';
  const user = accountOf(world, String(claim?.['userId'] ?? newest)) ?? accountOf(world, newest);
  const now = service.clock.time;
  if (user && OWN_ADDRESSES.includes(user.email)) {
    await byMail(world, user.email, hadFaults);
    return 'by reset';
  }
  const wayBack = user?.emailHistory?.find(({ address, until }) => OWN_ADDRESSES.includes(address) && now < until);
  if (wayBack) {
    await byUndo(world, wayBack);
    return 'by undo';
  }
  const reservedUntil = claim?.['reservedUntil'];
  if (user && typeof reservedUntil === 'number' && now < reservedUntil) return 'lost';
  await bySignUp(world, hadFaults);
  return 'by sign-up';
};

/** After the owner set a password, nothing that the thief has works any more. */
export const whatThiefStillHas = async (world: World, entry: Entry): Promise<readonly Asked[]> => {
  if (entry === 'lost') return [];
  const tried: Asked[] = [];
  const entered = world.tokensOf(OWNER)?.userId;
  for (const token of world.given.filter(({ to, userId }) => to === THIEF.name && userId === entered).slice(-3)) {
    tried.push(await world.ask(THIEF, '/me', undefined, { method: 'GET', token }));
    tried.push(await world.ask(THIEF, '/token/refresh', { refreshToken: token.refreshToken }));
  }
  for (const password of world.stolen.slice(-2)) {
    tried.push(await world.ask(THIEF, '/login', { email: HOME, password }));
  }
  return tried.filter(isDone);
};

const MOST_MINUTES = 30;

/** Until nothing is due any more. A notice waits some minutes for a change that was given up. */
export const settleMails = async (world: World): Promise<void> => {
  const { service } = world;
  for (let minute = 0; minute < MOST_MINUTES; minute++) {
    await deliverNow(world);
    if (service.stream.length === 0 && service.queue.length === 0) return;
    service.advance(MINUTE_SECONDS);
  }
  throw new Error(`After ${MOST_MINUTES} minutes there are still messages to send`);
};
