// Tells the alarm topic when somebody disables or deletes one of our keys, or changes who may use it.
import { Stack } from 'aws-cdk-lib';
import { EventField, type IRuleTarget, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface KeyWatchProps {
  readonly stage: string;
  readonly keys: readonly IKey[];
  readonly topic: Topic;
}

const CALLS = ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'];

/** CloudWatch has no metric of these calls. EventBridge gets them from CloudTrail, if the account has a trail of management events. */
export class KeyWatch extends Construct {
  constructor(scope: Construct, id: string, { stage, keys, topic }: KeyWatchProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const call = EventField.fromPath('$.detail.eventName');
    const key = EventField.fromPath('$.detail.requestParameters.keyId');
    const target: IRuleTarget = {
      bind: () => ({
        arn: topic.topicArn,
        input: RuleTargetInput.fromText(
          `Latchkey ${stage}: ${call} was called for the key ${key}: docs/alarms.md#alarm-key-changed`,
        ),
      }),
    };
    const rule = new Rule(this, 'Rule', {
      description: 'Latchkey: somebody disables, deletes or opens a key of this stage',
      eventPattern: {
        source: ['aws.kms'],
        account: [account],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['kms.amazonaws.com'],
          eventName: CALLS,
          // The caller may name a key by its id or by its ARN.
          requestParameters: { keyId: keys.flatMap(({ keyId, keyArn }) => [keyId, keyArn]) },
        },
      },
      targets: [target],
    });
    topic.addToResourcePolicy(
      new PolicyStatement({
        actions: ['sns:Publish'],
        principals: [new ServicePrincipal('events.amazonaws.com')],
        resources: [topic.topicArn],
        conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
      }),
    );
  }
}
