// The alarms on mails that are not sent: they wait, an operator must act, or the quota is nearly used up.
import { SES_ALARMS } from '#domain/delivery/ses-quotas.ts';
import { type AlarmPlan, periodOf, serviceAlarm, twoAlarms, type Watched } from './alarm-plan.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';

export const mailAlarms = (watched: Watched): readonly AlarmPlan[] => [
  ...waitingMails(watched),
  ...queues(watched),
  ...attention(watched),
  ...held(watched),
  ...unwanted(watched),
  ...unverified(watched),
  ...fallback(watched),
  ...dailyQuota(watched),
];

/** Which mails are late: `functions/domain/delivery/late.ts`. */
const waitingMails = (watched: Watched): readonly AlarmPlan[] => [
  serviceAlarm(watched, 'LateMails', ALARM_THRESHOLDS.waitingMail, {
    id: 'Waiting',
    advice:
      'Mails wait too long or failed after it: group mail_queued and mail_failed by purpose and reason in the log and do what their advice says',
    anchor: 'alarm-waiting-mails',
  }),
];

const queues = ({ courier }: Watched): readonly AlarmPlan[] => {
  const { courierBehind, retryQueueAge } = ALARM_THRESHOLDS;
  return [
    {
      id: 'StreamAge',
      metric: courier.handler.metric('IteratorAge', { statistic: 'Maximum', period: periodOf(courierBehind) }),
      above: courierBehind.above,
      advice: 'Mails wait for their first try: read the log of the courier for errors and throttling',
      anchor: 'alarm-courier-behind',
    },
    ...(['urgent', 'ordinary'] as const).map((name) => ({
      id: `RetryQueueAge-${name}`,
      metric: courier[name].metricApproximateAgeOfOldestMessage({ period: periodOf(retryQueueAge) }),
      above: retryQueueAge.above,
      advice: `Nobody takes the messages of the ${name} retry queue, or each run of the courier fails on them: see whether its event source is enabled and read its log`,
      anchor: 'alarm-retry-queue-age',
    })),
  ];
};

const attention = (watched: Watched): readonly AlarmPlan[] => {
  const { operatorMustAct } = ALARM_THRESHOLDS;
  const anchor = 'alarm-operator-must-act';
  const ofAll = serviceAlarm(watched, 'OperatorMustAct', operatorMustAct, {
    id: 'OperatorMustAct',
    advice: 'Mails do not go until you act: find operator_needed in the log and do what its advice says',
    anchor,
  });
  // In the sandbox each stranger is refused, and nobody has to do anything about it.
  if (!watched.feedback || watched.sesMode === 'sandbox') return [ofAll];
  const ofStrangers = serviceAlarm(watched, 'RecipientNotVerified', operatorMustAct, {
    id: 'RecipientNotVerified',
    advice:
      'The SES account is still in the sandbox, so mails to everybody else are refused: request production access',
    anchor,
  });
  return [ofAll, ofStrangers];
};

/** Only SES reports bounces. */
const held = (watched: Watched): readonly AlarmPlan[] => {
  if (!watched.feedback) return [];
  return [
    serviceAlarm(watched, 'Held', ALARM_THRESHOLDS.heldMails, {
      id: 'HeldMails',
      advice:
        'Too many new addresses bounce, so first mails are held: look for made-up sign-ups and stop where they come from',
      anchor: 'alarm-held-mails',
    }),
  ];
};

/**
 * Before AWS looks at the rates: both sums need a number of bounces or complaints within a day, beyond the usual part of the mails.
 * So one bounce of a small stage is none, and neither are the usual ones of a big stage.
 */
const unwanted = (watched: Watched): readonly AlarmPlan[] => {
  const { bounces, complaints } = ALARM_THRESHOLDS;
  if (!watched.feedback) return [];
  return [
    serviceAlarm(watched, 'ExcessBounces', bounces, {
      id: 'Bounces',
      advice: 'Too many mails of a day bounced for good: look for sign-ups with made-up addresses',
      anchor: 'alarm-bounce-rate',
    }),
    serviceAlarm(watched, 'ExcessComplaints', complaints, {
      id: 'Complaints',
      advice: 'Too many mails of a day were marked as spam: look for mail that people did not ask for',
      anchor: 'alarm-complaint-rate',
    }),
  ];
};

/** Whoever signs up other people's addresses shows here, although nothing bounces: the owners do not use the mails. */
const unverified = (watched: Watched): readonly AlarmPlan[] => [
  serviceAlarm(watched, 'UnusedSignUpMails', ALARM_THRESHOLDS.unverifiedSignUps, {
    id: 'UnverifiedSignUps',
    advice:
      'Most sign-up mails are not used: somebody may be signing up the addresses of others, so find where they come from and stop it',
    anchor: 'alarm-unverified-sign-ups',
  }),
];

/** Without it nobody would notice a server that is down or refuses the log-in: mails arrive while SES has quota. */
const fallback = (watched: Watched): readonly AlarmPlan[] => {
  const { mail } = watched;
  if (mail.transport !== 'smtp' || !mail.fallsBackToSes) return [];
  return [
    serviceAlarm(watched, 'FallbackUsed', ALARM_THRESHOLDS.fallbackUsed, {
      id: 'FallbackUsed',
      advice: 'SES sends in place of the mail server: find fallback_used in the log and do what its reason asks for',
      anchor: 'alarm-fallback-used',
    }),
  ];
};

const dailyQuota = ({ metrics, mail }: Watched): readonly AlarmPlan[] => {
  const used = metrics.named('QuotaUsedPercent', { period: periodOf(ALARM_THRESHOLDS.dailyQuota) });
  const anchor = 'alarm-daily-quota';
  if (mail.transport === 'ses')
    return twoAlarms('DailyQuota', used, SES_ALARMS.dailyQuota, 100, {
      advice: 'Request production access or a higher quota',
      criticalAdvice:
        'Request production access or a higher quota now, for sign-ups wait already and soon all mails will',
      anchor,
    });
  // Without a daily limit there is no quota to watch.
  if (mail.mailsPer24Hours === -1) return [];
  return twoAlarms('DailyQuota', used, SES_ALARMS.dailyQuota, 100, {
    advice: 'The day of the mail server comes to its end: change to one that takes more, and deploy',
    criticalAdvice:
      'Sign-ups wait already and soon all mails will: change to a mail server that takes more, and deploy',
    anchor,
  });
};
