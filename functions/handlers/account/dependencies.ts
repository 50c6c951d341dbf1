// The dependencies of the account routes, and the answer that several of them have.
import { toPublicUser } from '#domain/account/public-user.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { HttpDependencies } from '#http/http-handler.ts';
import { json, type Reply } from '#http/reply.ts';
import { mailStateOf } from '#use-cases/session/mail-state.ts';

export type AccountDependencies = HttpDependencies &
  Pick<
    Ports,
    'store' | 'clock' | 'ids' | 'random' | 'passwords' | 'foreignPasswords' | 'commonPasswords' | 'leakedPasswords'
  > &
  Pick<Ports, 'phoneNumbers' | 'keyRing' | 'signer' | 'claimsFunction' | 'accessTokens'>;

/** The account, with one read for whether mail to its address is stopped. */
export const userReply = async (dependencies: AccountDependencies, user: User): Promise<Outcome<Reply>> => {
  const mail = await mailStateOf(dependencies, user);
  return accept(json(200, toPublicUser(user, mail, dependencies.settings)));
};
