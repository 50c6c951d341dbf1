// What the steps of owner and thief share: requests that end sessions, that work once, or that an owner may make.

import type { Asked } from './asked.ts';
import type { Person } from './people.ts';
import type { World } from './world.ts';

export type Steps<Action extends string> = Readonly<Record<Action, () => Promise<unknown> | unknown>>;

export const isDone = ({ answer }: Asked): boolean => answer.status >= 200 && answer.status < 300;

/** Done, or done but for the session: the account has a second factor. */
const isTaken = (asked: Asked): boolean => isDone(asked) || asked.answer.body?.code === 'second_factor_required';

/** By the answer with its tokens, by the token that was sent, or by what was written: an undo answers neither. */
const accountOf = ({ witness }: World, { answer, userId, from, until }: Asked): string | undefined =>
  answer.body?.user?.id ??
  userId ??
  witness.credentials.find(({ moment, endsSessions }) => endsSessions && from < moment && moment < until)?.userId;

/** A request that ends all sessions of its account if it succeeds. */
export const change = async (world: World, asking: Promise<Asked>): Promise<Asked> => {
  const asked = await asking;
  if (isTaken(asked)) world.ends.push({ from: asked.from, until: asked.until, userId: accountOf(world, asked) });
  return asked;
};

/** A request with something that works once. */
export const once = async (world: World, secret: string | undefined, asking: Promise<Asked>): Promise<void> => {
  const asked = await change(world, asking);
  const name = `${asked.path} ${secret}`;
  if (secret !== undefined && isTaken(asked)) world.spent.set(name, (world.spent.get(name) ?? 0) + 1);
};

/** `phone`: a number whose sms that person reads. */
export const setPhone = async (world: World, who: Person, phone: string, password: string | undefined) => {
  const token = world.tokensOf(who);
  const { answer } = await world.ask(who, '/me/phone', { phone, password }, { token });
  await world.service.deliver();
  const code = /\d{6}/.exec(world.service.texts.findLast(({ to }) => to === phone)?.body ?? '')?.[0] ?? '000000';
  const continuation = answer.status === 202 ? answer.body.continuation : 'none';
  await world.ask(who, '/me/phone/confirm', { code, continuation }, { token });
};

export const endOtherSessions = async (world: World, who: Person, password: string | undefined) => {
  const token = world.tokensOf(who);
  const asked = await world.ask(who, '/me/sessions', { password }, { method: 'DELETE', token });
  if (!token || !isDone(asked)) return;
  const { userId, sessionId: except } = token;
  world.ends.push({ from: asked.from, until: asked.until, userId, except });
};

/** A request with something that works once, whatever it is sent to. */
export const countUse = (world: World, name: string, asked: Asked): boolean => {
  if (isDone(asked)) world.spent.set(name, (world.spent.get(name) ?? 0) + 1);
  return isDone(asked);
};

/** A request that nobody may make. */
export const mustFail = async ({ factors }: World, asking: Promise<Asked>): Promise<void> => {
  const asked = await asking;
  if (isDone(asked)) factors.mistakes.push(asked);
};
