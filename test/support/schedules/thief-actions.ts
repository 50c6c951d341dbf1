// What a thief with a password does in a schedule, and somebody with a copied access token.

import { HOME, OWNER, SNOOP, THIEF, THIEF_ADDRESS, THIEF_PHONE } from './people.ts';
import { change, endOtherSessions, once, type Steps, setPhone } from './steps.ts';
import type { World } from './world.ts';

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
      await ask('POST', '/me/passkeys/options', {});
      await ask('POST', '/me/second-factor/begin', {});
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
