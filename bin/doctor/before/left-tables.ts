// Tables of an earlier deployment. Their names are CloudFormation's, so they stop nothing, but a new stack does not use them.
import { paginateListTables } from '@aws-sdk/client-dynamodb';
import { stackNameOf } from '../../../lib/names.ts';
import { checkTables } from '../checks/platform/tables.ts';
import type { Context } from '../context.ts';
import { type Finding, note, ok } from '../finding.ts';
import { type DeployedStack, resourcesOf, withTables } from '../stack.ts';

/** Also looks at the tables that the configuration names, which a deployment expects to find. Throws what the SDK throws. */
export const checkLeftTables = async (context: Context): Promise<Finding[]> => {
  const { clients, config, stack } = context;
  const named = withTables({ ...NOTHING, name: stackNameOf(config.stage) }, config.tables);
  const own = new Set(
    [named, stack ?? named]
      .flatMap((given) => resourcesOf(given, 'AWS::DynamoDB::Table'))
      .map(({ physicalId }) => physicalId),
  );
  // With the construct's id, or another stage would match whose name begins alike.
  const prefix = `${stackNameOf(config.stage)}-Tables`;
  const left: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client: clients.dynamodb }, {})) {
    left.push(...TableNames.filter((name) => name.startsWith(prefix) && !own.has(name)));
  }
  return [...(await checkTables({ ...context, stack: named })), judgeLeftTables(left)];
};

const NOTHING: Omit<DeployedStack, 'name'> = { status: 'CREATE_COMPLETE', isProtected: false, resources: [] };

const judgeLeftTables = (names: readonly string[]): Finding => {
  if (names.length === 0) {
    return ok('tables', { ko: '지난 배포가 남긴 테이블 없음', en: 'none is left of an earlier deployment' });
  }
  return note(
    'tables',
    {
      ko: `지난 배포가 남긴 테이블 ${names.length}개: ${names.join(', ')}`,
      en: `${names.length} left of an earlier deployment: ${names.join(', ')}`,
    },
    {
      ko: '새 배포는 빈 테이블을 새로 만듭니다. 계정이 들어 있으면 cdk.json의 tables에 적어 그대로 쓰세요 (docs/deploy.ko.md의 "테이블 되찾기"). 아니면 지워도 됩니다.',
      en: 'A new deployment makes new, empty tables. If these hold accounts, name them under tables in cdk.json (docs/deploy.md, "Bring the tables back"); else delete them.',
    },
  );
};
