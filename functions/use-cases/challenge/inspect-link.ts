// What a link is for, so that a page can say it before the person presses its button. Reads no row: it uses nothing up, and it
// does not tell whether the link was used or replaced.
import { maskEmail } from '#domain/address.ts';
import { accept, type Outcome, secondsUntil } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import type { Purpose } from '#domain/purpose.ts';
import { openLink } from './prove.ts';

export interface InspectedLink {
  readonly purpose: Purpose;
  /** Masked. */
  readonly address: string;
  readonly expiresInSeconds: number;
}

export const inspectLink = async (
  dependencies: Pick<Ports, 'keyRing' | 'clock'>,
  token: string,
): Promise<Outcome<InspectedLink>> => {
  const opened = await openLink(dependencies, 'any', token);
  if (!opened.ok) return opened;
  const { purpose, address, notAfter } = opened.value;
  const expiresInSeconds = secondsUntil(notAfter, dependencies.clock.now());
  return accept({ purpose, address: maskEmail(address), expiresInSeconds });
};
