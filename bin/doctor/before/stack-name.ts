// Whether CloudFormation would take a deployment under the stack's name.
import { type Finding, fault, note, ok, type Words } from '../finding.ts';
import type { DeployedStack } from '../stack.ts';

export const judgeStackName = (name: string, stack: DeployedStack | undefined): Finding => {
  if (!stack) return ok('stack', { ko: `${name}: 아직 없는 이름`, en: `${name}: the name is free` });
  const { status, isProtected } = stack;
  const what = { ko: `${name}: ${status}`, en: `${name}: ${status}` };
  if (status.endsWith('_IN_PROGRESS')) return fault('stack', what, WAIT);
  if (status === 'UPDATE_ROLLBACK_FAILED') return fault('stack', what, continueRollback(name));
  // `cdk deploy` deletes these two by itself, unless the stack is protected.
  if (hasNeverSucceeded(stack) && !isProtected) return note('stack', failedFirst(what), READ_EVENTS);
  if (/^(ROLLBACK_|CREATE_FAILED|DELETE_FAILED)/.test(status)) {
    return fault('stack', failedFirst(what), deleteIt(name, isProtected));
  }
  return ok('stack', {
    ko: `${what.ko}: 이미 배포되어 있어 다음 배포를 봅니다.`,
    en: `${what.en}: is deployed, so this is about the next deployment.`,
  });
};

/** Its first deployment failed. */
export const hasNeverSucceeded = ({ status }: DeployedStack): boolean =>
  status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED';

const WAIT: Words = {
  ko: '지금 배포가 진행 중입니다. 끝난 뒤 다시 실행하세요.',
  en: 'A deployment is running. Run this again when it has ended.',
};

const READ_EVENTS: Words = {
  ko: 'CloudFormation의 이벤트에서 원인을 찾아 고치세요. 남은 스택은 cdk deploy가 지우고 다시 만듭니다.',
  en: 'Find the cause in the events in CloudFormation and fix it. cdk deploy deletes what is left and starts again.',
};

const failedFirst = (what: Words): Words => ({
  ko: `${what.ko}: 지난 배포가 실패했습니다.`,
  en: `${what.en}: an earlier deployment failed.`,
});

const continueRollback = (name: string): Words => ({
  ko: `이 상태로는 배포할 수 없습니다: aws cloudformation continue-update-rollback --stack-name ${name}`,
  en: `It takes no deployment in this state: aws cloudformation continue-update-rollback --stack-name ${name}`,
});

const deleteIt = (name: string, isProtected: boolean): Words => {
  const unprotect = `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`;
  const commands = [...(isProtected ? [unprotect] : []), `aws cloudformation delete-stack --stack-name ${name}`];
  return {
    ko: `이벤트에서 원인을 찾아 고친 뒤 스택을 지우세요: ${commands.join(', 그리고 ')}`,
    en: `Find the cause in its events, fix it, and delete the stack: ${commands.join(', then ')}`,
  };
};
