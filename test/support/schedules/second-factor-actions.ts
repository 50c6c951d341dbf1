// What the owner does with a second factor in a schedule, and a thief who knows the password.
import { appCode, wrongAppCode } from '../second-factor.ts';
import type { Asked } from './asked.ts';
import type { Code, HeldFactor } from './factors.ts';
import { HOME, OWNER, type Person, THIEF } from './people.ts';
import { countUse, isDone, mustFail, type Steps } from './steps.ts';
import type { World } from './world.ts';

export const SECOND_FACTOR_ACTIONS = [
  'turns the second factor on',
  'logs in with password and code',
  'logs in with password and recovery code',
  'logs in with one code on two devices at once',
  'asks for new recovery codes',
  'turns the second factor off',
  'thief turns a second factor on',
  'thief tries codes',
  'thief sends a code of the owner again',
] as const;
export type SecondFactorAction = (typeof SECOND_FACTOR_ACTIONS)[number];

const STEP_MILLISECONDS = 30_000;
const NO_RECOVERY_CODE = 'AAAAA-AAAAA';

const codeOf = ({ service }: World, { secret }: HeldFactor): Code => {
  const step = Math.floor(service.clock.time / STEP_MILLISECONDS);
  return { proof: { code: appCode(service, secret) }, name: `${secret} ${step}` };
};

const recoveryCodeOf = ({ spent }: World, { recoveryCodes }: HeldFactor): Code | undefined => {
  const recoveryCode = recoveryCodes.find((code) => !spent.has(code));
  return recoveryCode === undefined ? undefined : { proof: { recoveryCode }, name: recoveryCode };
};

/** A recovery code if `prefersRecovery` and one is left, or that of the app. */
export const anyCodeOf = (world: World, factor: HeldFactor, prefersRecovery: boolean): Code =>
  (prefersRecovery && recoveryCodeOf(world, factor)) || codeOf(world, factor);

/** A request with a code. */
const withCode = async (world: World, code: Code, asking: Promise<Asked>): Promise<Asked> => {
  const asked = await asking;
  if (countUse(world, code.name, asked) && asked.who === OWNER) world.factors.usedCodes.push(code);
  return asked;
};

export const finishLogIn = (world: World, who: Person, ticket: string, code: Code): Promise<Asked> =>
  withCode(world, code, world.ask(who, '/login/second-factor', { ticket, ...code.proof }));

/** `undefined`: the password opens the account alone, or not at all. */
const ticketFor = async (world: World, who: Person, password: string | undefined): Promise<string | undefined> =>
  (await world.ask(who, '/login', { email: HOME, password: password ?? 'unknown' })).answer.body?.ticket;

/** Every session ends but this one, which goes on with a new access token. */
const turnOn = async (world: World, who: Person, password: string | undefined): Promise<void> => {
  const token = world.tokensOf(who);
  const begun = await world.ask(who, '/me/second-factor/begin', { password }, { token });
  if (!token || !isDone(begun)) return;
  const { secret, enrolment } = begun.answer.body;
  const { userId, sessionId: except } = token;
  const factor: HeldFactor = { who, userId, secret, recoveryCodes: [] };
  world.factors.held.push(factor);
  const code = codeOf(world, factor);
  const asking = world.ask(who, '/me/second-factor/confirm', { enrolment, ...code.proof }, { token });
  const asked = await withCode(world, code, asking);
  if (!isDone(asked)) return;
  const { from, until, path, answer } = asked;
  factor.recoveryCodes = answer.body.recoveryCodes;
  world.given.push({ ...token, accessToken: answer.body.accessToken, from, until, path });
  world.ends.push({ from, until, userId, except });
};

export const secondFactorSteps = (world: World): Steps<SecondFactorAction> => {
  const { service, factors, passwords, stolen } = world;
  const password = () => passwords.at(-1);
  const own = () => factors.held.findLast(({ who }) => who === OWNER);
  const learn = () => {
    const newest = password();
    if (newest && stolen.at(-1) !== newest) stolen.push(newest);
  };
  const logIn = async (codeFor: (factor: HeldFactor) => Code | undefined, times = 1) => {
    const ticket = await ticketFor(world, OWNER, password());
    const factor = own();
    const code = factor && codeFor(factor);
    if (!ticket || !code) return;
    await Promise.all(Array.from({ length: times }, () => finishLogIn(world, OWNER, ticket, code)));
  };
  const byApp = (factor: HeldFactor) => codeOf(world, factor);
  const ask = async (method: string, path: string) => {
    const factor = own();
    if (!factor) return;
    const code = anyCodeOf(world, factor, world.witness.next() % 2 === 0);
    const body = { password: password(), ...code.proof };
    const asked = await withCode(world, code, world.ask(OWNER, path, body, { method, token: world.tokensOf(OWNER) }));
    if (isDone(asked) && asked.answer.body.recoveryCodes) factor.recoveryCodes = asked.answer.body.recoveryCodes;
  };
  return {
    'turns the second factor on': () => turnOn(world, OWNER, password()),
    'logs in with password and code': () => logIn(byApp),
    'logs in with password and recovery code': () => logIn((factor) => recoveryCodeOf(world, factor)),
    'logs in with one code on two devices at once': () => logIn(byApp, 2),
    'asks for new recovery codes': () => ask('POST', '/me/second-factor/recovery-codes'),
    'turns the second factor off': () => ask('DELETE', '/me/second-factor'),
    'thief turns a second factor on': () => turnOn(world, THIEF, stolen.at(-1)),
    'thief tries codes': async () => {
      learn();
      const ticket = await ticketFor(world, THIEF, stolen.at(-1));
      const code = wrongAppCode(service, factors.held.at(-1)?.secret ?? 'A'.repeat(32));
      for (const proof of [{ code }, { recoveryCode: NO_RECOVERY_CODE }]) {
        if (ticket) await mustFail(world, world.ask(THIEF, '/login/second-factor', { ticket, ...proof }));
        const body = { password: stolen.at(-1), ...proof };
        const token = world.tokensOf(THIEF);
        await mustFail(world, world.ask(THIEF, '/me/second-factor', body, { method: 'DELETE', token }));
      }
    },
    'thief sends a code of the owner again': async () => {
      learn();
      const ticket = await ticketFor(world, THIEF, stolen.at(-1));
      const proof = factors.usedCodes.at(-1)?.proof;
      if (ticket && proof) await mustFail(world, world.ask(THIEF, '/login/second-factor', { ticket, ...proof }));
    },
  };
};
