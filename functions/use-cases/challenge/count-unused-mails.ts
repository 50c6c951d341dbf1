// Counts the sign-up mails that are not used, in stages whose human check waits for a flood of them.
import { unusedMailsCounter } from '#domain/challenge/human-check.ts';
import { DependencyError, nameOfError } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';

/** The mail is on its way, or the account is there: a failure of the counter must not tell the person otherwise. */
export const countUnusedMails = async (
  { store, clock, settings, log }: Pick<Ports, 'store' | 'clock' | 'settings' | 'log'>,
  by: number,
): Promise<void> => {
  if (settings.humanCheck?.mode !== 'whenBombed') return;
  const { key, window } = unusedMailsCounter(clock.now());
  await store.count(key, by, window).catch((error: unknown) => {
    if (!(error instanceof DependencyError)) throw error;
    log.write('dependency_failed', { dependency: error.dependency, error: nameOfError(error.cause) });
  });
};
