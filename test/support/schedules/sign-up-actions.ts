// What happens in a schedule of a sign-up. Only the owner reads the mailbox; strangers have no link or code, only the answers of the API.
import { readContinuation } from '#domain/challenge/continuation.ts';
import { openLinkToken } from '#domain/challenge/link-token.ts';
import { keysOf } from '../builders.ts';
import { wrongCode } from '../wrong-code.ts';
import { HOME, OWNER, type Person, STRANGERS } from './people.ts';
import type { Steps } from './steps.ts';
import { createWorld, type World } from './world.ts';

export const PASSWORDS = { owner: 'the password of the owner', stranger: 'the password of a stranger' } as const;
type Side = keyof typeof PASSWORDS;

export const SIGN_UP_ACTIONS = [
  'owner signs up',
  'owner signs up, loses the answer, repeats it',
  'owner signs up with a key, loses the answer, repeats it',
  'stranger signs up',
  'strangers sign up in five networks, minute by minute',
  'owner resends',
  'stranger resends',
  'owner opens the newest link here',
  'owner opens the newest link elsewhere',
  'owner opens the newest link with a new password',
  'owner opens the oldest link here',
  'owner opens the newest link twice, having lost the answer',
  'owner types the newest code',
  'owner mistypes a code',
  'stranger guesses a code',
  'owner opens a link with no password',
  'owner polls',
  'stranger polls',
  'courier',
  'queue',
  'the provider begins to defer mails, or takes them again',
  'a minute passes',
  'half an hour passes',
] as const;
export type SignUpAction = (typeof SIGN_UP_ACTIONS)[number];

/** One answer with tokens: its request and its challenge. */
interface LogIn {
  readonly by: 'verify' | 'status';
  readonly person: Side;
  readonly challenge: string;
}

export interface SignUpWorld extends World {
  readonly held: Readonly<Record<Side, string[]>>;
  readonly logIns: LogIn[];
  /** Wrong codes and passwords of each challenge. */
  readonly wrong: Map<string, number>;
}

export const createSignUpWorld = (): SignUpWorld => ({
  ...createWorld(),
  held: { owner: [], stranger: [] },
  logIns: [],
  wrong: new Map(),
});

interface Verification {
  readonly token?: string;
  readonly code?: string;
  readonly continuation?: string;
  readonly password?: string;
  readonly newPassword?: string;
}

const challengeOf = ({ token, continuation }: Verification): string =>
  (token && openLinkToken(keysOf(1), token)?.id) || readContinuation(continuation, 'signup')?.id || 'none';

const SECONDS_OF_A_KEY = 1700;

export const signUpSteps = (world: SignUpWorld): Steps<SignUpAction> => {
  const { service, witness, held, logIns, wrong } = world;
  const personOf = (side: Side): Person => (side === 'owner' ? OWNER : (STRANGERS[0] ?? OWNER));

  const verify = async (side: Side, body: Verification) => {
    const challenge = challengeOf(body);
    const { answer } = await world.ask(personOf(side), '/verify', body);
    if (answer.status === 200) logIns.push({ by: 'verify', person: side, challenge });
    if (['code_mismatch', 'invalid_credentials'].includes(answer.body.code))
      wrong.set(challenge, (wrong.get(challenge) ?? 0) + 1);
  };
  const signUp = async (side: Side, person = personOf(side), key?: string) => {
    const body = { email: HOME, password: PASSWORDS[side] };
    const { answer } = await world.ask(person, '/signup', body, { ...(key && { key }) });
    if (answer.status === 202) held[side].push(answer.body.continuation);
    return answer;
  };
  const signUpWithKey = async () => {
    const key = `schedule-${String(witness.next()).padStart(20, '0')}`;
    const startedAt = service.clock.time;
    const body = { email: HOME, password: PASSWORDS.owner };
    const { answer: first } = await world.ask(OWNER, '/signup', body, { key });
    const second = await signUp('owner', OWNER, key);
    if (service.clock.time - startedAt < SECONDS_OF_A_KEY * 1000) world.repeats.push({ key, first, second });
  };
  const resend = async (side: Side) => {
    const continuation = held[side].at(-1);
    if (continuation) await world.ask(personOf(side), '/signup/resend', { continuation });
  };
  const poll = async (side: Side) => {
    const continuation = held[side].at(-1);
    if (!continuation) return;
    const { answer } = await world.ask(personOf(side), '/verify/status', { continuation });
    if (answer.body.accessToken) {
      logIns.push({ by: 'status', person: side, challenge: challengeOf({ continuation }) });
    }
  };
  const newest = () => service.mails.findLast(({ token }) => token);
  const own = () => ({ ...(held.owner.length > 0 && { continuation: held.owner.at(-1) ?? '' }) });
  const openHere = () => verify('owner', { token: newest()?.token ?? 'none', ...own() });

  return {
    'owner signs up': () => signUp('owner'),
    'owner signs up, loses the answer, repeats it': async () => {
      await world.ask(OWNER, '/signup', { email: HOME, password: PASSWORDS.owner });
      await signUp('owner');
    },
    'owner signs up with a key, loses the answer, repeats it': signUpWithKey,
    'stranger signs up': () => signUp('stranger'),
    'strangers sign up in five networks, minute by minute': async () => {
      for (const stranger of STRANGERS) {
        await signUp('stranger', stranger);
        service.advance(61);
      }
    },
    'owner resends': () => resend('owner'),
    'stranger resends': () => resend('stranger'),
    'owner opens the newest link here': () =>
      verify('owner', { token: newest()?.token ?? 'none', ...own(), password: PASSWORDS.owner }),
    'owner opens the newest link elsewhere': () =>
      verify('owner', { token: newest()?.token ?? 'none', password: PASSWORDS.owner }),
    'owner opens the newest link with a new password': () =>
      verify('owner', { token: newest()?.token ?? 'none', newPassword: PASSWORDS.owner }),
    'owner opens the oldest link here': () => verify('owner', { token: service.mails[0]?.token ?? 'none', ...own() }),
    'owner opens the newest link twice, having lost the answer': async () => {
      await openHere();
      await openHere();
    },
    'owner types the newest code': () => verify('owner', { code: newest()?.code ?? '000000', ...own() }),
    'owner mistypes a code': () => verify('owner', { code: wrongCode(newest()?.code ?? '000000'), ...own() }),
    // The stranger's codes are wrong on purpose: a right one by chance (one in a million) would not be a fault.
    'stranger guesses a code': () =>
      verify('stranger', {
        code: wrongCode(newest()?.code ?? '000000', 7),
        continuation: held.stranger.at(-1) ?? 'none',
      }),
    'owner opens a link with no password': () => verify('owner', { token: newest()?.token ?? 'none' }),
    'owner polls': () => poll('owner'),
    'stranger polls': () => poll('stranger'),
    courier: () => service.deliver(),
    queue: () => service.deliverQueued(),
    'the provider begins to defer mails, or takes them again': () => {
      world.provider.isDeferring = !world.provider.isDeferring;
    },
    'a minute passes': () => service.advance(61),
    'half an hour passes': () => service.advance(1801),
  };
};
