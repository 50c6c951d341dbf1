// The doctor's findings on the deployed parts: stack, event destination, tables, keys, dead letters, and this machine's clock.
import { createServer } from 'node:http';
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { judgeEvents, NEEDED_EVENTS } from '../../../bin/doctor/checks/mail/events.ts';
import { checkClock, judgeClock } from '../../../bin/doctor/checks/platform/clock.ts';
import { checkDeadLetters, judgeDepth } from '../../../bin/doctor/checks/platform/dead-letters.ts';
import { checkKeys, judgeKey } from '../../../bin/doctor/checks/platform/keys.ts';
import { judgeStack } from '../../../bin/doctor/checks/platform/stack.ts';
import { checkTables, judgeTimeToLive } from '../../../bin/doctor/checks/platform/tables.ts';
import { withTables } from '../../../bin/doctor/stack.ts';
import { close, listen } from '../../../bin/local/listen.ts';
import { MINUTE, NOW } from '../../support/builders.ts';
import { aConfig, aContext, STACK } from './world.ts';

describe('the stack', () => {
  it.each([
    ['CREATE_COMPLETE', 'ok'],
    ['UPDATE_COMPLETE', 'ok'],
    ['UPDATE_IN_PROGRESS', 'note'],
    ['UPDATE_ROLLBACK_COMPLETE', 'note'],
    ['ROLLBACK_COMPLETE', 'fault'],
    ['UPDATE_ROLLBACK_FAILED', 'fault'],
    ['ROLLBACK_FAILED', 'fault'],
  ])('in %s is %s', (status, level) => {
    expect(judgeStack(STACK.name, { ...STACK, status }).level).toBe(level);
  });
});

describe('a first deployment that failed and left protected tables', () => {
  it('is told how to end well', () => {
    const { next } = judgeStack(STACK.name, { ...STACK, status: 'ROLLBACK_FAILED' });
    for (const words of [next?.ko, next?.en]) expect(words).toContain('"firstDeployment": true');
  });
});

describe('the event destination', () => {
  const destination = (events: readonly string[], set = {}) => [
    {
      Enabled: true,
      EventBridgeDestination: { EventBusArn: 'arn' },
      MatchingEventTypes: [...events] as never[],
      ...set,
    },
  ];

  it.each([
    ['with every event', destination(NEEDED_EVENTS), 'ok'],
    ['split over two', [...destination(NEEDED_EVENTS.slice(0, 3)), ...destination(NEEDED_EVENTS.slice(3))], 'ok'],
    ['without delays', destination(NEEDED_EVENTS.filter((event) => event !== 'DELIVERY_DELAY')), 'note'],
    ['without bounces', destination(NEEDED_EVENTS.filter((event) => event !== 'BOUNCE')), 'fault'],
    ['switched off', destination(NEEDED_EVENTS, { Enabled: false }), 'fault'],
    ['to somewhere else', destination(NEEDED_EVENTS, { EventBridgeDestination: undefined }), 'fault'],
    ['missing', [], 'fault'],
  ])('%s is judged', (_name, destinations, level) => {
    expect(judgeEvents(destinations).level).toBe(level);
  });
});

describe('a table', () => {
  it.each([
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' }, 'ok'],
    [{ TimeToLiveStatus: 'ENABLING', AttributeName: 'ttl' }, 'ok'],
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' }, 'note'],
    [{ TimeToLiveStatus: 'DISABLED' }, 'note'],
    [undefined, 'note'],
  ] as const)('with %j is %s', (description, level) => {
    expect(judgeTimeToLive('Sessions', 'the-table', description).level).toBe(level);
  });
});

