// The MAC that binds a change of email or phone to the user who asked. Rows are written by functions that may open no account,
// so the user id in a row is believed only with it.
import { createHmac } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { ChallengeRef } from '../purpose.ts';
import { type Challenge, type ChangeData, changeData } from './challenge.ts';

export type BegunChange = Omit<ChangeData, 'mac'>;

/** HMAC-SHA256 over the row's key, the id, the user, and whether they have lost the old mailbox. */
const macOf = (keys: DerivedKeys, ref: ChallengeRef, id: string, { userId, oldMailboxLost }: BegunChange): string =>
  createHmac('sha256', keys.change)
    .update(JSON.stringify([ref.purpose, ref.channel, ref.address, id, userId, oldMailboxLost === true]))
    .digest('base64url');

/** The data of the challenge of that id, which this user began. */
export const bindChange = (keys: DerivedKeys, ref: ChallengeRef, id: string, begun: BegunChange): ChangeData => ({
  ...begun,
  mac: macOf(keys, ref, id, begun),
});

/** Whether the user in the row began this challenge. False without a MAC. */
export const isBoundChange = (keys: DerivedKeys, ref: ChallengeRef, challenge: Challenge): boolean => {
  const { mac, ...begun } = changeData(challenge);
  return mac !== undefined && isSameText(macOf(keys, ref, challenge.id, begun), mac);
};
