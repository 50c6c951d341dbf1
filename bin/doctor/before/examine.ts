// What stands in the way of a deployment, before anything is made.
import { stackNameOf } from '../../../lib/names.ts';
import { checkHumanCheck } from '../checks/features/human-check.ts';
import { checkPasskeys } from '../checks/features/passkeys.ts';
import { checkAccount } from '../checks/mail/account.ts';
import { checkSmtp } from '../checks/mail/smtp.ts';
import { checkClock } from '../checks/platform/clock.ts';
import { checkConcurrency } from '../checks/platform/concurrency.ts';
import { checkSens } from '../checks/texts/sens.ts';
import { checkSns } from '../checks/texts/sns.ts';
import type { Context } from '../context.ts';
import { type NamedCheck, runChecks, whereSesSends } from '../examine.ts';
import { type Finding, note } from '../finding.ts';
import { checkApiName } from './api-name.ts';
import { checkBootstrap } from './bootstrap.ts';
import { checkCertificate } from './certificate.ts';
import { checkLeftTables } from './left-tables.ts';
import { checkNewIdentities } from './new-identities.ts';
import { checkPublicDns } from './public-dns.ts';
import { hasNeverSucceeded, judgeStackName } from './stack-name.ts';
import { checkZones } from './zone.ts';

/** In the order of the output. */
const CHECKS_BEFORE: readonly NamedCheck[] = [
  ['bootstrap', checkBootstrap],
  ['tables', checkLeftTables],
  ['account', whereSesSends(checkAccount)],
  ['smtp', checkSmtp],
  ['concurrency', checkConcurrency],
  ['sender', whereSesSends(checkNewIdentities)],
  ['zone', checkZones],
  ['api', checkApiName],
  ['certificate', checkCertificate],
  ['passkeys', checkPasskeys],
  ['humanCheck', checkHumanCheck],
  ['dns', whereSesSends(checkPublicDns)],
  ['texts', checkSens],
  ['texts', checkSns],
  ['clock', checkClock],
];

/** Never throws for what AWS or DNS answers. It only reads. */
export const examineBefore = async (context: Context): Promise<Finding[]> => {
  const { config, stack } = context;
  const found = await runChecks(CHECKS_BEFORE, context);
  const alarms = config.alarmEmail === undefined ? [NOBODY_IS_TOLD] : [];
  const isFirst = !stack || hasNeverSucceeded(stack);
  const first = isFirst && config.sesMode === 'production' && !config.firstDeployment ? [FIRST_MAY_FAIL] : [];
  return [judgeStackName(stackNameOf(config.stage), stack), ...first, ...found, ...alarms];
};

const NOBODY_IS_TOLD = note(
  'alarms',
  { ko: 'alarmEmail이 없어 경보가 아무에게도 가지 않음', en: 'there is no alarmEmail, so no alarm reaches anybody' },
  { ko: 'cdk.json의 스테이지에 alarmEmail을 적으세요.', en: 'Set alarmEmail in the stage in cdk.json.' },
);

const FIRST_MAY_FAIL = note(
  'stack',
  {
    ko: '첫 배포가 실패하면 삭제를 거부하는 빈 테이블이 남음',
    en: 'if this first deployment fails, it leaves empty tables that refuse to be deleted',
  },
  {
    ko: '첫 배포에만 cdk.json에 "firstDeployment": true를 적고, 성공하면 빼고 다시 배포하세요.',
    en: 'Set "firstDeployment": true in cdk.json for this one deployment; once it has succeeded, remove it and deploy again.',
  },
);
