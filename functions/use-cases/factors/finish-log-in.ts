// The second step of a log-in: the ticket of the first one, and a code. Only here an account with a second factor opens.
import { keepUser } from '#domain/account/grace.ts';
import { whyClosed } from '#domain/account/standing.ts';
import { isGone, type User } from '#domain/account/user.ts';
import type { MailState } from '#domain/delivery/suppression.ts';
import { type ErrorCode, type Outcome, refuse } from '#domain/errors.ts';
import { isTicketOver, parseTicket } from '#domain/factors/ticket.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { withSecondFactor } from '#domain/session/session.ts';
import { suppressionKey, userKey } from '#domain/store-keys.ts';
import { endOldestSessions } from '../session/end-oldest-sessions.ts';
import { tellKeeping } from '../session/keep-account.ts';
import { mailStateOf, resumeMail } from '../session/mail-state.ts';
import { openSession, prepareSession, type SessionPorts, type Tokens } from '../session/open-session.ts';
import { tellNewLogIn } from '../session/tell-new-log-in.ts';
import { spendCode, type TypedCode, tryCode } from './prove-second-factor.ts';
import { believe } from './sealed-keys.ts';

/** `session_ended`: the ticket is none, too old, or of an account that has changed since. The person logs in again. */
export const finishLogIn = async (
  dependencies: SessionPorts & Pick<Ports, 'secondFactorSecrets'>,
  { ticket: text, ...typed }: TypedCode & { readonly ticket: string },
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const { store, clock, settings, log } = dependencies;
  const ticket = await believe(dependencies, text, parseTicket(text));
  // Who has a second factor keeps it where it is turned off; to all others there is nothing here.
  if (!ticket || isTicketOver(ticket, clock.now()))
    return refuse(settings.secondFactor ? 'session_ended' : 'not_found');
  const [user] = await store.load([userKey(ticket.userId)]);
  // A disabled account, and one whose address is no longer proven, have another epoch.
  if (!user?.secondFactor || user.epoch !== ticket.epoch || whyClosed(user) || isGone(user, clock.now()))
    return refuse('session_ended');
  const opening = await prepareSession(dependencies);
  const right = await tryCode(dependencies, user, typed, caller);
  if (!right.ok) return right;
  const kept = await tellKeeping(dependencies, user, caller);
  if (!kept.ok) return kept;
  const told = await tellNewLogIn(dependencies, user, right.value.attempts, caller);
  if (!told.ok) return told;
  const spent = await spendCode(dependencies, user, right.value, (seen) => keepUser(seen, clock.now()));
  if (!spent.ok) return isOver(spent.refusal.code) ? refuse('session_ended') : spent;
  const amr = withSecondFactor(ticket.amr);
  const [, opened] = await Promise.all([
    endOldestSessions(dependencies, spent.value),
    openSession(dependencies, opening, spent.value, { caller, amr }, mailOf(dependencies, user, ticket.amr)),
    right.value.settle(),
  ]);
  if (opened.ok) log.write('login_completed', { user: user.id, by: 'second_factor' });
  return opened;
};

/** The account has changed since it was read. */
const isOver = (code: ErrorCode): boolean => code === 'unauthenticated' || code === 'not_found';

/** A log-in with the password starts mail again that was stopped, as it does without a second factor. Never throws. */
const mailOf = async (
  dependencies: Pick<Ports, 'store' | 'clock'>,
  user: User,
  amr: readonly string[],
): Promise<MailState> => {
  if (!amr.includes('pwd')) return mailStateOf(dependencies, user);
  const read = await dependencies.store.load([suppressionKey('email', user.email)]).catch(() => undefined);
  return read ? resumeMail(dependencies, user.email, read[0]) : {};
};
