// Who asked for a change of email or phone: bound into the row when it is begun, checked before it is believed.

import type { Challenge } from '#domain/challenge/challenge.ts';
import { type BegunChange, bindChange, isBoundChange } from '#domain/challenge/change-mac.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { ChallengeRef } from '#domain/purpose.ts';
import type { MakeData } from './challenge-request.ts';

/** Prepares the data of a change that this user begins. */
export const ownChange = async (
  { keyRing, settings }: Pick<Ports, 'keyRing' | 'settings'>,
  ref: ChallengeRef,
  begun: BegunChange,
): Promise<Outcome<MakeData>> => {
  const { current } = settings.masterKeys;
  const keys = await keyRing.generation(current);
  if (!keys) throw new Error(`generation ${current} of the master key is not accepted`);
  return accept((id) => bindChange(keys, ref, id, begun));
};

/** Whether the user in the row began this change. */
export const isOwnChange = async (
  { keyRing }: Pick<Ports, 'keyRing'>,
  ref: ChallengeRef,
  challenge: Challenge,
): Promise<boolean> => {
  const keys = await keyRing.generation(challenge.keyGeneration);
  return keys !== undefined && isBoundChange(keys, ref, challenge);
};
