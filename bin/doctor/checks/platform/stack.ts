// Whether the stage is deployed, and whether its last deployment went well.
import { type Finding, fault, note, ok } from '../../finding.ts';
import type { DeployedStack } from '../../stack.ts';

export const judgeStack = (name: string, stack: DeployedStack | undefined): Finding => {
  if (!stack) {
    return fault(
      'stack',
      { ko: `${name}: 아직 배포되지 않음`, en: `${name}: is not deployed yet` },
      {
        ko: '아래에서 ✗로 표시된 것을 고친 뒤 배포하세요: npx cdk deploy',
        en: 'Fix what is marked ✗ below, then deploy: npx cdk deploy',
      },
    );
  }
  const what = { ko: `${name}: ${stack.status}`, en: `${name}: ${stack.status}` };
  if (stack.status.endsWith('_IN_PROGRESS')) {
    return note('stack', what, { ko: '배포가 끝난 뒤 다시 실행하세요.', en: 'Run this again when that is done.' });
  }
  if (stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE') return ok('stack', what);
  if (stack.status === 'UPDATE_ROLLBACK_COMPLETE') {
    return note('stack', what, {
      ko: '마지막 배포가 되돌려졌습니다: CloudFormation의 이벤트를 보고 고친 뒤 다시 배포하세요.',
      en: 'The last deployment was rolled back: read the events in CloudFormation, fix the cause, deploy again.',
    });
  }
  if (stack.status === 'ROLLBACK_FAILED') {
    return fault('stack', what, {
      ko: '보호된 빈 테이블을 지우지 못한 첫 배포입니다. CloudFormation의 이벤트를 보고 원인을 고친 뒤, cdk.json에 "firstDeployment": true를 넣고 다시 배포하세요. 남은 빈 테이블은 docs/deploy.ko.md대로 지웁니다.',
      en: 'A first deployment failed, and its protected, empty tables could not be deleted: read the events in CloudFormation and fix the cause, set "firstDeployment": true in cdk.json and deploy again. Then delete the empty tables as docs/deploy.md says.',
    });
  }
  return fault('stack', what, {
    ko: 'CloudFormation의 이벤트를 보고 고친 뒤 다시 배포하세요 (ROLLBACK_COMPLETE면 먼저 스택을 지우세요).',
    en: 'Read the events in CloudFormation, fix the cause and deploy again (after ROLLBACK_COMPLETE, delete the stack first).',
  });
};
