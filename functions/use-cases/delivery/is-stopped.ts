// Whether the suppression of an address stops a message.
import { limitAddress } from '#domain/address.ts';
import { lastNetwork } from '#domain/challenge/send-limits.ts';
import { liveSuppression, stopsMail } from '#domain/delivery/suppression.ts';
import type { Ports } from '#domain/ports.ts';
import { isKnownNetwork } from '#domain/session/log-in-attempts.ts';
import { attemptsKey, suppressionKey } from '#domain/store-keys.ts';
import type { OwedRow } from './owed-rows.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

export const isStopped = async (dependencies: Dependencies, row: OwedRow): Promise<boolean> => {
  const { store, clock } = dependencies;
  const { channel, address, purpose } = row.owed;
  const [suppression] = await store.load([suppressionKey(channel, address)]);
  const stands = liveSuppression(suppression, clock.now());
  if (!stands) return false;
  const stops = stopsMail(stands, purpose);
  return stops === 'unless_owner' ? !(await isAskedByOwner(dependencies, row)) : stops;
};

/**
 * Whether the owner asked, as far as anybody can know: from a network where they were authenticated in the last 30 days, or
 * after an undo. Only read for an address that complained.
 */
const isAskedByOwner = async ({ store, clock }: Dependencies, row: OwedRow): Promise<boolean> => {
  if (row.kind !== 'challenge') return false;
  if (row.item.isByOwner) return true;
  const network = lastNetwork(row.item);
  if (network === undefined) return false;
  const [attempts] = await store.load([attemptsKey(limitAddress(row.owed.address))]);
  return isKnownNetwork(attempts, network, clock.now());
};
