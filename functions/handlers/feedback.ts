// The function that records the outcome of sent mails. EventBridge calls it with the events of SES.
import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { Ports, RequestLog } from '#domain/ports.ts';
import { feedbackDependencies } from '#runtime/aws/feedback.ts';
import { lazily } from '#runtime/lazily.ts';
import { readFeedback } from '#schemas/feedback-event.ts';
import { logDependencyFailure } from '#use-cases/delivery/log-dependency-failure.ts';
import { recordFeedback } from '#use-cases/delivery/record-feedback.ts';

export type FeedbackHandler = (
  event: Pick<EventBridgeEvent<string, unknown>, 'detail'>,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<void>;

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
        logDependencyFailure(dependencies.log, error, feedback);
        throw error;
      });
    });
};

export const handler = lazily(() => createFeedbackHandler(feedbackDependencies()));