describe('the tables of a production stage', () => {
  const stream = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/old/stream/2026-11-27T00:00:00.000';
  const live = { sesMode: 'production', otp: 'off', sandboxRecipients: undefined };
  const look = async (keys: object, Table: object | undefined, status: 'ENABLED' | 'DISABLED' = 'ENABLED') => {
    const config = aConfig({ ...live, ...keys });
    const { context, aws } = aContext({ config, stack: withTables(STACK, config.tables) });
    if (Table) aws.dynamodb.on(DescribeTableCommand).resolves({ Table });
    else aws.dynamodb.on(DescribeTableCommand).rejects(new ResourceNotFoundException({ message: '', $metadata: {} }));
    aws.dynamodb.on(DescribeContinuousBackupsCommand).resolves({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status },
      },
    });
    const findings = await checkTables(context);
    const named = aws.dynamodb.commandCalls(DescribeTableCommand).map(({ args }) => args[0].input.TableName);
    return { named, findings: findings.map(({ level, what, next }) => `${level} ${what.en} ${next?.en ?? ''}`) };
  };

  it('are fine with protection, point-in-time recovery and TTL', async () => {
    const { findings } = await look({}, { DeletionProtectionEnabled: true });
    expect(findings.every((finding) => finding.startsWith('ok '))).toBe(true);
    expect(findings).toHaveLength(5);
  });

  it('get a note each without protection, with what to do after a first deployment', async () => {
    const { findings } = await look({}, {}, 'DISABLED');
    expect(findings.filter((finding) => finding.includes('is not protected from deletion'))).toHaveLength(4);
    expect(findings.join('\n')).toMatch(/aws dynamodb update-table --table-name \S+ --deletion-protection-enabled/);
    expect(findings.join('\n')).toMatch(
      /Users: point-in-time recovery is off Enable it: aws dynamodb update-continuous/,
    );
    const first = await look({ firstDeployment: true }, {});
    expect(first.findings.join('\n')).toMatch(/remove "firstDeployment" from cdk\.json and deploy again/);
  });

  it('are those of the configuration, where it names them', async () => {
    const tables = { audit: stream, verifications: stream };
    const { named, findings } = await look({ tables }, { DeletionProtectionEnabled: true, LatestStreamArn: stream });
    expect(named.toSorted()).toEqual(['Latchkey-sandbox-Sessions', 'Latchkey-sandbox-Users', 'old', 'old']);
    expect(findings.every((finding) => finding.startsWith('ok '))).toBe(true);
  });

  it('are a fault if they do not exist, or if the courier would read another stream', async () => {
    const tables = { verifications: stream };
    expect((await look({ tables }, undefined)).findings).toContainEqual(
      expect.stringMatching(/^fault Users: there is no/),
    );
    const other = `${stream}1`;
    const off = await look({ tables }, { DeletionProtectionEnabled: true });
    expect(off.findings).toContainEqual(expect.stringMatching(/^fault Verifications: its stream.*Turn its stream on/));
    const wrong = await look({ tables }, { DeletionProtectionEnabled: true, LatestStreamArn: other });
    expect(wrong.findings).toContainEqual(expect.stringContaining(`Set tables.verifications to ${other} and deploy.`));
    const users = await look({ tables: { users: stream } }, { DeletionProtectionEnabled: true });
    expect(users.findings).toContainEqual(expect.stringMatching(/Turn its stream on \(NEW_AND_OLD_IMAGES\)/));
  });
});

describe('a key', () => {
  it.each([
    ['Enabled', 'ok', undefined],
    ['Disabled', 'fault', /enable-key --key-id k1$/],
    ['PendingDeletion', 'fault', /cancel-key-deletion --key-id k1, then/],
    [undefined, 'fault', /enable-key/],
  ])('that is %s is %s', (state, level, next) => {
    const finding = judgeKey('Master', 'arn:aws:kms:ap-northeast-2:111122223333:key/k1', state);
    expect(finding.level).toBe(level);
    if (next) expect(finding.next?.en).toMatch(next);
  });

  it('that the configuration lists is checked, as are those of the stack', async () => {
    const arn = 'arn:aws:kms:ap-northeast-2:111122223333:key/listed';
    const ofProofs = 'arn:aws:kms:ap-northeast-2:111122223333:key/of-proofs';
    const signingKeys = { listed: [arn], current: arn };
    const proofSigningKeys = { listed: [ofProofs], current: ofProofs };
    const { context } = aContext({ config: aConfig({ signingKeys, proofSigningKeys }) });
    const findings = await checkKeys(context);
    expect(findings.map(({ what }) => what.en)).toEqual([
      'Master master-key: Enabled',
      'Signing signing-key: Enabled',
      'Otp otp-key: Enabled',
      'Proof proof-key: Enabled',
      'signingKeys listed: Enabled',
      'proofSigningKeys of-proofs: Enabled',
    ]);
  });
});

describe('the dead-letter queue', () => {
  it('points to redrive when something is in it', () => {
    expect(judgeDepth('CourierDeadLettersA1', 0).level).toBe('ok');
    for (const logicalId of ['CourierDeadLettersA1', 'FeedbackDeadLettersA1']) {
      expect(judgeDepth(logicalId, 3)).toMatchObject({
        level: 'note',
        next: { ko: expect.stringContaining('doctor -- redrive'), en: expect.stringContaining('doctor -- redrive') },
      });
    }
  });
});

describe('what a redrive has left', () => {
  it('is counted while it is hidden', async () => {
    const { context, aws } = aContext();
    const Attributes = { ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '2' };
    aws.sqs.on(GetQueueAttributesCommand).resolves({ Attributes });
    expect(await checkDeadLetters(context)).toMatchObject([
      { level: 'note', what: { en: 'Mails: 3 given up' } },
      { level: 'note', what: { en: 'Events: 3 given up' } },
      { level: 'note', what: { en: 'Feedback: 3 given up' } },
    ]);
  });
});

describe('the clock', () => {
  it.each([
    [0, 'ok'],
    [-59, 'ok'],
    [60, 'note'],
    [-299, 'note'],
    [300, 'fault'],
    [-300, 'fault'],
  ])('%i s off is %s', (seconds, level) => {
    expect(judgeClock(seconds).level).toBe(level);
  });

  it('is compared with the Date header of an answer of AWS', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(200, { date: new Date(NOW).toUTCString(), 'content-type': 'application/json' });
      response.end('{}');
    });
    const port = await listen(server, 0, 'PORT');
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const lambda = new LambdaClient({ region: 'ap-northeast-2', endpoint: `http://127.0.0.1:${port}`, credentials });
    const { context } = aContext({ now: () => NOW + 3 * MINUTE });
    const findings = await checkClock({ ...context, clients: { ...context.clients, lambda } });
    lambda.destroy();
    await close(server);
    expect(findings).toMatchObject([
      { level: 'note', what: { en: expect.stringMatching(/^this machine's clock is 18[01] s ahead$/) } },
    ]);
  });
});
