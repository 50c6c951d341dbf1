// What the owner does in a schedule: everything the API offers, from several devices and tabs, with answers that are lost.
import type { ConsentAnswer } from '#domain/account/consents.ts';
import { MARKETING, no, yes } from '../consents.ts';
import type { Answer } from '../service.ts';
import type { Asked } from './asked.ts';
import { HOME, OWN_ADDRESSES, OWN_PHONE, OWNER } from './people.ts';
import { change, endOtherSessions, isDone, once, type Steps, setPhone } from './steps.ts';
import type { Given, World } from './world.ts';

export const OWNER_ACTIONS = [
  'logs in',
  'refreshes',
  'refreshes with the oldest token',
  'refreshes in three tabs',
  'looks at the account',
  'agrees to the news',
  'withdraws the news',
  'asks for a reset',
  'asks for a reset, loses the answer, repeats it',
  'asks for a reset with a key, loses the answer, repeats it',
  'resets by the newest link',
  'resets by the oldest link',
  'resets by code',
  'resets, loses the answer, repeats it',
  'asks for a log-in link',
  'asks for a log-in link with a key, loses the answer, repeats it',
  'logs in by link',
  'asks for another address',
  'confirms the address',
  'moves',
  'resets',
  'undoes the newest change',
  'undoes the oldest change',
  'changes the password',
  'sets the phone number',
  'ends all sessions',
  'ends the other sessions',
  'deletes the account',
  'signs up again',
] as const;
export type OwnerAction = (typeof OWNER_ACTIONS)[number];

const SECONDS_OF_GRACE = 10;
/** A key counts as long as its link works, for a log-in 10 minutes. */
const SECONDS_OF_A_KEY = 500;
const PASSWORDS_TRIED = 3;

