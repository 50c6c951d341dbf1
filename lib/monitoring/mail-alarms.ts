// The alarms on mails that are not sent: they wait, an operator must act, or the quota is nearly used up.
import type { MessagePurpose } from '#domain/delivery/delivery.ts';
import { SES_ALARMS } from '#domain/delivery/ses-quotas.ts';
import { type AlarmPlan, periodOf, twoAlarms, type Watched } from './alarm-plan.ts';
import { ALARM_THRESHOLDS } from './alarm-thresholds.ts';
import { waitingThresholds } from './waiting-thresholds.ts';

export const mailAlarms = (watched: Watched): readonly AlarmPlan[] => [
  ...waitingMails(watched),
  ...queues(watched),
  ...attention(watched),
  ...held(watched),
  ...unverified(watched),
  ...fallback(watched),
  ...dailyQuota(watched),
];

const waitingMails = ({ metrics, lifetimes }: Watched): readonly AlarmPlan[] => {
  const period = periodOf(ALARM_THRESHOLDS.waitingMail);
  const alarm = (purpose: MessagePurpose, above: number): AlarmPlan => ({
    id: `Waiting-${purpose}`,
    metric: metrics.value('mail_queued', { purpose }, { period }),
    above,
    advice: `Mails for ${purpose} wait too long or failed after it: group mail_queued and mail_failed by reason in the log and do what their advice says`,
    anchor: 'alarm-waiting-mails',
  });
  return waitingThresholds(lifetimes).map(({ purpose, aboveSeconds }) => alarm(purpose, aboveSeconds));
};

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

const attention = ({ metrics }: Watched): readonly AlarmPlan[] => {
  const { operatorMustAct } = ALARM_THRESHOLDS;
  return [
    {
      id: 'OperatorMustAct',
      metric: metrics.count('operator_needed', {}, { period: periodOf(operatorMustAct) }),
      above: operatorMustAct.above,
      advice: 'Mails do not go until you act: find operator_needed in the log and do what its advice says',
      anchor: 'alarm-operator-must-act',
    },
  ];
};

/** Only SES reports bounces. */
const held = ({ metrics, feedback }: Watched): readonly AlarmPlan[] => {
  const { heldMails } = ALARM_THRESHOLDS;
  if (!feedback) return [];
  return [
    {
      id: 'HeldMails',
      metric: metrics.count('mail_held', {}, { period: periodOf(heldMails) }),
      above: heldMails.above,
      advice:
        'Too many new addresses bounce, so first mails are held: look for made-up sign-ups and stop where they come from',
      anchor: 'alarm-held-mails',
    },
  ];
};

/** Whoever signs up other people's addresses shows here, although nothing bounces: the owners do not use the mails. */
const unverified = ({ metrics }: Watched): readonly AlarmPlan[] => {
  const { unverifiedSignUps } = ALARM_THRESHOLDS;
  return [
    {
      id: 'UnverifiedSignUps',
      metric: metrics.value('verify_completed', {}, { period: periodOf(unverifiedSignUps), statistic: 'Sum' }),
      above: unverifiedSignUps.above,
      advice:
        'Most sign-up mails are not used: somebody may be signing up the addresses of others, so find where they come from and stop it',
      anchor: 'alarm-unverified-sign-ups',
    },
  ];
};

/** Without it nobody would notice a server that is down or refuses the log-in: mails arrive while SES has quota. */
const fallback = ({ metrics, mail }: Watched): readonly AlarmPlan[] => {
  const { fallbackUsed } = ALARM_THRESHOLDS;
  if (mail.transport !== 'smtp' || !mail.fallsBackToSes) return [];
  return [
    {
      id: 'FallbackUsed',
      metric: metrics.count('fallback_used', {}, { period: periodOf(fallbackUsed) }),
      above: fallbackUsed.above,
      advice: 'SES sends in place of the mail server: find fallback_used in the log and do what its reason asks for',
      anchor: 'alarm-fallback-used',
    },
  ];
};

const dailyQuota = ({ metrics, mail }: Watched): readonly AlarmPlan[] => {
  const used = metrics.value('quota_read', {}, { period: periodOf(ALARM_THRESHOLDS.dailyQuota) });
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
