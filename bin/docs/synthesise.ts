// The template of a stage as cdk.json has it, without bundling the functions: what the documents say about alarms and costs.
import { readFileSync } from 'node:fs';
import { App, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../lib/config/read-config.ts';
import { LatchkeyStack } from '../../lib/latchkey-stack.ts';
import { REGION, stackNameOf } from '../../lib/names.ts';

const made = new Map<string, Template>();

/** `keys` replace those of the stage. */
export const synthesise = (stage: 'sandbox' | 'production', keys: Readonly<Record<string, unknown>> = {}): Template => {
  const name = JSON.stringify([stage, keys]);
  const known = made.get(name);
  if (known) return known;
  const { context: own } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const context = { ...own, stage, [stage]: { ...own[stage], ...keys }, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
  const config = readConfig((key) => context[key]);
  const stack = new LatchkeyStack(app, stackNameOf(stage), { config, env: { region: REGION } });
  Validations.of(stack).acknowledge({ id: 'Annotation::latchkey:first-deployment', reason: 'Nothing is deployed.' });
  const template = Template.fromStack(stack);
  made.set(name, template);
  return template;
};
