// After the faults the owner gets past a second factor with what the owner holds, or by an administrator, and uses the passkeys.
import type { User } from '#domain/account/user.ts';
import { toBase32 } from '#domain/factors/totp.ts';
import { removeSecondFactor } from '#use-cases/admin/remove-second-factor.ts';
import type { Asked } from './asked.ts';
import type { HeldFactor } from './factors.ts';
import { logInByPasskey, removeOthers } from './passkey-actions.ts';
import { OWNER } from './people.ts';
import { anyCodeOf, finishLogIn } from './second-factor-actions.ts';
import { isDone } from './steps.ts';
import type { World } from './world.ts';

const STEP_SECONDS = 30;
/** A thief with the password can make the owner wait for so long (ADR 0059). */
const WAIT_MAXIMUM_SECONDS = 3600;
const ROUNDS = 4;
const MOST_PASSKEYS = 4;

const isAsked = ({ answer }: Asked): boolean => answer.body?.code === 'second_factor_required';

const userAt = ({ witness: { rows } }: World, address: string): User | undefined =>
  rows.get(`users user#${rows.get(`users email#${address}`)?.['userId']}`) as unknown as User | undefined;

/** The app or the paper of the owner that fits the account, if there is one. */
const ownFactor = async ({ service, factors }: World, user: User): Promise<HeldFactor | undefined> => {
  const id = user.secondFactor?.id ?? '';
  const secret = await service.dependencies.secondFactorSecrets.secretOf(user.id, id);
  return factors.held.find((held) => held.who === OWNER && held.secret === toBase32(secret));
};

const isWaitedOut = ({ service }: World, { answer }: Asked): boolean => {
  const wait = answer.body?.retryAfterSeconds ?? 0;
  if (answer.status !== 429 || wait > WAIT_MAXIMUM_SECONDS) return false;
  service.advance(wait);
  return true;
};

const logIn = async (world: World, email: string, password: string): Promise<Asked> => {
  const asked = await world.ask(OWNER, '/login', { email, password });
  return isWaitedOut(world, asked) ? world.ask(OWNER, '/login', { email, password }) : asked;
};

interface Entering {
  readonly address: string;
  /** Set a moment ago. Without it only the code is tried, as long as it need not be waited for. */
  readonly password?: string | undefined;
}

/** Whether the owner got past the second factor that the answer asks for. */
export const passSecondFactor = async (world: World, first: Asked, { address, password }: Entering) => {
  const user = userAt(world, address);
  if (!user || !isAsked(first)) return false;
  const factor = await ownFactor(world, user);
  if (!factor) {
    if (password === undefined) return true;
    const { dependencies } = world.service;
    const removed = await removeSecondFactor(dependencies, { user, actId: dependencies.ids.next() });
    return removed.ok && isDone(await logIn(world, address, password));
  }
  let asked = first;
  for (let round = 0; round < ROUNDS; round++) {
    // The code of this step may be used.
    world.service.advance(STEP_SECONDS);
    const code = anyCodeOf(world, factor, world.witness.next() % 2 === 0);
    const finished = await finishLogIn(world, OWNER, asked.answer.body.ticket, code);
    if (isDone(finished)) return true;
    if (finished.answer.status === 401) continue;
    if (password === undefined) return true;
    if (!isWaitedOut(world, finished)) return false;
    asked = await logIn(world, address, password);
    if (!isAsked(asked)) return false;
  }
  return false;
};

/** Once the passkeys of others are removed, those of the owner open the account, and no other does. Returns what contradicts it. */
export const tryPasskeys = async (world: World): Promise<readonly unknown[]> => {
  const token = world.tokensOf(OWNER);
  const passkeys = world.factors.passkeys.filter(({ userId }) => userId === token?.userId);
  if (passkeys.length === 0) return [];
  const left = await removeOthers(world, { refreshToken: token?.refreshToken });
  const wrong: unknown[] = [];
  for (const passkey of passkeys.slice(-MOST_PASSKEYS)) {
    const asked = await logInByPasskey(world, passkey);
    const isOpened = asked !== undefined && (isDone(asked) || isAsked(asked));
    const isExpected = left.includes(passkey.credential.id);
    if (isOpened !== isExpected) wrong.push({ of: passkey.who.name, isExpected, answer: asked?.answer.text });
  }
  return wrong;
};
