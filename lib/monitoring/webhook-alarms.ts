// The alarms on events that an endpoint of the team does not get.
import { type AlarmPlan, periodOf, serviceAlarm, type Watched } from './alarm-plan.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';

export const webhookAlarms = (watched: Watched): readonly AlarmPlan[] => {
  const { deadLetters, retryQueueAge, lateWebhooks } = ALARM_THRESHOLDS;
  if (watched.webhooks.length === 0) return [];
  const late = serviceAlarm(watched, 'LateWebhooks', lateWebhooks, {
    id: 'LateWebhooks',
    advice:
      'An endpoint has not accepted an event for half an hour: find webhook_failed in the log and do what its reason asks for',
    anchor: 'alarm-late-webhooks',
  });
  const ofEach = watched.webhooks.flatMap(({ name, queue, deadLetters: given }) => [
    {
      id: `WebhookDeadLetters-${name}`,
      metric: given.metricApproximateNumberOfMessagesVisible({ period: periodOf(deadLetters) }),
      above: deadLetters.above,
      advice: `The endpoint ${name} did not accept events for a day: find webhook_given_up in the log, mend the cause and redrive`,
      anchor: 'alarm-webhook-dead-letters',
    },
    // SQS leaves out what was received three times, so what waits for a try does not count after the first minutes.
    {
      id: `WebhookQueueAge-${name}`,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: periodOf(retryQueueAge) }),
      above: retryQueueAge.above,
      advice: `Nobody takes the events for the endpoint ${name}: see whether the event source of the function of webhooks is enabled and read its log`,
      anchor: 'alarm-webhook-queue-age',
    },
  ]);
  return [late, ...ofEach];
};
