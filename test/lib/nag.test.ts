// The AwsSolutions rules of cdk-nag over the whole stack: every remaining finding has a reason.
import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it, vi } from 'vitest';
import { NAG_REASONS } from '../../lib/nag-reasons.ts';
import { createStack, STAGES } from '../support/stack/stack.ts';
import { TRANSPORTS, TRANSPORTS_NAMES, WEBHOOKS } from '../support/transport-keys.ts';

type Made = ReturnType<typeof createStack>;

/** Each finding as `rule path`, without the stack's name. */
const findingsOf = ({ app, stack }: Made): string[] =>
  new AwsSolutionsChecks(app)
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(
        ({ constructPath }) =>
          `${ruleName} ${constructPath?.replace(`${stack.stackName}/`, '').replace('Default/', '')}`,
      ),
    )
    .sort();

describe('cdk-nag', () => {
  it.each(STAGES)('finds nothing that is not explained (%s)', (stage) => {
    const made = createStack(stage);
    expect(findingsOf(made)).toEqual([]);
  });

  it.each(STAGES.flatMap((stage) => TRANSPORTS_NAMES.map((name) => ({ stage, name }))))(
    'finds nothing more where a stage sends otherwise ($stage, $name)',
    ({ stage, name }) => {
      const made = createStack(stage, TRANSPORTS[name]);
      expect(findingsOf(made)).toEqual([]);
    },
  );

  it('finds nothing more where a stage has webhooks', () => {
    const made = createStack('production', WEBHOOKS);
    expect(findingsOf(made)).toEqual([]);
  });

  it('finds nothing more where a stage deletes unused accounts', () => {
    expect(findingsOf(createStack('production', { purgeAfterMonths: 12 }))).toEqual([]);
  });

  it.each(STAGES)('has no stale reason: without them, exactly those findings appear (%s)', (stage) => {
    const acknowledge = vi.spyOn(Validations.prototype, 'acknowledge').mockReturnValue();
    const made = createStack(stage);
    acknowledge.mockRestore();
    const findings = findingsOf(made);
    for (const { id, path } of NAG_REASONS)
      expect(
        findings.some((finding) => finding.startsWith(`${id} ${path.join('/')}/`)),
        `${id} ${path}`,
      ).toBe(true);
  });

  it('still reports a new finding beside them', () => {
    const made = createStack('sandbox');
    new Queue(made.stack, 'Careless');
    expect(findingsOf(made)).toEqual(['AwsSolutions-SQS3 Careless/Resource', 'AwsSolutions-SQS4 Careless/Resource']);
  });
});
