// Why each remaining finding of cdk-nag's AwsSolutions rules is accepted, for exactly the constructs it applies to.
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

interface NagReason {
  /** The rule's id, as cdk-nag reports it. */
  readonly id: string;
  /** The path of the construct, below the service. */
  readonly path: readonly string[];
  readonly reason: string;
  /** The construct only exists where SES sends. */
  readonly isOfSes?: true;
}

const SHORT_LIVED =
  'only rows that end by themselves: after a loss people ask for a new mail or log in again, and a restore';

export const NAG_REASONS: readonly NagReason[] = [
  {
    id: 'AwsSolutions-DDB3',
    path: ['Tables', 'Verifications'],
    reason: `It holds ${SHORT_LIVED} would revive links that were used since. Users has point-in-time recovery.`,
  },
  {
    id: 'AwsSolutions-DDB3',
    path: ['Tables', 'Sessions'],
    reason: `It holds ${SHORT_LIVED} would revive sessions that were ended since. Users has point-in-time recovery.`,
  },
  {
    id: 'AwsSolutions-APIG4',
    path: ['Http'],
    reason:
      'Every route is public by purpose: whoever signs up or opens a page has no identity yet. What opens something (link ' +
      'token, code with continuation, password) is checked by the function itself, throttled and counted.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    path: ['Courier', 'FunctionRole'],
    reason:
      "dynamodb:ListStreams, which CDK's stream source adds: it lists names of streams only. Where SES sends, ses:GetSendQuota, by " +
      'which mails are paced: three figures of the account. Where texts go by SNS, sns:Publish, for phone numbers alone: every topic ' +
      'is denied. IAM knows no resource for any of them. The test of all rights fails on any other wildcard.',
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    path: ['AdminRole'],
    isOfSes: true,
    reason:
      'ses:GetSuppressedDestination and ses:DeleteSuppressedDestination, by which support looks up and lifts one address of the ' +
      "account's own suppression list. IAM knows no resource for them.",
  },
  {
    id: 'AwsSolutions-IAM5[Resource::*]',
    path: ['Events', 'FunctionRole'],
    reason:
      "dynamodb:ListStreams, which CDK's stream source adds: it lists names of streams only, and IAM knows no resource for it.",
  },
  {
    id: 'AwsSolutions-SQS3',
    path: ['Feedback', 'DeadLetters'],
    isOfSes: true,
    reason:
      "It is itself the dead-letter queue: of the rule's target and of the function's failures, which the rule does not see.",
  },
];

/** Call it when the whole service is made. Throws if one of the constructs does not exist. */
export const acknowledgeFindings = (service: IConstruct): void => {
  const usesSes = service.node.tryFindChild('Mail') !== undefined;
  for (const { id, path, reason, isOfSes } of NAG_REASONS) {
    if (isOfSes && !usesSes) continue;
    const construct = path.reduce<IConstruct>((parent, name) => parent.node.findChild(name), service);
    Validations.of(construct).acknowledge({ id, reason });
  }
};
