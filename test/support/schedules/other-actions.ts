// What everybody else does in a schedule of an account, and what happens by itself.
import { wrongCode } from '../wrong-code.ts';
import type { World } from './account-world.ts';
import { change, endOtherSessions, once, type Steps, setPhone } from './owner-actions.ts';
import { HOME, OWNER, SNOOP, STRANGERS, THIEF, THIEF_ADDRESS, THIEF_PHONE } from './people.ts';

export const THIEF_ACTIONS = [
  'thief learns the password',
  'thief logs in',
  'thief refreshes',
  'thief changes the password',
  'thief asks for an address of their own',
  'thief confirms the address of their own',
  'thief moves the account',
  'thief moves the account, saying the old mailbox is lost',
  'thief sets a phone number',
  'thief ends the other sessions',
  'thief deletes the account',
  'thief resets at the address of their own',
  'thief undoes what the owner changed',
] as const;
export type ThiefAction = (typeof THIEF_ACTIONS)[number];

export const SNOOP_ACTIONS = [
  'snoop reads everything',
  'snoop ends sessions',
  'snoop changes credentials',
  'snoop deletes the account',
  'snoop asks for new tokens',
] as const;
export type SnoopAction = (typeof SNOOP_ACTIONS)[number];

export const STRANGER_ACTIONS = [
  'stranger asks for a reset',
  'stranger guesses a reset code',
  'stranger asks for a log-in link',
  'stranger guesses a log-in code',
  'strangers ask for resets, minute by minute',
  'strangers ask for log-in links, minute by minute',
  'strangers sign up with the address, minute by minute',
  'strangers guess passwords at once',
] as const;
export type StrangerAction = (typeof STRANGER_ACTIONS)[number];

export const thiefSteps = (world: World): Steps<ThiefAction> => {
  const { service, links, continuations, stolen } = world;
  const session = () => world.tokensOf(THIEF);
  const password = () => stolen.at(-1) ?? 'unknown to the thief';
  const learn = () => {
    const newest = world.passwords.at(-1);
    if (newest && stolen.at(-1) !== newest) stolen.push(newest);
  };
  const newPassword = () => {
    const made = world.nextPassword(THIEF.name);
    stolen.push(made);
    return made;
  };
  const logIn = async () => {
    await world.ask(THIEF, '/login', { email: HOME, password: password() });
    if (!world.tokensOf(THIEF)) await world.ask(THIEF, '/login', { email: THIEF_ADDRESS, password: password() });
  };
  const askAddress = async (more: object = {}) => {
    const body = { newEmail: THIEF_ADDRESS, password: password(), ...more };
    const { answer } = await world.ask(THIEF, '/me/email', body, { token: session() });
    if (answer.status === 202) continuations.set(THIEF_ADDRESS, answer.body.continuation);
  };
  const confirmAddress = () => {
    const token = links('email_change', THIEF_ADDRESS).at(-1)?.token;
    const continuation = continuations.get(THIEF_ADDRESS) ?? 'none';
    return once(world, token, world.ask(THIEF, '/me/email/confirm', { token: token ?? 'none', continuation }));
  };
  const move = async (more?: object) => {
    learn();
    await logIn();
    await askAddress(more);
    await service.deliver();
    await confirmAddress();
  };
  return {
    'thief learns the password': learn,
    'thief logs in': logIn,
    'thief refreshes': async () => {
      const token = session();
      if (!token) return;
      const asked = await world.ask(THIEF, '/token/refresh', { refreshToken: token.refreshToken });
      if (asked.answer.status === 200) world.uses.push({ ...asked, token });
    },
    'thief changes the password': () => {
      const body = { currentPassword: password(), newPassword: newPassword() };
      return change(world, world.ask(THIEF, '/me/password', body, { token: session() }));
    },
    'thief asks for an address of their own': () => askAddress(),
    'thief confirms the address of their own': confirmAddress,
    'thief moves the account': () => move(),
    'thief moves the account, saying the old mailbox is lost': () => move({ oldMailboxLost: true }),
    'thief sets a phone number': () => setPhone(world, THIEF, THIEF_PHONE, password()),
    'thief ends the other sessions': () => endOtherSessions(world, THIEF, password()),
    'thief deletes the account': () =>
      change(world, world.ask(THIEF, '/me', { password: password() }, { method: 'DELETE', token: session() })),
    'thief resets at the address of their own': async () => {
      await world.ask(THIEF, '/reset', { email: THIEF_ADDRESS });
      await service.deliver();
      const token = links('reset', THIEF_ADDRESS).at(-1)?.token;
      const body = { token: token ?? 'none', password: newPassword() };
      await once(world, token, world.ask(THIEF, '/reset/confirm', body));
    },
    'thief undoes what the owner changed': async () => {
      const token = links('email_changed', THIEF_ADDRESS).at(-1)?.token;
      await once(world, token, world.ask(THIEF, '/email/undo', { token: token ?? 'none' }));
    },
  };
};

