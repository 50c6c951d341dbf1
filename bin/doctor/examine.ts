// Runs all checks in parallel. If one cannot run, its finding says so, and the others go on.
import { stackNameOf } from '../../lib/names.ts';
import { checkClaims } from './checks/features/claims.ts';
import { checkHumanCheck } from './checks/features/human-check.ts';
import { checkLeakedPasswords } from './checks/features/leaked-passwords.ts';
import { checkPasskeys } from './checks/features/passkeys.ts';
import { checkWebhooks } from './checks/features/webhooks.ts';
import { checkAccount } from './checks/mail/account.ts';
import { checkDns } from './checks/mail/dns.ts';
import { checkEvents } from './checks/mail/events.ts';
import { checkIdentities } from './checks/mail/identities.ts';
import { checkCountedQuota } from './checks/mail/quota.ts';
import { checkSenderSetup } from './checks/mail/sender-setup.ts';
import { checkSmtp } from './checks/mail/smtp.ts';
import { checkSuppression } from './checks/mail/suppression.ts';
import { checkAlarms } from './checks/platform/alarms.ts';
import { checkApiDomain } from './checks/platform/api-domain.ts';
import { checkClock } from './checks/platform/clock.ts';
import { checkConcurrency } from './checks/platform/concurrency.ts';
import { checkDeadLetters } from './checks/platform/dead-letters.ts';
import { checkKeys } from './checks/platform/keys.ts';
import { checkSelf } from './checks/platform/self-check.ts';
import { judgeStack } from './checks/platform/stack.ts';
import { checkTables } from './checks/platform/tables.ts';
import { checkSens } from './checks/texts/sens.ts';
import { checkSns } from './checks/texts/sns.ts';
import type { Context } from './context.ts';
import { errorNameOf } from './error-name.ts';
import { type CheckName, type Finding, unknown } from './finding.ts';

type Check = (context: Context) => Promise<Finding[]>;

/** A check, with the name for the finding when it cannot run. */
export type NamedCheck = readonly [CheckName, Check];

export const whereSesSends =
  (check: Check): Check =>
  async (context) =>
    context.config.usesSes ? check(context) : [];

/** In the order of the output. A check of something the stage does not use has no findings. */
const CHECKS_IN_ORDER: readonly NamedCheck[] = [
  ['account', whereSesSends(checkAccount)],
  ['smtp', checkSmtp],
  ['quota', checkCountedQuota],
  ['api', checkApiDomain],
  ['concurrency', checkConcurrency],
  ['sender', whereSesSends(checkIdentities)],
  ['sender', whereSesSends(checkSenderSetup)],
  ['dns', whereSesSends(checkDns)],
  ['events', whereSesSends(checkEvents)],
  ['texts', checkSens],
  ['texts', checkSns],
  ['tables', checkTables],
  ['keys', checkKeys],
  ['alarms', checkAlarms],
  ['selfCheck', checkSelf],
  ['claims', checkClaims],
  ['passkeys', checkPasskeys],
  ['humanCheck', checkHumanCheck],
  ['leaks', checkLeakedPasswords],
  ['webhooks', checkWebhooks],
  ['deadLetters', checkDeadLetters],
  ['clock', checkClock],
];

/** `address`: also say whether it is suppressed. Never throws for what AWS or DNS answers. */
export const examine = async (context: Context, address?: string): Promise<Finding[]> => {
  const asked: readonly NamedCheck[] =
    address === undefined
      ? CHECKS_IN_ORDER
      : [...CHECKS_IN_ORDER, ['suppression', (given) => checkSuppression(given, address)]];
  return [judgeStack(stackNameOf(context.config.stage), context.stack), ...(await runChecks(asked, context))];
};

export const runChecks = async (checks: readonly NamedCheck[], context: Context): Promise<Finding[]> =>
  (await Promise.all(checks.map(([name, check]) => guarded(name, check, context)))).flat();

const guarded = async (name: CheckName, check: Check, context: Context): Promise<Finding[]> => {
  try {
    return await check(context);
  } catch (error) {
    return [unknown(name, errorNameOf(error))];
  }
};
