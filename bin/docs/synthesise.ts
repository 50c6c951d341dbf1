// The template of a stage as cdk.json has it, without bundling the functions: what the documents say about alarms and costs.
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../lib/config/read-config.ts';
import { LatchkeyStack } from '../../lib/latchkey-stack.ts';
import { REGION, stackNameOf } from '../../lib/names.ts';

const made = new Map<string, Template>();

export const synthesise = (stage: 'sandbox' | 'production'): Template => {
  const known = made.get(stage);
  if (known) return known;
  const { context: own } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));
  const context = { ...own, stage, 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
  const config = readConfig((key) => context[key]);
  const template = Template.fromStack(new LatchkeyStack(app, stackNameOf(stage), { config, env: { region: REGION } }));
  made.set(stage, template);
  return template;
};
