// After a deployment: does somebody get the alarms, and can the functions hash?

import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { judgePlan } from '../../../bin/doctor/checks/mail/account.ts';
import { checkAlarms, judgeSubscription } from '../../../bin/doctor/checks/platform/alarms.ts';
import { checkSelf, judgeSelfCheck, SLOW_MILLISECONDS } from '../../../bin/doctor/checks/platform/self-check.ts';
import { aConfig, aContext, payload, SIGN_UP, STACK, TOPIC } from './world.ts';

describe('the subscription to the alarms', () => {
  const ours = { Protocol: 'email', Endpoint: 'Ops@example.com' };
  it.each([
    ['confirmed', [{ ...ours, SubscriptionArn: `${TOPIC}:1` }], 'ok', /gets them/],
    ['pending', [{ ...ours, SubscriptionArn: 'PendingConfirmation' }], 'note', /has not confirmed/],
    ['gone', [], 'note', /is not subscribed/],
    [
      'of somebody else',
      [{ ...ours, Endpoint: 'a@example.com', SubscriptionArn: `${TOPIC}:1` }],
      'note',
      /not subscribed/,
    ],
  ])('%s is judged', (_name, subscriptions, level, what) => {
    const finding = judgeSubscription('ops@example.com', TOPIC, subscriptions);
    expect(finding).toMatchObject({ level, what: { en: expect.stringMatching(what) } });
    if (level === 'note') expect(finding.next?.en).toContain(`aws sns subscribe --topic-arn ${TOPIC}`);
  });

  it('is looked up on all pages of the topic of this stage', async () => {
    const { context, aws } = aContext({ config: aConfig({ alarmEmail: 'ops@example.com' }) });
    aws.alarmTopics
      .on(ListSubscriptionsByTopicCommand, { TopicArn: TOPIC })
      .resolvesOnce({ NextToken: '2', Subscriptions: [] })
      .resolves({ Subscriptions: [{ ...ours, SubscriptionArn: `${TOPIC}:1` }] });
    expect(await checkAlarms(context)).toMatchObject([{ level: 'ok' }]);
  });

  it('does not matter without alarmEmail or before the first deployment, and needs a topic after it', async () => {
    const config = aConfig({ alarmEmail: 'ops@example.com' });
    expect(await checkAlarms(aContext().context)).toEqual([]);
    expect(await checkAlarms(aContext({ config, stack: undefined }).context)).toEqual([]);
    const stack = { ...STACK, resources: [] };
    expect(await checkAlarms(aContext({ config, stack }).context)).toMatchObject([{ level: 'fault' }]);
  });
});

describe('the self-check', () => {
  const answer = (hashMilliseconds: number) => ({ Payload: payload({ hashMilliseconds, node: 'v24.7.0' }) });
  const failure = (error: object) => ({ FunctionError: 'Unhandled', Payload: payload(error) });
  const MISSING = 'crypto.argon2 is missing in Node v24.6.0: this function needs Node 24.7 or later';

  it.each([
    [answer(180), 'ok', 'argon2 is there, one hash takes 180 ms (Node v24.7.0)'],
    [answer(SLOW_MILLISECONDS), 'note', 'argon2 is there, one hash takes 1000 ms (Node v24.7.0)'],
    [failure({ errorType: 'Error', errorMessage: MISSING }), 'fault', `SignUp: ${MISSING}`],
    [failure({ errorType: 'TypeError', errorMessage: 'minji@example.com' }), 'fault', 'SignUp: TypeError'],
    [failure([]), 'fault', 'SignUp: unknown'],
    [{ Payload: payload({ statusCode: 500 }) }, 'note', 'what is deployed is older and knows no self-check'],
    [{}, 'note', 'what is deployed is older and knows no self-check'],
  ])('is judged by what the function answers: %j', (output, level, what) => {
    expect(judgeSelfCheck(output)).toMatchObject({ level, what: { en: what } });
  });

  it('invokes the sign-up function once, without HTTP', async () => {
    const { context, aws } = aContext();
    expect(await checkSelf(context)).toMatchObject([{ level: 'ok' }]);
    const [call] = aws.lambda.commandCalls(InvokeCommand);
    expect(call?.args[0].input).toEqual({ FunctionName: SIGN_UP, Payload: '{"selfCheck":true}' });
    expect(await checkSelf({ ...context, stack: undefined })).toEqual([]);
  });
});

describe('the price plan of SES', () => {
  it.each([
    [undefined, []],
    [{}, []],
    [{ CurrentPlan: 'ESSENTIALS' }, ['price plan ESSENTIALS']],
    [{ CurrentPlan: 'NONE', NextPlan: 'PRO' }, ['price plan NONE, PRO from next month']],
  ] as const)('of %j is told where SES tells it', (PricingAttributes, told) => {
    expect(judgePlan({ PricingAttributes }).map(({ what }) => what.en)).toEqual(told);
  });
});
