// The findings of cfn-lint, checkov and cfn-guard that stay, each with its reason. Those of cdk-nag are in `lib/nag-reasons.ts`,
// for it judges at synth.
import { NAG_REASONS } from '../../lib/nag-reasons.ts';

export interface Accepted {
  /** The rule as each tool names it. Tools that say the same share an entry. */
  readonly cfnLint?: string;
  readonly checkov?: string;
  readonly cfnGuard?: string;
  readonly type: string;
  /** The only resources it is accepted for, by their ids without the hash. Default: all of the type. */
  readonly only?: readonly string[];
  readonly reason: string;
}

/** What cdk-nag says too. */
const nagReason = (id: string, ...path: readonly string[]): string => {
  const found = NAG_REASONS.find((known) => known.id === id && known.path.join('/') === path.join('/'));
  if (!found) throw new Error(`lib/nag-reasons.ts has no ${id} ${path.join('/')}`);
  return found.reason;
};

const OWN_KEY = 'A key of our own costs 1 USD a month and a call for each use';

export const ACCEPTED: readonly Accepted[] = [
  {
    cfnLint: 'W3005',
    type: 'AWS::Lambda::Function',
    reason: 'CDK names the role of a function as a dependency beside the reference to it.',
  },
  {
    cfnLint: 'W3005',
    type: 'AWS::ApiGatewayV2::ApiMapping',
    reason: 'CDK names the domain as a dependency beside the reference to it.',
  },
  {
    checkov: 'CKV_AWS_28',
    cfnGuard: 'dynamodb_table_pitr_enabled_check',
    type: 'AWS::DynamoDB::Table',
    only: ['TablesVerifications'],
    reason: nagReason('AwsSolutions-DDB3', 'Tables', 'Verifications'),
  },
  {
    checkov: 'CKV_AWS_28',
    cfnGuard: 'dynamodb_table_pitr_enabled_check',
    type: 'AWS::DynamoDB::Table',
    only: ['TablesSessions'],
    reason: nagReason('AwsSolutions-DDB3', 'Tables', 'Sessions'),
  },
  {
    checkov: 'CKV_AWS_119',
    cfnGuard: 'dynamodb_table_encrypted_kms_check',
    type: 'AWS::DynamoDB::Table',
    reason: `DynamoDB encrypts with a key of AWS. ${OWN_KEY}, and a table is lost with its key. No row holds a secret.`,
  },
  {
    checkov: 'CKV_AWS_7',
    type: 'AWS::KMS::Key',
    only: ['KeysMaster', 'KeysOtp'],
    reason:
      'KMS does not rotate HMAC keys. The labels in "masterKeys" and "otpKeys" make a new secret from the same key.',
  },
  {
    checkov: 'CKV_AWS_158',
    cfnGuard: 'cloudwatch_log_group_encrypted_check',
    type: 'AWS::Logs::LogGroup',
    reason: `CloudWatch encrypts with a key of AWS. ${OWN_KEY}. No line holds an address, a code or a token (docs/logging.md).`,
  },
  {
    cfnGuard: 'cloudwatch_log_group_retention_period_check',
    type: 'AWS::Logs::LogGroup',
    reason: 'The lines say who used the service when, so they go after a month, not after a year (docs/logging.md).',
  },
  {
    checkov: 'CKV_AWS_173',
    type: 'AWS::Lambda::Function',
    reason: `Lambda encrypts with a key of AWS. ${OWN_KEY}. The variables are names and settings, and no secret.`,
  },
  {
    checkov: 'CKV_AWS_115',
    type: 'AWS::Lambda::Function',
    reason:
      'AWS refuses reserved runs to a new account, which has ten in all. "reservedConcurrency" and "courierConcurrency" reserve them.',
  },
  {
    checkov: 'CKV_AWS_116',
    type: 'AWS::Lambda::Function',
    reason:
      'API Gateway waits for its functions and tells the caller of a failure. The courier and the feedback function have ' +
      'dead-letter queues at their event sources and destinations, where the rule does not look.',
  },
  {
    checkov: 'CKV_AWS_117',
    cfnGuard: 'lambda_inside_vpc_check',
    type: 'AWS::Lambda::Function',
    reason: 'There is nothing in a VPC to reach, and a NAT gateway for SES and KMS costs more than the whole service.',
  },
  {
    cfnGuard: 'lambda_function_public_access_prohibited_check',
    type: 'AWS::Lambda::Permission',
    reason:
      'Each permission is for one route, or for the rule of feedback. The rule does not read an ARN joined of parts.',
  },
  {
    cfnGuard: 'api_gw_v2_authorization_type_configured_check',
    type: 'AWS::ApiGatewayV2::Route',
    reason: nagReason('AwsSolutions-APIG4', 'Http'),
  },
  {
    checkov: 'CKV_AWS_27',
    type: 'AWS::SQS::Queue',
    reason: 'SQS encrypts them with its own key (SqsManagedSseEnabled), which the rule does not know.',
  },
  {
    cfnGuard: 'sqs_dlq_check',
    type: 'AWS::SQS::Queue',
    only: ['CourierDeadLetters', 'EventsDeadLetters', 'FeedbackDeadLetters'],
    reason: 'They are dead-letter queues themselves.',
  },
  {
    checkov: 'CKV_AWS_26',
    type: 'AWS::SNS::Topic',
    reason:
      'CloudWatch cannot publish to a topic under the key of AWS, so alarms would be lost without a word. ' +
      `${OWN_KEY}. The text of an alarm holds nothing of people.`,
  },
  {
    checkov: 'CKV_AWS_111',
    type: 'AWS::IAM::Policy',
    only: ['CourierFunctionRoleDefaultPolicy'],
    reason: nagReason('AwsSolutions-IAM5[Resource::*]', 'Courier', 'FunctionRole'),
  },
];
