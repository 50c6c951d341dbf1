// The limits of SES in each mode and its thresholds, as data with notes for synth, the alarms, the courier and the doctor.
export const SES_MODES = ['sandbox', 'production'] as const;
export type SesMode = (typeof SES_MODES)[number];

/** A note for the operator: the limit, what it means and what to do. */
export interface QuotaNote {
  readonly text: string;
  /** The AWS page that states it. */
  readonly source: string;
}

export interface SesQuota {
  /** In any 24 hours, per account and region. `undefined`: granted per account; ask `GetSendQuota`. */
  readonly mailsPer24Hours: number | undefined;
  /** Per account and region. `undefined`: granted per account; ask `GetSendQuota`. */
  readonly mailsPerSecond: number | undefined;
  readonly isForVerifiedRecipientsOnly: boolean;
  /** In the order in which an operator needs them. */
  readonly notes: readonly QuotaNote[];
}

/** Fractions, like SES's `Reputation.*` metrics (0.05 = 5 %). */
export interface ReputationThresholds {
  /** From here on AWS reviews the account. */
  readonly reviewFraction: number;
  /** From here on AWS may pause all sending. */
  readonly pauseFraction: number;
  readonly note: QuotaNote;
}

/** The thresholds of our own alarms: below those of AWS. */
export interface AlarmThresholds {
  readonly warningFraction: number;
  readonly criticalFraction: number;
}

const GUIDE = 'https://docs.aws.amazon.com/ses/latest/dg';

/** How the couriers share the account's rate and daily quota. */
export const SES_PACING = {
  /** `GetSendQuota` may be called once a second per account. */
  refreshSeconds: 60,
  /** Above this part of the day's quota, `GetSendQuota` is called more often … */
  closelyWatchedFraction: 0.5,
  shortRefreshSeconds: 5,
  /** The last part of the day's quota is kept for log-in, reset, one-time codes and notices. */
  keptForUrgentFraction: 0.1,
} as const;

/**
 * The breaker holds first mails to new addresses well before AWS reviews the account. Above this part of hard bounces within
 * a sliding day a scope is held, if there are `leastBounces` or, for a network, at least `leastSends` first mails.
 * A domain and all mails count networks that bounced, not bounces: one network can never hold them.
 * `chargedOn`: so many bounces of a day also count for the next scope. `trialsPerHour`: first mails that go nevertheless.
 */
export const SES_BREAKER = {
  bounceFraction: 0.03,
  network: { suspectedFrom: 2, leastBounces: 5, leastSends: 50, chargedOn: 1, trialsPerHour: 2 },
  domain: {
    suspectedFrom: 10,
    leastBounces: 10,
    leastSends: Number.POSITIVE_INFINITY,
    chargedOn: 10,
    trialsPerHour: 5,
  },
  all: { suspectedFrom: 20, leastBounces: 20, leastSends: Number.POSITIVE_INFINITY, chargedOn: 0, trialsPerHour: 10 },
} as const;

/** 0.0005 → `0.05 %`, without binary rounding errors. */
const percent = (fraction: number): string => `${Number((fraction * 100).toFixed(6))} %`;

export const SES_ALARMS = {
  /** Warning: the bounces of a day. Critical: the metric `Reputation.BounceRate`. */
  bounceRate: { warningFraction: 0.03, criticalFraction: 0.05 },
  /** Warning: the complaints of a day. Critical: the metric `Reputation.ComplaintRate`. */
  complaintRate: { warningFraction: 0.0005, criticalFraction: 0.001 },
  /** For the part of the 24-hour quota that is used, as the courier reads it from SES. */
  dailyQuota: { warningFraction: 0.8, criticalFraction: 0.95 },
} as const satisfies Record<string, AlarmThresholds>;

const rungAt = ({ warningFraction, criticalFraction }: AlarmThresholds): string =>
  `${percent(warningFraction)} and ${percent(criticalFraction)}`;

/** The first is of a day of this stage, which needs several; the second is of the account. */
const reputationRungAt = ({ warningFraction, criticalFraction }: AlarmThresholds): string =>
  `several in a day beyond ${percent(warningFraction)}, and at ${percent(criticalFraction)} of the account`;

const BOUNCES = { reviewFraction: 0.05, pauseFraction: 0.1 };
const COMPLAINTS = { reviewFraction: 0.001, pauseFraction: 0.005 };

