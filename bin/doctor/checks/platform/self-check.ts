// Asks a deployed function to hash once: Node in Lambda must have argon2, and fast enough.
import { InvokeCommand, type InvokeCommandOutput } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { SELF_CHECK, SelfCheckAnswer } from '#schemas/self-check.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { findResource } from '../../stack.ts';

/** The one that hashes with the fewest rights. All that hash have the same runtime and memory. */
const CHECKED_FUNCTION = 'SignUp';
/** At 1,769 MB it takes about 200 ms. */
export const SLOW_MILLISECONDS = 1000;

/** No finding before the first deployment. Throws what the SDK throws. */
export const checkSelf = async ({ clients, stack }: Context): Promise<Finding[]> => {
  const FunctionName = stack && findResource(stack, 'AWS::Lambda::Function', CHECKED_FUNCTION);
  if (FunctionName === undefined) return [];
  const answer = await clients.lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(SELF_CHECK) }));
  return [judgeSelfCheck(answer)];
};

const Failure = z.object({ errorType: z.optional(z.string()), errorMessage: z.optional(z.string()) });

export const judgeSelfCheck = ({
  FunctionError,
  Payload,
}: Pick<InvokeCommandOutput, 'FunctionError' | 'Payload'>): Finding => {
  const payload = parse(Payload);
  if (FunctionError !== undefined) return judgeFailure(Failure.safeParse(payload).data ?? {});
  const answer = SelfCheckAnswer.safeParse(payload);
  if (!answer.success) {
    return note(
      'selfCheck',
      { ko: '자가 점검을 모르는 이전 버전이 배포되어 있음', en: 'what is deployed is older and knows no self-check' },
      { ko: '다시 배포하세요: npx cdk deploy', en: 'Deploy again: npx cdk deploy' },
    );
  }
  const { hashMilliseconds, node } = answer.data;
  const what = {
    ko: `argon2 있음, 해시 한 번에 ${hashMilliseconds}ms (Node ${node})`,
    en: `argon2 is there, one hash takes ${hashMilliseconds} ms (Node ${node})`,
  };
  if (hashMilliseconds < SLOW_MILLISECONDS) return ok('selfCheck', what);
  return note('selfCheck', what, {
    ko: '로그인이 느립니다: 함수의 메모리가 1,769 MB인지 Lambda 콘솔에서 확인하세요.',
    en: 'Log-ins are slow: see in the Lambda console whether the function has 1,769 MB of memory.',
  });
};

/** The function's own sentence about argon2 is shown; of other errors only the type, as messages may hold addresses. */
const judgeFailure = ({ errorType = 'unknown', errorMessage = '' }: z.infer<typeof Failure>): Finding => {
  const why = errorMessage.startsWith('crypto.argon2 ') ? errorMessage : errorType;
  return fault(
    'selfCheck',
    { ko: `${CHECKED_FUNCTION}: ${why}`, en: `${CHECKED_FUNCTION}: ${why}` },
    {
      ko: 'Lambda 콘솔에서 함수의 런타임(Node.js 24)과 로그를 확인하세요.',
      en: "See the function's runtime (Node.js 24) in the Lambda console, and its log.",
    },
  );
};

const parse = (payload: Uint8Array | undefined): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return undefined;
  }
};