/** With the newest access token of the owner. None of this may take or prolong anything. */
export const snoopSteps = (world: World): Steps<SnoopAction> => {
  const token = () => world.tokensOf(OWNER);
  const ask = (method: string, path: string, body?: object) => world.ask(SNOOP, path, body, { method, token: token() });
  const guessed = { currentPassword: 'a guess of the snoop', newPassword: 'the password of the snoop' };
  return {
    'snoop reads everything': async () => {
      await ask('GET', '/me');
      await ask('GET', '/me/sessions');
    },
    'snoop ends sessions': async () => {
      await ask('DELETE', '/me/sessions', {});
      await ask('DELETE', `/me/sessions/${token()?.sessionId}`, {});
      await ask('POST', '/logout/all', {});
      await ask('POST', '/logout', {});
    },
    'snoop changes credentials': async () => {
      await ask('POST', '/me/password', guessed);
      await ask('POST', '/me/email', { newEmail: THIEF_ADDRESS });
      await ask('POST', '/me/email', { newEmail: THIEF_ADDRESS, password: guessed.currentPassword });
      await ask('POST', '/me/phone', { phone: THIEF_PHONE });
    },
    'snoop deletes the account': async () => {
      await ask('DELETE', '/me', {});
      await ask('DELETE', '/me', { password: guessed.currentPassword });
    },
    'snoop asks for new tokens': async () => {
      await ask('POST', '/token/refresh', {});
      await ask('POST', '/token/refresh', { refreshToken: token()?.accessToken.slice(0, 128) });
    },
  };
};

export const strangerSteps = (world: World): Steps<StrangerAction> => {
  const { service, witness, continuations, links } = world;
  const [first] = STRANGERS;
  const somebody = () => STRANGERS[witness.next() % STRANGERS.length] ?? OWNER;
  const send = async (path: string, who = somebody()) => {
    const { answer } = await world.ask(who, path, { email: HOME });
    if (answer.status === 202) continuations.set(`${path} of a stranger`, answer.body.continuation);
  };
  const guess = async (path: string, purpose: string) => {
    const code = wrongCode(links(purpose).at(-1)?.code ?? '12345678', 7);
    const continuation = continuations.get(`${path} of a stranger`) ?? 'none';
    const body = { code, continuation, ...(path === '/reset' && { password: 'the password of a stranger' }) };
    await world.ask(first ?? OWNER, `${path}/confirm`, body);
  };
  /** Each network once, as soon as the one before allows it. */
  const minuteByMinute = async (path: string, body: object = {}) => {
    for (const who of STRANGERS) {
      await world.ask(who, path, { email: HOME, ...body });
      service.advance(61);
    }
  };
  return {
    'stranger asks for a reset': () => send('/reset'),
    'stranger guesses a reset code': () => guess('/reset', 'reset'),
    'stranger asks for a log-in link': () => send('/login/link'),
    'stranger guesses a log-in code': () => guess('/login/link', 'login'),
    'strangers ask for resets, minute by minute': () => minuteByMinute('/reset'),
    'strangers ask for log-in links, minute by minute': () => minuteByMinute('/login/link'),
    'strangers sign up with the address, minute by minute': () =>
      minuteByMinute('/signup', { password: 'the password of a stranger' }),
    'strangers guess passwords at once': async () => {
      const guesses = STRANGERS.map((who) => world.ask(who, '/login', { email: HOME, password: 'a wrong password' }));
      await Promise.all(guesses);
    },
  };
};

export const WORLD_ACTIONS = ['courier', 'queue', 'a minute passes', 'an hour passes', 'a day passes'] as const;
export type WorldAction = (typeof WORLD_ACTIONS)[number];

/** Longer than this the courier is never away: the stream of a table keeps its records for a day. */
const SECONDS_OF_DAY = [1, 60, 600, 3600, 82_139] as const;
const MOST_ROUNDS = 40;

export const worldSteps = ({ service }: World): Steps<WorldAction> => ({
  courier: () => service.deliver(),
  queue: () => service.deliverQueued(),
  'a minute passes': () => service.advance(61),
  'an hour passes': () => service.advance(3600),
  'a day passes': async () => {
    for (const seconds of SECONDS_OF_DAY) {
      for (let round = 0; round < MOST_ROUNDS && service.stream.length > 0; round++) await service.deliver();
      await service.deliverQueued();
      service.advance(seconds);
    }
    for (let round = 0; round < MOST_ROUNDS && service.queue.length > 0; round++) await service.deliverQueued();
  },
});
