// The CDK entry: stage → config → stack. A wrong configuration is a list of what to mend, not a stack trace.
import { App } from 'aws-cdk-lib';
import { ConfigError, readConfig } from '../lib/config.ts';
import { LatchkeyStack } from '../lib/latchkey-stack.ts';

const REGION = 'ap-northeast-2';

const app = new App();
try {
  const config = readConfig((key) => app.node.tryGetContext(key));
  new LatchkeyStack(app, `Latchkey-${config.stage}`, {
    config,
    description: `Latchkey (${config.stage}): sign-up and verification`,
    env: { region: REGION },
  });
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