export const SES_REPUTATION = {
  bounceRate: {
    ...BOUNCES,
    note: {
      text:
        `Hard bounces: at ${percent(BOUNCES.reviewFraction)} AWS reviews the account, at ${percent(BOUNCES.pauseFraction)} ` +
        `it may pause all sending; Latchkey's alarms fire at ${reputationRungAt(SES_ALARMS.bounceRate)}: ` +
        'then look for sign-ups with made-up addresses.',
      source: `${GUIDE}/reputationdashboardmessages.html`,
    },
  },
  complaintRate: {
    ...COMPLAINTS,
    note: {
      text:
        `Complaints ("this is spam"): at ${percent(COMPLAINTS.reviewFraction)} AWS reviews the account, at ` +
        `${percent(COMPLAINTS.pauseFraction)} it may pause all sending; Latchkey's alarms fire at ` +
        `${reputationRungAt(SES_ALARMS.complaintRate)}: then look for mail that people did not ask for.`,
      source: `${GUIDE}/reputationdashboardmessages.html`,
    },
  },
} as const satisfies Record<string, ReputationThresholds>;

/** SES's own suppression list of the account and region, besides Latchkey's `suppressed#` rows. */
export const SES_SUPPRESSION = {
  isAcceptedBySes: true,
  isSent: false,
  countsTowardsQuota: true,
  countsTowardsBounceRate: false,
  note: {
    text:
      'SES accepts a mail to an address on its account-level suppression list, does not send it, and still counts it ' +
      'towards the 24-hour quota: take an address off that list once its owner says it works again.',
    source: `${GUIDE}/sending-email-suppression-list.html`,
  },
} as const;

/** How an account leaves the sandbox, once per region. */
export const SES_PRODUCTION_ACCESS = {
  consoleUrl: 'https://console.aws.amazon.com/ses/',
  /** `MailType` of SES v2 `PutAccountDetails`; the console calls it Transactional. */
  mailType: 'TRANSACTIONAL',
  note: {
    text:
      'To leave the sandbox, open https://console.aws.amazon.com/ses/ in the region you deploy to, choose "Get set up" and ' +
      '"Request production access", with mail type Transactional. Write that you send only verification codes, ' +
      'password resets and security notices, each asked for by its recipient, to no bought list; how many a day you expect; ' +
      'and that addresses that bounce or complain are suppressed. AWS usually answers within a day.',
    source: `${GUIDE}/request-production-access.html`,
  },
} as const;

export const SES_QUOTAS = {
  sandbox: {
    mailsPer24Hours: 200,
    mailsPerSecond: 1,
    isForVerifiedRecipientsOnly: true,
    notes: [
      {
        text:
          'SES sandbox: 200 mails in any 24 hours and 1 mail per second, for the whole account in this region. Enough to try ' +
          `things out; the alarms fire at ${rungAt(SES_ALARMS.dailyQuota)} of the 200.`,
        source: `${GUIDE}/quotas.html`,
      },
      {
        text:
          'In the sandbox SES sends to verified addresses and domains only, everyone else gets nothing: list the testers in ' +
          '"sandboxRecipients", deploy, and have each of them open the link in the mail AWS sends.',
        source: `${GUIDE}/creating-identities.html`,
      },
      SES_PRODUCTION_ACCESS.note,
    ],
  },
  production: {
    mailsPer24Hours: undefined,
    mailsPerSecond: undefined,
    isForVerifiedRecipientsOnly: false,
    notes: [
      {
        text:
          'sesMode "production" does not itself lift the sandbox: AWS grants each account its own 24-hour quota and rate, ' +
          'per region, and publishes no fixed number. See yours with "aws ses get-send-quota --region <region>" (200 a day: still the sandbox) ' +
          `and ask for more in Service Quotas before a launch; the alarms fire at ${rungAt(SES_ALARMS.dailyQuota)} of it.`,
        source: `${GUIDE}/manage-sending-quotas.html`,
      },
      SES_PRODUCTION_ACCESS.note,
      SES_REPUTATION.bounceRate.note,
      SES_REPUTATION.complaintRate.note,
      SES_SUPPRESSION.note,
    ],
  },
} as const satisfies Record<SesMode, SesQuota>;
