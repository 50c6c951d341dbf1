// The ticket of a log-in whose first factor was right: it says whose log-in it is, and opens nothing without the second factor.
import type { User } from '../account/user.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import { AUTHENTICATION_METHODS, type AuthenticationMethod } from '../session/session.ts';
import { MINUTE_MILLISECONDS } from '../window.ts';
import { parseSealed, type Sealed, seal } from './sealed.ts';

const TICKET_MILLISECONDS = 10 * MINUTE_MILLISECONDS;

export interface Ticket {
  readonly userId: string;
  /** Of the account at that time: a change of its password, of its address or of the factor ends the ticket. */
  readonly epoch: string;
  readonly amr: readonly AuthenticationMethod[];
}

export const sealTicket = (
  keys: DerivedKeys,
  user: Pick<User, 'id' | 'epoch'>,
  amr: readonly AuthenticationMethod[],
  now: number,
): string => seal(keys, 'ticket', now, [user.id, user.epoch, ...amr]);

/** Without its MAC checked; `undefined` for what is no ticket. */
export const parseTicket = (text: string): (Ticket & Pick<Sealed, 'generation' | 'issuedAt'>) | undefined => {
  const sealed = parseSealed('ticket', text);
  const [userId, epoch, ...methods] = sealed?.values ?? [];
  if (!sealed || userId === undefined || epoch === undefined) return undefined;
  const amr = AUTHENTICATION_METHODS.filter((method) => methods.includes(method));
  return { generation: sealed.generation, issuedAt: sealed.issuedAt, userId, epoch, amr };
};

export const isTicketOver = ({ issuedAt }: Pick<Sealed, 'issuedAt'>, now: number): boolean =>
  now >= issuedAt + TICKET_MILLISECONDS;
