// How feedback from SES reaches the feedback function, and what catches events that it cannot process.
import { describe, expect, it } from 'vitest';
import {
  byReadableId,
  onlyOne,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const only = (stage: StageName, type: string) => propertiesOf(onlyOne(templates[stage], type));
const ruleOf = (stage: StageName) => propertiesOf(byReadableId(templates[stage], 'AWS::Events::Rule')['FeedbackRule']);
const SIX_HOURS_IN_SECONDS = 6 * 60 * 60;

describe('feedback', () => {
  it.each(STAGES)(
    'is published by our configuration set to the default bus: all that becomes of a mail (%s)',
    (stage) => {
      const { ConfigurationSetName, EventDestination } = only(stage, 'AWS::SES::ConfigurationSetEventDestination');
      expect(readable(ConfigurationSetName)).toBe('<MailConfigurationSet>');
      expect(EventDestination.Enabled).toBe(true);
      expect(readable(EventDestination.EventBridgeDestination.EventBusArn)).toBe(
        'arn:aws:events:ap-northeast-2:<AWS::AccountId>:event-bus/default',
      );
      const events = ['bounce', 'complaint', 'delivery', 'deliveryDelay', 'reject', 'renderingFailure'];
      expect(EventDestination.MatchingEventTypes.toSorted()).toEqual(events);
    },
  );

  it.each(STAGES)('is received only for the mails of this stage (%s)', (stage) => {
    const { EventPattern, State, EventBusName } = ruleOf(stage);
    const { detail, ...rest } = EventPattern;
    expect({ ...rest, State, EventBusName }).toEqual({
      source: ['aws.ses'],
      account: [{ Ref: 'AWS::AccountId' }],
      State: 'ENABLED',
      EventBusName: undefined,
    });
    expect(Object.keys(detail.mail.tags)).toEqual(['ses:configuration-set']);
    expect(detail.mail.tags['ses:configuration-set'].map(readable)).toEqual(['<MailConfigurationSet>']);
  });

  it.each(STAGES)('goes to the function, with two retries within six hours (%s)', (stage) => {
    const [target, ...others] = ruleOf(stage)['Targets'];
    expect(others).toEqual([]);
    expect(readable(target.Arn)).toBe('<FeedbackFunction.Arn>');
    expect(target.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: SIX_HOURS_IN_SECONDS, MaximumRetryAttempts: 2 });
    expect(readable(target.DeadLetterConfig.Arn)).toBe('<FeedbackDeadLetters.Arn>');
    // The function sees the event as it is.
    expect(Object.keys(target).sort()).toEqual(['Arn', 'DeadLetterConfig', 'Id', 'RetryPolicy']);
  });

  it.each(STAGES)('that the function failed on is kept too (%s)', (stage) => {
    const { FunctionName, DestinationConfig, ...rest } = only(stage, 'AWS::Lambda::EventInvokeConfig');
    expect(readable(FunctionName)).toBe('<FeedbackFunction>');
    expect(readable(DestinationConfig.OnFailure.Destination)).toBe('<FeedbackDeadLetters.Arn>');
    expect(rest).toEqual({
      MaximumEventAgeInSeconds: SIX_HOURS_IN_SECONDS,
      MaximumRetryAttempts: 2,
      Qualifier: '$LATEST',
    });
  });

  it.each(STAGES)('that was given up waits for 14 days, encrypted, and comes over TLS only (%s)', (stage) => {
    const queue = propertiesOf(byReadableId(templates[stage], 'AWS::SQS::Queue')['FeedbackDeadLetters']);
    expect(queue).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true });
    const policy = byReadableId(templates[stage], 'AWS::SQS::QueuePolicy')['FeedbackDeadLettersPolicy'];
    expect(propertiesOf(policy)['PolicyDocument'].Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });
});
