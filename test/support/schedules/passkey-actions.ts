// What the owner and a thief do with passkeys in a schedule.
import { createDevice, PASSKEY_DOMAIN, PASSKEY_ORIGIN } from '../passkeys.ts';
import type { Asked } from './asked.ts';
import type { HeldPasskey } from './factors.ts';
import { OWNER, type Person, THIEF } from './people.ts';
import { countUse, isDone, mustFail, type Steps } from './steps.ts';
import type { World } from './world.ts';

export const PASSKEY_ACTIONS = [
  'adds a passkey',
  'adds a passkey, loses the answer, repeats it',
  'logs in with the newest passkey',
  'logs in with the oldest passkey',
  'logs in with one passkey on two devices at once',
  'removes the newest passkey',
  'removes the passkeys of others',
  'thief adds a passkey',
  'thief adds the newest passkey again',
  'thief logs in with a passkey',
  'thief sends a log-in of the owner again',
  'thief uses a challenge of the owner',
] as const;
export type PasskeyAction = (typeof PASSKEY_ACTIONS)[number];

const askOptions = (world: World, who: Person, password: string | undefined) =>
  world.ask(who, '/me/passkeys/options', { password }, { token: world.tokensOf(who) });

const sendNew = async (world: World, passkey: HeldPasskey): Promise<void> => {
  const { who, credential } = passkey;
  const asked = await world.ask(who, '/me/passkeys', { credential }, { token: world.tokensOf(who) });
  if (!isDone(asked)) return;
  const { from, until } = asked;
  if (passkey.added) world.factors.passkeyUses.push({ id: credential.id, userId: passkey.userId, from, until });
  passkey.added ??= asked;
};

/** Synced, as most are: it does not count. One of three does not ask who is there. */
const addPasskey = async (world: World, who: Person, password: string | undefined): Promise<void> => {
  const token = world.tokensOf(who);
  const { answer } = await askOptions(world, who, password);
  if (!token || answer.status !== 200) return;
  const device = createDevice({ increment: 0, userVerified: world.witness.next() % 3 > 0 });
  const credential = device.createJSON(PASSKEY_ORIGIN, answer.body.options);
  const passkey = { who, userId: token.userId, device, credential };
  world.factors.passkeys.push(passkey);
  await sendNew(world, passkey);
};

/** `undefined`: there is no such passkey, or no challenge. */
export const logInByPasskey = async (
  world: World,
  passkey: HeldPasskey | undefined,
  times = 1,
): Promise<Asked | undefined> => {
  if (!passkey) return undefined;
  const { who, device } = passkey;
  const { answer } = await world.ask(who, '/login/passkey/options', {});
  if (answer.status !== 200) return undefined;
  const credential = device.getJSON(PASSKEY_ORIGIN, answer.body.options);
  const send = async () => {
    const asked = await world.ask(who, '/login/passkey', { credential });
    if (!countUse(world, credential.response.clientDataJSON, asked)) return asked;
    const { from, until } = asked;
    world.factors.passkeyUses.push({ id: credential.id, userId: asked.answer.body.user.id, from, until });
    if (who === OWNER) world.factors.usedCredentials.push(credential);
    return asked;
  };
  return (await Promise.all(Array.from({ length: times }, send)))[0];
};

const listPasskeys = async (world: World, who: Person): Promise<readonly string[]> => {
  const { answer } = await world.ask(who, '/me/passkeys', undefined, { method: 'GET', token: world.tokensOf(who) });
  return answer.status === 200 ? answer.body.passkeys.map(({ id }: { id: string }) => id) : [];
};

const remove = async (world: World, id: string, proof: object): Promise<void> => {
  const token = world.tokensOf(OWNER);
  const asked = await world.ask(OWNER, '/me/passkeys', { id, ...proof }, { method: 'DELETE', token });
  if (!token || !isDone(asked)) return;
  world.factors.removedPasskeys.push({ id, userId: token.userId, from: asked.from, until: asked.until });
};

const heldBy = ({ factors: { passkeys } }: World, who: Person) => passkeys.filter((one) => one.who === who);

/** As the page of the account shows them. Returns those that stay. */
export const removeOthers = async (world: World, proof: object): Promise<readonly string[]> => {
  const own = heldBy(world, OWNER).map(({ credential }) => credential.id);
  const listed = await listPasskeys(world, OWNER);
  for (const id of listed) if (!own.includes(id)) await remove(world, id, proof);
  return listed.filter((id) => own.includes(id));
};

export const passkeySteps = (world: World): Steps<PasskeyAction> => {
  const { factors, passwords, stolen } = world;
  const password = () => passwords.at(-1);
  const add = () => addPasskey(world, OWNER, password());
  const sendAgain = async (who: Person) => {
    const newest = heldBy(world, who).at(-1);
    if (newest) await sendNew(world, newest);
  };
  return {
    'adds a passkey': add,
    'adds a passkey, loses the answer, repeats it': async () => {
      await add();
      await sendAgain(OWNER);
    },
    'logs in with the newest passkey': () => logInByPasskey(world, heldBy(world, OWNER).at(-1)),
    'logs in with the oldest passkey': () => logInByPasskey(world, heldBy(world, OWNER)[0]),
    'logs in with one passkey on two devices at once': () => logInByPasskey(world, heldBy(world, OWNER).at(-1), 2),
    'removes the newest passkey': async () => {
      const id = factors.passkeys.at(-1)?.credential.id;
      if (id) await remove(world, id, { password: password() });
    },
    'removes the passkeys of others': () => removeOthers(world, { password: password() }),
    'thief adds a passkey': () => addPasskey(world, THIEF, stolen.at(-1)),
    'thief adds the newest passkey again': () => sendAgain(THIEF),
    'thief logs in with a passkey': () => logInByPasskey(world, heldBy(world, THIEF).at(-1)),
    'thief sends a log-in of the owner again': async () => {
      const credential = factors.usedCredentials.at(-1);
      if (credential) await mustFail(world, world.ask(THIEF, '/login/passkey', { credential }));
    },
    'thief uses a challenge of the owner': async () => {
      const { answer } = await askOptions(world, OWNER, password());
      if (answer.status !== 200) return;
      const { options } = answer.body;
      const added = createDevice().createJSON(PASSKEY_ORIGIN, options);
      const token = world.tokensOf(THIEF);
      await mustFail(world, world.ask(THIEF, '/me/passkeys', { credential: added }, { token }));
      const used = heldBy(world, THIEF).at(-1)?.device;
      const asked = { challenge: options.challenge, rpId: PASSKEY_DOMAIN };
      const credential = used?.getJSON(PASSKEY_ORIGIN, asked);
      if (credential) await mustFail(world, world.ask(THIEF, '/login/passkey', { credential }));
    },
  };
};
