// The function that records the outcome of sent mails. EventBridge calls it with the events of SES.
import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { Feedback } from '#domain/delivery/feedback.ts';
import { DependencyError, nameOfError, stackOf } from '#domain/errors.ts';
import type { Ports, RequestLog } from '#domain/ports.ts';
import { feedbackDependencies } from '#runtime/aws/functions/feedback.ts';
import { lazily } from '#runtime/lazily.ts';
import { readFeedback } from '#schemas/feedback-event.ts';
import { logDependencyFailure } from '#use-cases/delivery/log-dependency-failure.ts';
import { recordFeedback } from '#use-cases/delivery/record-feedback.ts';

export type FeedbackHandler = (
  event: Pick<EventBridgeEvent<string, unknown>, 'detail'>,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<void>;

/** Lambda writes message, stack and cause of what a function throws into its log, so this says nothing about the event. */
class FeedbackError extends Error {
  override readonly name = 'FeedbackError';
}

/** Throws if the event could not be recorded. Lambda then retries, and at last puts the event into the dead-letter queue. */
export const createFeedbackHandler = (
  dependencies: Pick<Ports, 'store' | 'clock'> & { readonly log: RequestLog },
): FeedbackHandler => {
  return (event, context) =>
    dependencies.log.during(context.awsRequestId, async () => {
      const feedback = readFeedback(event.detail);
      // The rule only passes events about our mails, so an event that cannot be parsed is logged.
      if (!feedback) return dependencies.log.write('feedback_ignored', { kind: 'unreadable' });
      await recordFeedback(dependencies, feedback).catch((error: unknown) => {
        explain(dependencies.log, error, feedback);
        throw new FeedbackError('the event could not be recorded');
      });
    });
};

const explain = (log: RequestLog, error: unknown, feedback: Feedback): void => {
  logDependencyFailure(log, error, feedback);
  if (error instanceof DependencyError) return;
  log.write('unexpected_error', { route: 'feedback', error: nameOfError(error), stack: stackOf(error) });
};

export const handler = lazily(() => createFeedbackHandler(feedbackDependencies()));
