// Whether the configuration names the domain that the passkeys of the stage are for. It can never change.
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { PASSKEY_DOMAIN_KEY } from '#domain/store-keys.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { findResource, withTables } from '../../stack.ts';

const NOT_DEPLOYED = { name: '', status: '', isProtected: false, resources: [] };

/** No finding without a table of users, nor where there are no passkeys. Throws what the SDK throws. */
export const checkPasskeys = async ({ config, stack = NOT_DEPLOYED, clients }: Context): Promise<Finding[]> => {
  const { passkeyDomain } = config;
  // The tables of a deleted stack may be named before the next deployment.
  const users = findResource(withTables(stack, config.tables), 'AWS::DynamoDB::Table', 'TablesUsers');
  if (users === undefined) return [];
  const [row] = await createDynamoDBStore({ client: clients.documents, tableNames: { users } }).load([
    PASSKEY_DOMAIN_KEY,
  ]);
  return judgePasskeyDomain(passkeyDomain, row?.domain, users);
};

/** `configured`: `undefined` if passkeys are off. `fixed`: `undefined` until somebody has a passkey. */
const judgePasskeyDomain = (configured: string | undefined, fixed: string | undefined, table: string): Finding[] => {
  if (fixed === undefined && configured === undefined) return [];
  if (fixed === undefined) {
    const what = {
      ko: `${configured}: 아직 패스키가 없음. 첫 패스키가 등록되면 바꿀 수 없음`,
      en: `${configured}: nobody has a passkey yet; the first one fixes the domain for good`,
    };
    return [ok('passkeys', what)];
  }
  if (configured === fixed) return [ok('passkeys', { ko: `${fixed}: 배포된 값과 같음`, en: `${fixed}: as deployed` })];
  if (configured === undefined) {
    return [
      note(
        'passkeys',
        { ko: `꺼져 있음. 등록된 패스키는 ${fixed} 전용`, en: `they are off; those that people have are for ${fixed}` },
        {
          ko: `다시 켜려면 cdk.json에 "passkeyDomain": "${fixed}"을(를) 적으세요. 다른 이름으로는 쓸 수 없습니다.`,
          en: `To turn them on again, set "passkeyDomain": "${fixed}" in cdk.json: they work with no other name.`,
        },
      ),
    ];
  }
  const command = `aws dynamodb delete-item --table-name ${table} --key '{"pk":{"S":"${PASSKEY_DOMAIN_KEY.pk}"}}'`;
  return [
    fault(
      'passkeys',
      {
        ko: `등록된 패스키는 ${fixed} 전용인데 설정은 ${configured}: 패스키 등록과 로그인이 거부됨`,
        en: `those that people have are for ${fixed}, but the configuration has ${configured}: adding them and logging in with them is refused`,
      },
      {
        ko: `cdk.json의 passkeyDomain을 "${fixed}"(으)로 되돌리고 배포하세요. 등록된 패스키는 그대로 있습니다. 패스키가 있는 계정이 하나도 없을 때만 이 행을 지우고 바꿀 수 있습니다: ${command}`,
        en: `Put "passkeyDomain": "${fixed}" back in cdk.json and deploy: no passkey is lost. Only if no account has a passkey any more, delete the row that fixes the name: ${command}`,
      },
    ),
  ];
};
