// The logical ids of both stages, against the committed lists: under another id CloudFormation makes a second resource, and deletes the
// first. A new id is no danger. To write the lists anew: npx vitest run --project unit test/lib/changes -u.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STAGES, type StageName, synthesise } from '../../support/stack/stack.ts';

/** What it means for a running stage that a resource of the type is made under another id. In production the first one stays. */
const MEANING: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'the API gets another address; links and tokens of the old one end',
  'AWS::ApiGatewayV2::Route':
    'AWS refuses the next update of the stage, which throttles it: name its key in RETIRED_ROUTES (lib/throttles.ts)',
  'AWS::ApiGatewayV2::Stage': 'AWS refuses a second $default stage: the deployment fails',
  'AWS::CloudWatch::Dashboard': 'AWS refuses a second dashboard of the name: the deployment fails',
  'AWS::DynamoDB::Table': 'the stage goes on with an empty table',
  'AWS::KMS::Key': 'sessions, links, codes and access tokens end',
  'AWS::Lambda::EventSourceMapping': 'mails may be sent twice, or not at all, while both are there',
  'AWS::Logs::LogGroup': 'the old lines are under another name, and deleted in the sandbox',
  'AWS::SES::EmailIdentity': 'SES refuses a second identity of the name: the deployment fails',
  'AWS::SNS::Subscription': 'somebody has to confirm it again',
  'AWS::SNS::Topic': 'nobody gets alarms until the subscription of the new one is confirmed',
  'AWS::SQS::Queue': 'mails and events that wait in it are lost',
};

const linesOf = (stage: StageName): readonly string[] =>
  Object.entries<{ readonly Type: string }>(synthesise(stage).toJSON()['Resources'])
    .map(([id, { Type }]) => `${Type} ${id}`)
    .toSorted();

const committed = (stage: StageName): readonly string[] =>
  readFileSync(new URL(`logical-ids-${stage}.txt`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

describe('the logical ids of a stage', () => {
  it.each(STAGES)('are all still there (%s)', (stage) => {
    const lines = linesOf(stage);
    const gone = committed(stage).filter((line) => !lines.includes(line));
    const means = (line: string) => MEANING[line.split(' ')[0] ?? ''] ?? 'a second one is made, the first one deleted';
    expect(gone.map((line) => `${line} is gone. In a running stage: ${means(line)}`)).toEqual([]);
  });

  it.each(STAGES)('are those of the committed list (%s)', async (stage) => {
    const text = `${linesOf(stage).join('\n')}\n`;
    await expect(text).toMatchFileSnapshot(`./logical-ids-${stage}.txt`);
  });
});
