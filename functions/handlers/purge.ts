// The function that deletes unused accounts. A schedule invokes it every hour.
import type { Context } from 'aws-lambda';
import { DependencyError, nameOfError, stackOf } from '#domain/errors.ts';
import type { RequestLog } from '#domain/ports.ts';
import { purgeDependencies } from '#runtime/aws/functions/purge.ts';
import { lazily } from '#runtime/lazily.ts';
import type { PurgePorts } from '#use-cases/purge/purge-account.ts';
import { purgeAccounts } from '#use-cases/purge/purge-accounts.ts';

export type PurgeHandler = (event: unknown, context: Pick<Context, 'awsRequestId'>) => Promise<void>;

type Dependencies = PurgePorts & { readonly log: RequestLog };

/** Less than the timeout of the function: a page takes a few seconds at most. */
const RUN_MILLISECONDS = 4 * 60_000;

/** Lambda writes message and stack of what a function throws into its log, so this says nothing about an account. */
class PurgeError extends Error {
  override readonly name = 'PurgeError';
}

/** `mayHavePaused`: see `PurgeOptions`. Throws if a run stopped early: the next one goes on. */
export const createPurgeHandler =
  (dependencies: Dependencies, mayHavePaused = true): PurgeHandler =>
  (_event, context) =>
    dependencies.log.during(context.awsRequestId, async () => {
      const endsAt = dependencies.clock.now() + RUN_MILLISECONDS;
      await purgeAccounts(dependencies, { endsAt, mayHavePaused }).catch((error: unknown) => {
        explain(dependencies.log, error);
        throw new PurgeError('the run stopped early');
      });
    });

const explain = (log: RequestLog, error: unknown): void => {
  if (error instanceof DependencyError) {
    log.write('dependency_failed', { dependency: error.dependency, error: nameOfError(error.cause) });
    return;
  }
  log.write('unexpected_error', { route: 'purge', error: nameOfError(error), stack: stackOf(error) });
};

export const handler = lazily(() => createPurgeHandler(purgeDependencies()));
