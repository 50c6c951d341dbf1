// Every alarm of a stage, and those of the SES account: metric, threshold, and what to do when it fires.
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { SES_ALARMS } from '#domain/delivery/ses-quotas.ts';
import { type AlarmPlan, periodOf, serviceAlarm, type Watched } from './alarm-plan.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';
import { eventAlarms } from './event-alarms.ts';
import { mailAlarms } from './mail-alarms.ts';
import { apiFaultsOf, clientErrorsOf } from './service-metrics.ts';
import { webhookAlarms } from './webhook-alarms.ts';

export const serviceAlarms = (watched: Watched): readonly AlarmPlan[] => [
  ...deadLetters(watched),
  ...mailAlarms(watched),
  ...eventAlarms(watched),
  ...guessing(watched),
  ...functions(watched),
  ...claims(watched),
  ...leaks(watched),
  ...webhookAlarms(watched),
  ...api(watched),
];

const deadLetters = ({ courier, feedback }: Watched): readonly AlarmPlan[] => {
  const { above } = ALARM_THRESHOLDS.deadLetters;
  const metricOf = (queue: IQueue) =>
    queue.metricApproximateNumberOfMessagesVisible({ period: periodOf(ALARM_THRESHOLDS.deadLetters) });
  const ofCourier: AlarmPlan = {
    id: 'DeadLetters',
    metric: metricOf(courier.deadLetters),
    above,
    advice: 'A mail or a part of the stream was given up: read the log of the courier, mend the cause and redrive',
    anchor: 'alarm-dead-letters',
  };
  if (!feedback) return [ofCourier];
  const ofFeedback: AlarmPlan = {
    id: 'FeedbackDeadLetters',
    metric: metricOf(feedback.deadLetters),
    above,
    advice: 'A bounce or complaint may not be noted: read the log of the feedback function, mend the cause and redrive',
    anchor: 'alarm-feedback-dead-letters',
  };
  return [ofCourier, ofFeedback];
};

const guessing = (watched: Watched): readonly AlarmPlan[] => {
  const { wrongCodes, wrongPasswords, passwordHashRefused, kmsFailures } = ALARM_THRESHOLDS;
  return [
    serviceAlarm(watched, 'WrongCode', wrongCodes, {
      id: 'WrongCodes',
      advice: 'Somebody guesses codes: the limits hold by themselves, see from how many networks',
      anchor: 'alarm-wrong-codes',
    }),
    serviceAlarm(watched, 'WrongPassword', wrongPasswords, {
      id: 'WrongPasswords',
      advice:
        'Somebody guesses passwords: compare with log-ins that succeeded, and lower the limits if they are too wide',
      anchor: 'alarm-wrong-passwords',
    }),
    serviceAlarm(watched, 'PasswordHashRefused', passwordHashRefused, {
      id: 'PasswordHashRefused',
      advice:
        'A person with an imported account cannot log in: find password_hash_refused in the log and do what its reason asks for',
      anchor: 'alarm-password-hash-refused',
    }),
    serviceAlarm(watched, 'KmsFailed', kmsFailures, {
      id: 'KmsFailures',
      advice: 'KMS throttled or refused us: look at its request quota, and at whether the keys are enabled',
      anchor: 'alarm-kms',
    }),
  ];
};

const functions = (watched: Watched): readonly AlarmPlan[] => {
  const { functionErrors, functionThrottles } = ALARM_THRESHOLDS;
  return [
    ...Object.entries(watched.functions).map(([name, handler]) => ({
      id: `Errors-${name}`,
      metric: handler.metricErrors({ period: periodOf(functionErrors) }),
      above: functionErrors.above,
      advice: `Runs of ${name} ended in an error or ran out of time: read its log for unexpected_error and time-outs`,
      anchor: 'alarm-function-errors',
    })),
    // All functions share the account's concurrent executions: if another one is refused, ours are next.
    {
      id: 'Throttles',
      metric: LambdaFunction.metricAllThrottles({ period: periodOf(functionThrottles) }),
      above: functionThrottles.above,
      advice:
        'Lambda refused runs of functions in this account: see on the dashboard of which, and ask for more concurrent executions or raise reservedConcurrency',
      anchor: 'alarm-function-throttles',
    },
  ];
};

/** People get in without the claims, so nobody else tells. */
const claims = (watched: Watched): readonly AlarmPlan[] => {
  if (!watched.mayLackClaims) return [];
  return [
    serviceAlarm(watched, 'ClaimsLeftOut', ALARM_THRESHOLDS.claimsLeftOut, {
      id: 'ClaimsLeftOut',
      advice: 'Tokens lack claims of your own: find claims_left_out in the log and do what its reason asks for',
      anchor: 'alarm-claims-left-out',
    }),
  ];
};

/** Passwords are accepted meanwhile, so nobody else tells. */
const leaks = (watched: Watched): readonly AlarmPlan[] => {
  if (!watched.asksForLeaks) return [];
  return [
    serviceAlarm(watched, 'LeakedPasswordsUnavailable', ALARM_THRESHOLDS.leakedPasswordsUnavailable, {
      id: 'LeakedPasswordsUnavailable',
      advice: 'New passwords are not looked up among leaked ones: find leaked_passwords_unavailable in the log',
      anchor: 'alarm-leaked-passwords-unavailable',
    }),
  ];
};

const api = (watched: Watched): readonly AlarmPlan[] => {
  const { apiId } = watched;
  const { apiFaults, clientErrors, refusedByLimits } = ALARM_THRESHOLDS;
  return [
    {
      id: 'ApiFaults',
      metric: apiFaultsOf(apiId, periodOf(apiFaults)),
      above: apiFaults.above,
      advice: 'The API answers with 5xx: read the access log for the routes, then the logs of their functions',
      anchor: 'alarm-api-5xx',
    },
    {
      id: 'ClientErrors',
      metric: clientErrorsOf(apiId, periodOf(clientErrors)),
      above: clientErrors.above,
      advice:
        'Very many requests are refused: see in the access log which routes and statuses, and whether it is a flood',
      anchor: 'alarm-api-4xx',
    },
    serviceAlarm(watched, 'RefusedByLimits', refusedByLimits, {
      id: 'RefusedByLimits',
      advice:
        'Our limits refuse many requests: see in the log which routes, then whether clients or the limits are wrong',
      anchor: 'alarm-refused-by-limits',
    }),
  ];
};

const reputation = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: Duration.hours(1) });
export const BOUNCE_RATE = reputation('Reputation.BounceRate');
export const COMPLAINT_RATE = reputation('Reputation.ComplaintRate');

/**
 * AWS's own figures of the whole account, at the values from which AWS reviews it. Only one stage per account makes them. SES
 * publishes them now and then, so they keep their state in between. With few mails one bounce is enough: a minimum of mails would
 * need the mathematics of CloudWatch. The alarms of the stage (`mail-alarms.ts`) have one, and fire earlier where it matters.
 */
export const accountAlarms = (): readonly AlarmPlan[] => [
  {
    id: 'BounceRate',
    metric: BOUNCE_RATE,
    above: SES_ALARMS.bounceRate.criticalFraction,
    ignoresMissing: true,
    advice: 'Look for sign-ups with made-up addresses now, before AWS steps in',
    anchor: 'alarm-bounce-rate',
  },
  {
    id: 'ComplaintRate',
    metric: COMPLAINT_RATE,
    above: SES_ALARMS.complaintRate.criticalFraction,
    ignoresMissing: true,
    advice: 'Look for mail that people did not ask for now, before AWS steps in',
    anchor: 'alarm-complaint-rate',
  },
];
