// Whether the tables keep what they must and drop what they may: protection, backups, and the deletion of old rows.
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  type TableDescription,
  type TimeToLiveDescription,
} from '@aws-sdk/client-dynamodb';
import type { StageConfig } from '../../../../lib/config/stage-config.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { findResource } from '../../stack.ts';

const TABLES = ['Verifications', 'Users', 'Sessions', 'Audit'] as const;
type Label = (typeof TABLES)[number];
/** Those whose rows are deleted when they end, and those that a backup must bring back. */
const ENDING: readonly Label[] = ['Verifications', 'Sessions', 'Audit'];
const BACKED_UP: readonly Label[] = ['Users', 'Audit'];
/** By which key the configuration names the stream of a table. */
const STREAMS = {
  Verifications: { key: 'verifications', images: 'NEW_IMAGE' },
  Users: { key: 'users', images: 'NEW_AND_OLD_IMAGES' },
  Audit: { key: 'audit', images: 'NEW_IMAGE' },
} as const;
const ATTRIBUTE = 'ttl';

export const checkTables = async (context: Context): Promise<Finding[]> => {
  const { stack } = context;
  if (!stack) return [];
  const findings = TABLES.map(async (label) => {
    const name = findResource(stack, 'AWS::DynamoDB::Table', `Tables${label}`);
    return name === undefined ? [] : checkTable(context, label, name);
  });
  return (await Promise.all(findings)).flat();
};

const checkTable = async ({ clients, config }: Context, label: Label, TableName: string): Promise<Finding[]> => {
  const { dynamodb } = clients;
  const table = await dynamodb.send(new DescribeTableCommand({ TableName })).then(
    ({ Table }) => Table,
    (error) => {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    },
  );
  if (!table) return [missing(label, TableName)];
  const findings = [...judgeProtection(label, TableName, table, config), ...judgeStream(label, table, config)];
  if (ENDING.includes(label)) {
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    findings.push(judgeTimeToLive(label, TableName, TimeToLiveDescription));
  }
  if (BACKED_UP.includes(label)) {
    const { ContinuousBackupsDescription } = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }));
    const status = ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    findings.push(judgeBackups(label, TableName, status));
  }
  return findings;
};

const missing = (label: string, table: string): Finding =>
  fault(
    'tables',
    { ko: `${label}: ${table} 테이블이 없음`, en: `${label}: there is no table ${table}` },
    {
      ko: 'cdk.json의 tables에 적은 이름을 aws dynamodb list-tables와 비교하세요.',
      en: 'Compare the names under tables in cdk.json with: aws dynamodb list-tables',
    },
  );

/** A restored table has none of the settings of the table that it came from. */
const judgeProtection = (
  label: string,
  table: string,
  { DeletionProtectionEnabled }: Pick<TableDescription, 'DeletionProtectionEnabled'>,
  { sesMode, firstDeployment }: Pick<StageConfig, 'sesMode' | 'firstDeployment'>,
): Finding[] => {
  if (sesMode !== 'production' || DeletionProtectionEnabled) return [];
  const what = { ko: `${label}: 삭제 방지가 꺼져 있음`, en: `${label}: is not protected from deletion` };
  if (firstDeployment) {
    return [
      note('tables', what, {
        ko: '첫 배포가 끝났으면 cdk.json에서 "firstDeployment"를 빼고 다시 배포하세요.',
        en: 'Once the first deployment has succeeded, remove "firstDeployment" from cdk.json and deploy again.',
      }),
    ];
  }
  const command = `aws dynamodb update-table --table-name ${table} --deletion-protection-enabled`;
  return [note('tables', what, { ko: `켜세요: ${command}`, en: `Enable it: ${command}` })];
};

/** A function reads the stream that the configuration names; a table has a new one when its stream was off in between. */
const judgeStream = (
  label: Label,
  { LatestStreamArn }: Pick<TableDescription, 'LatestStreamArn'>,
  { tables }: Pick<StageConfig, 'tables'>,
): Finding[] => {
  if (label === 'Sessions') return [];
  const { key, images } = STREAMS[label];
  const named = tables[key];
  if (named === undefined || LatestStreamArn === named) return [];
  const what = { ko: `${label}: 설정한 스트림이 아님`, en: `${label}: its stream is not the one of the configuration` };
  if (LatestStreamArn === undefined) {
    return [
      fault('tables', what, {
        ko: `스트림을 켜고(${images}) 그 ARN을 tables.${key}에 적으세요.`,
        en: `Turn its stream on (${images}), and set tables.${key} to its ARN.`,
      }),
    ];
  }
  return [
    fault('tables', what, {
      ko: `tables.${key}를 ${LatestStreamArn}(으)로 바꾸고 배포하세요.`,
      en: `Set tables.${key} to ${LatestStreamArn} and deploy.`,
    }),
  ];
};

const judgeBackups = (label: string, table: string, status: string | undefined): Finding => {
  if (status === 'ENABLED') {
    return ok('tables', { ko: `${label}: 시점 복구 켜짐`, en: `${label}: point-in-time recovery is on` });
  }
  const command = `aws dynamodb update-continuous-backups --table-name ${table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true`;
  return note(
    'tables',
    { ko: `${label}: 시점 복구가 꺼져 있음`, en: `${label}: point-in-time recovery is off` },
    { ko: `켜세요: ${command}`, en: `Enable it: ${command}` },
  );
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
