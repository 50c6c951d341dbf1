// Whether DynamoDB deletes old rows. Without TTL they pile up for years; they are still expired, since the code checks.
import { DescribeTimeToLiveCommand, type TimeToLiveDescription } from '@aws-sdk/client-dynamodb';
import type { Context } from '../context.ts';
import { type Finding, note, ok } from '../finding.ts';
import { findResource } from '../stack.ts';

const TABLES = { Verifications: 'TablesVerifications', Sessions: 'TablesSessions' } as const;
const ATTRIBUTE = 'ttl';

export const checkTables = async ({ clients, stack }: Context): Promise<Finding[]> => {
  if (!stack) return [];
  const findings = Object.entries(TABLES).map(async ([label, prefix]) => {
    const TableName = findResource(stack, 'AWS::DynamoDB::Table', prefix);
    if (TableName === undefined) return [];
    const answer = await clients.dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    return [judgeTimeToLive(label, TableName, answer.TimeToLiveDescription)];
  });
  return (await Promise.all(findings)).flat();
};

export const judgeTimeToLive = (
  label: string,
  table: string,
  { TimeToLiveStatus: status, AttributeName }: Partial<TimeToLiveDescription> = {},
): Finding => {
  if ((status === 'ENABLED' || status === 'ENABLING') && AttributeName === ATTRIBUTE) {
    return ok('tables', { ko: `${label}: TTL 켜짐`, en: `${label}: TTL is on` });
  }
  return note(
    'tables',
    { ko: `${label}: TTL이 꺼져 있어 지난 행이 지워지지 않음`, en: `${label}: TTL is off, so old rows stay` },
    {
      ko: `켜세요: aws dynamodb update-time-to-live --table-name ${table} --time-to-live-specification Enabled=true,AttributeName=${ATTRIBUTE}`,
      en: `Enable it: aws dynamodb update-time-to-live --table-name ${table} --time-to-live-specification Enabled=true,AttributeName=${ATTRIBUTE}`,
    },
  );
};
