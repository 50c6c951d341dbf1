// Sets a phone number after its owner has entered the code that was sent to it.
import { addChange, hasChanged, mayOpen, type User } from '#domain/account/user.ts';
import { type Challenge, changeData } from '#domain/challenge/challenge.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import type { MessageRequest } from '../../challenge/challenge-request.ts';
import { ownChange } from '../../challenge/change-owner.ts';
import { finishProof, markUsed } from '../../challenge/finish-proof.ts';
import { type CodeAttempt, type Proof, proveByCode } from '../../challenge/prove.ts';
import { sendChallenge } from '../../challenge/send-challenge.ts';
import type { Sent } from '../../challenge/sent.ts';
import { decideAndSwap } from '../../decide-and-swap.ts';
import type { Authenticated } from '../../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../../session/proof/reauthenticate.ts';
import { isFinal, withdraw, writeNotice } from '../write-notice.ts';
import { countNumber } from './count-number.ts';
import { readPhone } from './read-phone.ts';

export interface PhoneChange extends MessageRequest {
  readonly phone: string;
  readonly proof: OwnerProof;
}

export const beginPhoneChange = async (
  dependencies: Pick<
    Ports,
    | 'store'
    | 'clock'
    | 'ids'
    | 'random'
    | 'settings'
    | 'log'
    | 'phoneNumbers'
    | 'passwords'
    | 'foreignPasswords'
    | 'keyRing'
  >,
  owner: Authenticated,
  change: PhoneChange,
  caller: Caller,
): Promise<Outcome<Sent>> => {
  const phone = await readPhone(dependencies, change.phone, 'phone');
  if (!phone.ok) return phone;
  const ref = { purpose: 'phone_change', channel: 'sms', address: phone.value } as const;
  return sendChallenge(dependencies, {
    ref,
    caller,
    locale: change.locale,
    clientId: change.clientId,
    lifetimeSeconds: dependencies.settings.lifetimes.phoneChangeSeconds,
    onLive: 'replace',
    check: async (current, keyed) => {
      const proven = await reauthenticate(dependencies, owner, change.proof, caller, keyed?.hash);
      return proven.ok ? countNumber(dependencies, owner.user, phone.value, current) : proven;
    },
    makeData: () => ownChange(dependencies, ref, { userId: owner.user.id }),
    continuation: change.continuation,
    idempotencyKey: change.idempotencyKey,
    userId: owner.user.id,
  });
};

export const confirmPhoneChange = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings' | 'log' | 'keyRing'>,
  user: User,
  request: CodeAttempt,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { log } = dependencies;
  const isOwn = (challenge: Challenge) => changeData(challenge).userId === user.id;
  const proven = await proveByCode(dependencies, 'phone_change', request, caller, { mayTry: isOwn });
  if (!proven.ok) return proven;
  const proof = proven.value;
  return finishProof(dependencies, proof, async () => {
    const changed = await setPhone(dependencies, proof, user, caller);
    if (!changed.ok) return changed;
    const used = await markUsed(dependencies, proof);
    if (!used.ok) return used;
    log.write('phone_changed', { user: user.id });
    return changed;
  });
};

/** A repeat after the swap of the user finds its change, and has nothing left to do. */
const setPhone = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings'>,
  { ref, challenge }: Proof,
  user: User,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { store, clock } = dependencies;
  const changeId = challenge.id;
  if (hasChanged(user, changeId)) return accept(user);
  const noticeRef = { kind: 'phone_changed', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, noticeRef, user, caller);
  if (!notice.ok) return notice;
  const changed = await decideAndSwap(store, userKey(user.id), user, (seen) => {
    if (!seen || !mayOpen(changeId, seen) || seen.email !== user.email) return refuse('superseded');
    if (hasChanged(seen, changeId)) return accept(seen);
    return accept({ ...addChange(seen, changeId, clock.now()), phone: ref.address, phoneVerifiedAt: clock.now() });
  });
  if (isFinal(changed)) await withdraw(dependencies, noticeRef, user);
  return changed;
};
