// What strangers in five networks do in a schedule of an account, and what happens by itself.
import { wrongCode } from '../wrong-code.ts';
import { HOME, OWNER, STRANGERS } from './people.ts';
import type { Steps } from './steps.ts';
import type { World } from './world.ts';

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
