// The statements about passkeys and the second factor that hold after every schedule, as in `account-statements.ts`.
import { claimsIn } from '../second-factor.ts';
import type { Span } from './asked.ts';
import type { Given, World } from './world.ts';

/** What opens a session by a password or by a mail. */
const ONE_FACTOR = ['/login', '/login/link/confirm', '/reset/confirm', '/me/email/confirm', '/verify'];

const isStrong = ({ accessToken }: Pick<Given, 'accessToken'>): boolean => {
  const { amr } = claimsIn(accessToken);
  return Array.isArray(amr) && amr.includes('mfa');
};

/** Whether the account had a second factor from the beginning of a request to its end. */
const isOnDuring = ({ witness: { secondFactors } }: World, userId: string, { from, until }: Span): boolean => {
  const changes = secondFactors.filter((change) => change.userId === userId && change.moment < until);
  const newest = changes.at(-1);
  return newest?.isOn === true && newest.moment < from;
};

/** What ends passkeys of an account: the removal of one, and what gives the account back to its owner or ends it. */
const isEnded = ({ factors, witness }: World, use: Span & { id: string; userId: string }): boolean => {
  const added = factors.passkeys.find(({ credential }) => credential.id === use.id)?.added;
  if (!added) return false;
  const byRemoval = factors.removedPasskeys.some(
    ({ id, userId, from, until }) => id === use.id && userId === use.userId && added.until < from && until < use.from,
  );
  const byAll = witness.credentials.some(
    ({ kind, userId, moment }) =>
      (kind === 'email_restored' || kind === 'account_deleted') &&
      userId === use.userId &&
      added.until < moment &&
      moment < use.from,
  );
  return byRemoval || byAll;
};

export const FACTOR_STATEMENTS: Readonly<Record<string, (world: World) => readonly unknown[]>> = {
  'nothing opens a session without the second factor while it is on': (world) =>
    world.given.filter(
      (given) => isOnDuring(world, given.userId, given) && (!isStrong(given) || ONE_FACTOR.includes(given.path)),
    ),

  'a session of one factor does nothing while a second factor is on': (world) =>
    world.uses.filter(({ token, from, until }) => {
      const isMoved = world.given.some((given) => given.sessionId === token.sessionId && isStrong(given));
      return !isMoved && isOnDuring(world, token.userId, { from, until });
    }),

  'a passkey that was removed opens nothing and is not added again, nor is any after an undo': (world) =>
    world.factors.passkeyUses.filter((use) => isEnded(world, use)),

  'no code, passkey or challenge of the owner works for a thief, nor does a guess': ({ factors }) => factors.mistakes,
};
