// The CDK entry: stage → config → stack. A faulty configuration prints the list of its faults, not a stack trace.
import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ConfigError } from '../lib/config/faults.ts';
import { readConfig } from '../lib/config/read-config.ts';
import { exampleWarning } from '../lib/example-names.ts';
import { LatchkeyStack } from '../lib/latchkey-stack.ts';
import { REGION, stackNameOf } from '../lib/names.ts';

const app = new App();
try {
  const config = readConfig((key) => app.node.tryGetContext(key), Object.keys(app.node.getAllContext()));
  const stack = new LatchkeyStack(app, stackNameOf(config.stage), {
    config,
    description: `Latchkey (${config.stage}): sign-up and verification`,
    env: { region: REGION, ...(config.account && { account: config.account }) },
  });
  const warning = exampleWarning(config);
  if (warning) Annotations.of(stack).addWarningV2('latchkey:examples', warning);
  // A finding of cdk-nag fails synth, unless `nag-reasons.ts` gives a reason for it.
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
