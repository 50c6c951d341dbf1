// What an owner changes of the second factor that is on: it is turned off, or gets new recovery codes. Both take a code.
import { accept, type Outcome } from '#domain/errors.ts';
import { newRecoveryCodes } from '#domain/factors/recovery-codes.ts';
import { removeSecondFactor, renewRecoveryCodes } from '#domain/factors/use-second-factor.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';
import { type RightCode, spendCode, type TypedCode, tryCode } from './prove-second-factor.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'passwords' | 'foreignPasswords' | 'keyRing'
> &
  Pick<Ports, 'secondFactorSecrets'>;

export interface ProvenChange {
  readonly proof: OwnerProof;
  readonly typed: TypedCode;
}

const prove = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { proof, typed }: ProvenChange,
  caller: Caller,
): Promise<Outcome<RightCode>> => {
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  return proven.ok ? tryCode(dependencies, owner.user, typed, caller) : proven;
};

/** The sessions stay. */
export const turnOffSecondFactor = async (
  dependencies: Dependencies,
  owner: Authenticated,
  change: ProvenChange,
  caller: Caller,
): Promise<Outcome<undefined>> => {
  const { clock, ids, log } = dependencies;
  const { user } = owner;
  const right = await prove(dependencies, owner, change, caller);
  if (!right.ok) return right;
  const changeId = ids.next(user.challengeFloor);
  const ref = { kind: 'second_factor_off', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const removed = await spendCode(dependencies, user, right.value, (seen) =>
    removeSecondFactor(seen, changeId, clock.now()),
  );
  if (!removed.ok) {
    if (isFinal(removed)) await withdraw(dependencies, ref, user);
    return removed;
  }
  await right.value.takeBack();
  log.write('second_factor_changed', { user: user.id, change: 'off' });
  return accept(undefined);
};

/** Ten new ones; the old ones end. */
export const replaceRecoveryCodes = async (
  dependencies: Dependencies,
  owner: Authenticated,
  change: ProvenChange,
  caller: Caller,
): Promise<Outcome<readonly string[]>> => {
  const { random, log } = dependencies;
  const { user } = owner;
  const right = await prove(dependencies, owner, change, caller);
  if (!right.ok) return right;
  const codes = newRecoveryCodes(random);
  const renewed = await spendCode(dependencies, user, right.value, (seen) => renewRecoveryCodes(seen, codes));
  if (!renewed.ok) return renewed;
  await right.value.takeBack();
  log.write('second_factor_changed', { user: user.id, change: 'recovery_codes' });
  return accept(codes);
};
