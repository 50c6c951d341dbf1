// Begins an email change: the new address must be verified before the account moves. A taken address gets the same answer.
import { readEmail } from '#domain/address.ts';
import { type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { MessageRequest } from '../challenge/challenge-request.ts';
import { ownChange } from '../challenge/change-owner.ts';
import { sendChallenge } from '../challenge/send-challenge.ts';
import type { Sent } from '../challenge/sent.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';

export interface EmailChange extends MessageRequest {
  readonly newEmail: string;
  readonly proof: OwnerProof;
  /** The person no longer controls the old mailbox: its reader can undo the change for a short time only. */
  readonly oldMailboxLost?: boolean | undefined;
}

export const beginEmailChange = async (
  dependencies: Pick<
    Ports,
    'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'passwords' | 'foreignPasswords' | 'keyRing'
  >,
  owner: Authenticated,
  change: EmailChange,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const email = readEmail(change.newEmail, 'newEmail');
  if (!email.ok) return email;
  if (email.value === owner.user.email) return refuse('same_address');
  const ref = { purpose: 'email_change', channel: 'email', address: email.value } as const;
  return sendChallenge(dependencies, {
    ref,
    caller,
    locale: change.locale,
    clientId: change.clientId,
    lifetimeSeconds: dependencies.settings.lifetimes.emailChangeSeconds,
    onLive: 'replace',
    check: (_current, keyed) => reauthenticate(dependencies, owner, change.proof, caller, keyed?.hash),
    makeData: () =>
      ownChange(dependencies, ref, { userId: owner.user.id, ...(change.oldMailboxLost && { oldMailboxLost: true }) }),
    continuation: change.continuation,
    idempotencyKey: change.idempotencyKey,
    userId: owner.user.id,
  });
};
