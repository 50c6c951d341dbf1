// The MAC that binds a change of email or phone to the user who asked. Rows are written by functions that may open no account,
// so the user id in a row is believed only with it.
import { createHmac } from 'node:crypto';
import { isSameText } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import type { ChallengeRef } from '../purpose.ts';
import { type Challenge, type ChangeData, changeData } from './challenge.ts';

/** HMAC-SHA256 over the row's key, the id and the user. */
const macOf = (keys: DerivedKeys, { purpose, channel, address }: ChallengeRef, id: string, userId: string): string =>
  createHmac('sha256', keys.change)
    .update(JSON.stringify([purpose, channel, address, id, userId]))
    .digest('base64url');

/** The data of the challenge of that id, which this user began. */
export const bindChange = (keys: DerivedKeys, ref: ChallengeRef, id: string, userId: string): ChangeData => ({
  userId,
  mac: macOf(keys, ref, id, userId),
});

/** Whether the user in the row began this challenge. False without a MAC. */
export const isBoundChange = (keys: DerivedKeys, ref: ChallengeRef, challenge: Challenge): boolean => {
  const { userId, mac } = changeData(challenge);
  return mac !== undefined && isSameText(macOf(keys, ref, challenge.id, userId), mac);
};
