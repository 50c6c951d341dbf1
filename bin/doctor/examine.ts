// Runs every check side by side: one that fails says so in its place and holds up no other.
import { checkAccount } from './checks/account.ts';
import { checkClock } from './checks/clock.ts';
import { checkConcurrency } from './checks/concurrency.ts';
import { checkDeadLetters } from './checks/dead-letters.ts';
import { checkDns } from './checks/dns.ts';
import { checkEvents } from './checks/events.ts';
import { checkIdentities } from './checks/identities.ts';
import { checkKeys } from './checks/keys.ts';
import { checkSenderSetup } from './checks/sender-setup.ts';
import { judgeStack } from './checks/stack.ts';
import { checkSuppression } from './checks/suppression.ts';
import { checkTables } from './checks/tables.ts';
import type { Context } from './context.ts';
import { type CheckName, type Finding, unknown } from './finding.ts';
import { stackNameOf } from './stack.ts';

type Check = (context: Context) => Promise<Finding[]>;

/** In the order they are shown. */
const CHECKS_IN_ORDER: readonly (readonly [CheckName, Check])[] = [
  ['account', checkAccount],
  ['concurrency', checkConcurrency],
  ['sender', checkIdentities],
  ['sender', checkSenderSetup],
  ['dns', checkDns],
  ['events', checkEvents],
  ['tables', checkTables],
  ['keys', checkKeys],
  ['deadLetters', checkDeadLetters],
  ['clock', checkClock],
];

/** `address`: also say whether it is suppressed. Never throws for what AWS or DNS answers. */
export const examine = async (context: Context, address?: string): Promise<Finding[]> => {
  const asked: readonly (readonly [CheckName, Check])[] =
    address === undefined
      ? CHECKS_IN_ORDER
      : [...CHECKS_IN_ORDER, ['suppression', (given) => checkSuppression(given, address)]];
  const found = await Promise.all(asked.map(([name, check]) => guarded(name, check, context)));
  return [judgeStack(stackNameOf(context.config.stage), context.stack), ...found.flat()];
};

const guarded = async (name: CheckName, check: Check, context: Context): Promise<Finding[]> => {
  try {
    return await check(context);
  } catch (error) {
    return [unknown(name, errorNameOf(error))];
  }
};

/** An SDK's error has a name, a resolver's a code; the store wraps the SDK's. */
export const errorNameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'DependencyError') return errorNameOf(error.cause);
  return (error as NodeJS.ErrnoException).code ?? error.name;
};
