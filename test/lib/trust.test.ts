// Who may use our keys, queues and functions: only this account, API Gateway and our own rule.
import { describe, expect, it } from 'vitest';
import type { Json } from '../support/stack/iam-rights.ts';
import { readable, STAGES, type StageName, synthesise } from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox').toJSON(), production: synthesise('production').toJSON() };

describe('what others may do to our resources', () => {
  it.each(STAGES)(
    'is decided by this account (%s): keys trust its root and are given to nobody by a grant, queues let in nobody but the rule of feedback',
    (stage) => {
      const resources = Object.values<Json>(templates[stage]['Resources']);
      const keys = resources.filter(({ Type }) => Type === 'AWS::KMS::Key');
      for (const { Properties } of keys) {
        const [ours, denial, ...more] = Properties.KeyPolicy.Statement.map((statement: Json) => ({
          ...statement,
          Principal: readable(statement['Principal'].AWS),
        }));
        expect(ours).toMatchObject({ Effect: 'Allow', Principal: 'arn:aws:iam::<AWS::AccountId>:root' });
        expect(denial).toMatchObject({ Effect: 'Deny', Principal: '*', Action: 'kms:CreateGrant', Resource: '*' });
        expect(more).toEqual([]);
      }
      const queues = resources.filter(({ Type }) => Type === 'AWS::SQS::QueuePolicy');
      const effects = queues.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[]);
      expect(effects.filter((statement) => statement['Effect'] === 'Deny')).toHaveLength(6);
      const [allowed, ...others] = effects.filter((statement) => statement['Effect'] !== 'Deny');
      expect(others).toEqual([]);
      expect(allowed).toMatchObject({ Action: 'sqs:SendMessage', Principal: { Service: 'events.amazonaws.com' } });
      expect(readable(allowed?.['Resource'])).toBe('<FeedbackDeadLetters.Arn>');
      expect(readable(allowed?.['Condition'].ArnEquals['aws:SourceArn'])).toBe('<FeedbackRule.Arn>');
    },
  );

  const permissionsOf = (stage: StageName, service: string) =>
    Object.values<Json>(templates[stage]['Resources'])
      .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
      .map(({ Properties }) => Properties)
      .filter(({ Principal }) => Principal === service);

  it.each(STAGES)('lets API Gateway call a function for one of our own routes only (%s)', (stage) => {
    const permissions = permissionsOf(stage, 'apigateway.amazonaws.com');
    expect(permissions.length).toBeGreaterThan(0);
    for (const { Action, SourceArn } of permissions) {
      expect(Action).toBe('lambda:InvokeFunction');
      expect(readable(SourceArn)).toMatch(/^arn:aws:execute-api:ap-northeast-2:<AWS::AccountId>:<HttpApi>\//);
    }
  });

  it.each(STAGES)('lets EventBridge call the feedback function for its own rule only (%s)', (stage) => {
    const permissions = permissionsOf(stage, 'events.amazonaws.com');
    expect(permissions.map(({ FunctionName }) => readable(FunctionName))).toEqual(['<FeedbackFunction.Arn>']);
    expect(permissions.map(({ SourceArn }) => readable(SourceArn))).toEqual(['<FeedbackRule.Arn>']);
  });

  it.each(STAGES)('lets nobody else call a function (%s)', (stage) => {
    const all = templates[stage]['Resources'];
    const principals = Object.values<Json>(all)
      .filter(({ Type }) => Type === 'AWS::Lambda::Permission')
      .map(({ Properties }) => Properties.Principal);
    expect([...new Set(principals)].sort()).toEqual(['apigateway.amazonaws.com', 'events.amazonaws.com']);
  });
});
