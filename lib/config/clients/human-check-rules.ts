// The rules of the key `humanCheck`.
import { faultIf, type Rule } from '../resolve.ts';

const exemptAreCallers: Rule = ({ values: { humanCheck, trustedCallers = [] } }) =>
  faultIf(
    !(humanCheck?.exempt ?? []).every((name) => trustedCallers.some((caller) => caller.name === name)),
    'humanCheck.exempt',
    'must name callers that are in trustedCallers',
  );

export const HUMAN_CHECK_RULES: readonly Rule[] = [exemptAreCallers];
