// The doctor's findings on the team's own function for claims.
import { GetFunctionConfigurationCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { checkClaims } from '../../../bin/doctor/checks/features/claims.ts';
import { aConfig, aContext, awsError } from './world.ts';

const ARN = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims';
const withFunction = (functionArn = ARN) => aContext({ config: aConfig({ claims: { functionArn } }) });

describe('the function for claims', () => {
  it('is no concern of a stage without one', async () => {
    const { context, aws } = aContext({ config: aConfig({ claims: { metadata: ['plan'] } }) });
    expect(await checkClaims(context)).toEqual([]);
    expect(aws.lambda.calls()).toEqual([]);
  });

  it.each([
    [ARN, { FunctionName: ARN }],
    [`${ARN}:live`, { FunctionName: ARN, Qualifier: 'live' }],
    [`${ARN}:$LATEST`, { FunctionName: ARN, Qualifier: '$LATEST' }],
  ])('is looked up as %s, and not called', async (functionArn, input) => {
    const { context, aws } = withFunction(functionArn);
    aws.lambda.on(GetFunctionConfigurationCommand).resolves({ State: 'Active', MemorySize: 256 });
    expect(await checkClaims(context)).toMatchObject([
      { check: 'claims', level: 'ok', what: { en: 'the function is there (256 MB)' } },
    ]);
    expect(aws.lambda.commandCalls(GetFunctionConfigurationCommand)[0]?.args[0].input).toEqual(input);
    expect(aws.lambda.commandCalls(InvokeCommand)).toEqual([]);
  });

  it.each(['Inactive', 'Failed', 'Pending'] as const)('that is %s should be looked at', async (State) => {
    const { context, aws } = withFunction();
    aws.lambda.on(GetFunctionConfigurationCommand).resolves({ State });
    expect(await checkClaims(context)).toMatchObject([{ level: 'note' }]);
  });

  it('that is not there is a fault, and other errors are those of the doctor', async () => {
    const { context, aws } = withFunction();
    aws.lambda.on(GetFunctionConfigurationCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await checkClaims(context)).toMatchObject([{ level: 'fault' }]);
    aws.lambda.on(GetFunctionConfigurationCommand).rejects(awsError('AccessDeniedException'));
    await expect(checkClaims(context)).rejects.toThrow();
  });
});
