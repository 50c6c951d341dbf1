// Enables a disabled account again. Its old sessions, links and codes stay ended.
import { enableUser as enable } from '#domain/account/standing.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { renewUser } from '../session/renew-user.ts';

/** `actId`: the id of the audit row of this act. An account that is not disabled stays as it is. */
export const enableUser = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'ids' | 'random'>,
  userId: string,
  actId: string,
): Promise<Outcome<User>> => {
  const [user] = await dependencies.store.load([userKey(userId)]);
  if (!user) return refuse('not_found');
  if (!user.disabled) return accept(user);
  return renewUser(dependencies, user, 'not_found', (seen, renewal) =>
    accept(seen.disabled ? enable(seen, { ...renewal, actId }) : seen),
  );
};