export const ownerSteps = (world: World): Steps<OwnerAction> => {
  const { service, witness, given, links, continuations } = world;
  const ask: World['ask'] = (who, path, body, options) => world.ask(who, path, body, options);
  const session = () => world.tokensOf(OWNER);
  const password = () => world.passwords.at(-1);

  const refresh = async (token: Given | undefined, isTab = false): Promise<Asked | undefined> => {
    if (!token) return undefined;
    const asked = await ask(OWNER, '/token/refresh', { refreshToken: token.refreshToken }, { isTab });
    if (isDone(asked)) world.uses.push({ ...asked, token });
    return asked;
  };
  const send = async (path: string, address = HOME, key?: string): Promise<Answer> => {
    const { answer } = await ask(OWNER, path, { email: address }, { ...(key && { key }) });
    if (answer.status === 202) continuations.set(path, answer.body.continuation);
    return answer;
  };
  const sendWithKey = async (path: string): Promise<void> => {
    const key = `schedule-${String(witness.next()).padStart(20, '0')}`;
    const startedAt = service.clock.time;
    const { answer: first } = await ask(OWNER, path, { email: HOME }, { key });
    const second = await send(path, HOME, key);
    if (service.clock.time - startedAt < SECONDS_OF_A_KEY * 1000) world.repeats.push({ key, first, second });
  };
  const reset = (mail: { readonly token: string } | undefined) => {
    const token = mail?.token ?? 'none';
    return once(world, mail?.token, ask(OWNER, '/reset/confirm', { token, password: world.nextPassword() }));
  };
  const undo = (mail: { readonly token: string } | undefined) =>
    once(world, mail?.token, ask(OWNER, '/email/undo', { token: mail?.token ?? 'none' }));

  /** Whatever the tabs find, none of their requests may end the session while the clock stands in the grace. */
  const threeTabs = async () => {
    const token = session();
    const startedAt = service.clock.time;
    const first = await refresh(token);
    const second = first && isDone(first) ? given.find(({ until }) => until === first.until) : undefined;
    if (!second) return;
    const from = witness.next();
    await Promise.all([refresh(token, true), refresh(second, true), refresh(second, true)]);
    await refresh(token, true);
    await refresh(second, true);
    const isWithinGrace = service.clock.time - startedAt < SECONDS_OF_GRACE * 1000;
    if (isWithinGrace) world.tabs.push({ sessionId: second.sessionId, from, until: witness.next() });
  };

  const answer = (consent: ConsentAnswer) =>
    ask(OWNER, '/me/consents', { consents: [consent] }, { method: 'PUT', token: session() });

  const steps: Steps<OwnerAction> = {
    'logs in': async () => {
      for (const known of world.passwords.slice(-PASSWORDS_TRIED).toReversed()) {
        if (isDone(await ask(OWNER, '/login', { email: HOME, password: known }))) return;
      }
    },
    refreshes: () => refresh(session()),
    'refreshes with the oldest token': () => refresh(given.find(({ to }) => to === OWNER.name)),
    'refreshes in three tabs': threeTabs,
    'looks at the account': async () => {
      for (const token of given.slice(-3)) {
        const asked = await ask(OWNER, '/me', undefined, { method: 'GET', token });
        if (isDone(asked)) world.uses.push({ ...asked, token });
      }
    },
    'agrees to the news': () => answer(yes(MARKETING)),
    'withdraws the news': () => answer(no(MARKETING)),
    'asks for a reset': () => send('/reset'),
    'asks for a reset, loses the answer, repeats it': async () => {
      await ask(OWNER, '/reset', { email: HOME });
      await send('/reset');
    },
    'asks for a reset with a key, loses the answer, repeats it': () => sendWithKey('/reset'),
    'resets by the newest link': () => reset(links('reset').at(-1)),
    'resets by the oldest link': () => reset(links('reset')[0]),
    'resets by code': () => {
      const code = links('reset').at(-1)?.code ?? '00000000';
      const continuation = continuations.get('/reset') ?? 'none';
      return once(world, code, ask(OWNER, '/reset/confirm', { code, continuation, password: world.nextPassword() }));
    },
    'resets, loses the answer, repeats it': async () => {
      await steps.resets();
      await reset(links('reset').at(-1));
    },
    'asks for a log-in link': () => send('/login/link'),
    'asks for a log-in link with a key, loses the answer, repeats it': () => sendWithKey('/login/link'),
    'logs in by link': async () => {
      const token = links('login').at(-1)?.token ?? 'none';
      if (isDone(await ask(OWNER, '/login/link/confirm', { token }))) {
        world.spent.set(token, (world.spent.get(token) ?? 0) + 1);
      }
    },
    'asks for another address': async () => {
      const newEmail = OWN_ADDRESSES[1 + (witness.next() % 2)] ?? '';
      const { answer } = await ask(OWNER, '/me/email', { newEmail, password: password() }, { token: session() });
      if (answer.status === 202) continuations.set(newEmail, answer.body.continuation);
    },
    'confirms the address': async () => {
      const mail = links('email_change').findLast(({ to }) => OWN_ADDRESSES.includes(to));
      const continuation = continuations.get(mail?.to ?? '') ?? 'none';
      await once(world, mail?.token, ask(OWNER, '/me/email/confirm', { token: mail?.token ?? 'none', continuation }));
    },
    moves: async () => {
      await steps['asks for another address']();
      await service.deliver();
      await steps['confirms the address']();
      await service.deliver();
    },
    resets: async () => {
      await send('/reset');
      await service.deliver();
      await reset(links('reset').at(-1));
    },
    'undoes the newest change': () => undo(links('email_changed').findLast(({ to }) => OWN_ADDRESSES.includes(to))),
    'undoes the oldest change': () => undo(links('email_changed').find(({ to }) => OWN_ADDRESSES.includes(to))),
    'changes the password': () =>
      change(
        world,
        ask(
          OWNER,
          '/me/password',
          { currentPassword: password(), newPassword: world.nextPassword() },
          { token: session() },
        ),
      ),
    'sets the phone number': () => setPhone(world, OWNER, OWN_PHONE, password()),
    'ends all sessions': () =>
      change(
        world,
        ask(OWNER, '/logout/all', { refreshToken: session()?.refreshToken ?? 'none', password: password() }),
      ),
    'ends the other sessions': () => endOtherSessions(world, OWNER, password()),
    'deletes the account': () =>
      change(world, ask(OWNER, '/me', { password: password() }, { method: 'DELETE', token: session() })),
    'signs up again': async () => {
      await ask(OWNER, '/signup', { email: HOME, password: world.nextPassword() });
      await service.deliver();
      const token = links('signup', HOME).at(-1)?.token ?? 'none';
      await ask(OWNER, '/verify', { token, newPassword: world.nextPassword() });
    },
  };
  return steps;
};
