// Whether the team's own function for claims is there and can run. It is not called: it may do more than answer.
import { GetFunctionConfigurationCommand, type GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda';
import type { Context } from '../../context.ts';
import { errorNameOf } from '../../error-name.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';

const ALIAS_OR_VERSION = /:function:[^:]+:(.+)$/;

/** No finding in a stage without one. Throws what the SDK throws. */
export const checkClaims = async ({ clients, config: { claims } }: Context): Promise<Finding[]> => {
  const functionArn = claims?.functionArn;
  if (functionArn === undefined) return [];
  const [, Qualifier] = ALIAS_OR_VERSION.exec(functionArn) ?? [];
  const FunctionName = Qualifier === undefined ? functionArn : functionArn.slice(0, -Qualifier.length - 1);
  const command = new GetFunctionConfigurationCommand({ FunctionName, ...(Qualifier && { Qualifier }) });
  try {
    return [judgeState(await clients.lambda.send(command))];
  } catch (error) {
    if (errorNameOf(error) !== 'ResourceNotFoundException') throw error;
    return [MISSING];
  }
};

const MISSING = fault(
  'claims',
  {
    ko: 'claims.functionArn의 함수나 별칭이 없음',
    en: 'there is no such function, or no such alias, as claims.functionArn',
  },
  {
    ko: '함수를 만들거나 cdk.json의 ARN을 고치세요. 그동안 토큰은 그 클레임 없이 발급됩니다.',
    en: 'Make the function, or correct the ARN in cdk.json. Until then tokens are issued without its claims.',
  },
);

const judgeState = ({
  State,
  MemorySize,
}: Pick<GetFunctionConfigurationCommandOutput, 'State' | 'MemorySize'>): Finding => {
  if (State === undefined || State === 'Active')
    return ok('claims', { ko: `함수 있음 (${MemorySize}MB)`, en: `the function is there (${MemorySize} MB)` });
  return note(
    'claims',
    { ko: `함수의 상태가 ${State}`, en: `the state of the function is ${State}` },
    {
      ko: 'Lambda 콘솔에서 함수를 한 번 시험해 깨우거나, 상태의 까닭을 보세요.',
      en: 'Test the function once in the Lambda console, which wakes it up, or see there why it is so.',
    },
  );
};
