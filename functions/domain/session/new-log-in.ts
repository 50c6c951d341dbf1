// A log-in from a device and a network that are both new to the account. Its owner is told of it.
import { createHash } from 'node:crypto';
import type { User } from '../account/user.ts';
import { type Caller, UNKNOWN } from '../network.ts';
import type { Draft } from '../row.ts';
import { isKnownDevice, isKnownNetwork, type LogInAttempts } from './log-in-attempts.ts';

type Place = Pick<Caller, 'network' | 'device'>;

/**
 * One of the two is enough to be known: by the sign-up, or by a log-in of the last 30 days. To an account of the last
 * release of which neither is kept every place is new, once: a mail too many does less harm than a thief untold.
 */
export const isNewLogIn = (
  { origin }: User,
  attempts: Draft<LogInAttempts> | undefined,
  { network, device }: Place,
  now: number,
): boolean =>
  !isKnown(network, origin?.network, isKnownNetwork(attempts, network, now)) &&
  !isKnown(device, origin?.device, isKnownDevice(attempts, device, now));

/** What cannot be told could be anything, so it is never known. */
const isKnown = (label: string, ofSignUp: string | undefined, isRecent: boolean): boolean =>
  label !== UNKNOWN && (label === ofSignUp || isRecent);

/**
 * The id of the notice. A log-in that is repeated after a crash finds the notice of its first try. The epoch is random, so
 * that nobody can find the network from an id in the logs.
 */
export const newLogInId = ({ id, epoch }: User, { network, device }: Place): string =>
  createHash('sha256')
    .update(JSON.stringify([id, epoch, network, device]))
    .digest('hex')
    .slice(0, ID_LENGTH)
    .toUpperCase();

/** That of a ULID: 104 bits. */
const ID_LENGTH = 26;
