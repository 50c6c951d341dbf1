// The alarms on events: they are late, or somebody must see to it that none is lost.
import { type AlarmPlan, periodOf, serviceAlarm, type Watched } from './alarm-plan.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';

export const eventAlarms = (watched: Watched): readonly AlarmPlan[] => {
  const { events } = watched;
  const { deadLetters, eventsBehind, eventRetryAge, eventsUnreadable } = ALARM_THRESHOLDS;
  return [
    {
      id: 'EventsDeadLetters',
      metric: events.deadLetters.metricApproximateNumberOfMessagesVisible({ period: periodOf(deadLetters) }),
      above: deadLetters.above,
      advice:
        'An event or a part of a stream was given up: read the log of the events function, mend the cause and redrive',
      anchor: 'alarm-events-dead-letters',
    },
    {
      id: 'EventsStreamAge',
      metric: events.handler.metric('IteratorAge', { statistic: 'Maximum', period: periodOf(eventsBehind) }),
      above: eventsBehind.above,
      advice: 'Events are late: read the log of the events function for errors and throttling',
      anchor: 'alarm-events-behind',
    },
    {
      id: 'EventsRetryAge',
      metric: events.retries.metricApproximateAgeOfOldestMessage({ period: periodOf(eventRetryAge) }),
      above: eventRetryAge.above,
      advice:
        'Events fail again and again: find dependency_failed in the log of the events function and mend the cause',
      anchor: 'alarm-events-behind',
    },
    serviceAlarm(watched, 'EventsUnreadable', eventsUnreadable, {
      id: 'EventsUnreadable',
      advice: 'A changed row could not be read, so nobody learns of the change: find event_unreadable in the log',
      anchor: 'alarm-events-unreadable',
    }),
  ];
};
