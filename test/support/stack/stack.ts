// Synthesises the stack of a stage from the committed cdk.json for template tests, without bundling the functions.
import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { AnyFunctionName } from '#routes.ts';
import { readConfig } from '../../../lib/config/read-config.ts';
import { LatchkeyStack } from '../../../lib/latchkey-stack.ts';
import { REGION, stackNameOf } from '../../../lib/names.ts';

export const STAGES = ['sandbox', 'production'] as const;
export type StageName = (typeof STAGES)[number];

/** The id of each function in every stack; changing an id would replace the function. Webhooks and the purge are only in a stage that has them. */
export const FUNCTION_IDS = {
  signup: 'SignUp',
  verify: 'Verify',
  reset: 'Reset',
  session: 'Session',
  account: 'Account',
  factors: 'Factors',
  authorize: 'Authorize',
  otp: 'Otp',
  admin: 'Admin',
  pages: 'Pages',
  courier: 'CourierFunction',
  feedback: 'FeedbackFunction',
  events: 'EventsFunction',
} as const satisfies Readonly<Record<Exclude<AnyFunctionName, 'webhooks' | 'purge'>, string>>;
export type FunctionId = (typeof FUNCTION_IDS)[keyof typeof FUNCTION_IDS];

type Keys = Readonly<Record<string, unknown>>;
export type Resource = ReturnType<Template['findResources']>[string];

const cdkJson: { readonly context: Keys & Readonly<Record<StageName, Keys>> } = JSON.parse(
  readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'),
);

/** `overrides` replace keys of the stage; a value of `undefined` removes a key. */
export const createStack = (stage: StageName, overrides: Keys = {}) => {
  const context: Keys = {
    ...cdkJson.context,
    stage,
    [stage]: { ...cdkJson.context[stage], ...overrides },
    'aws:cdk:bundling-stacks': [],
  };
  // CDK's own template validation takes seconds to load; `cdk synth` runs it, and test/rules runs cfn-lint.
  const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
  const config = readConfig((key) => context[key]);
  const stack = new LatchkeyStack(app, stackNameOf(stage), { config, env: { region: REGION } });
  return { app, stack };
};

export const synthesise = (stage: StageName, overrides: Keys = {}): Template =>
  Template.fromStack(createStack(stage, overrides).stack);

/** The logical id without the hash that CDK appends, and for a version of a function without that of its code. */
export const readableId = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}(?:[0-9a-f]{32})?$/, '');

/** The text with references replaced by names: `{"Fn::GetAtt":["Users1234ABCD","Arn"]}` → `<Users.Arn>`. */
export const readable = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Ref') return `<${readableId(String(argument))}>`;
  if (name === 'Fn::GetAtt' && Array.isArray(argument)) return `<${readableId(argument[0])}.${argument[1]}>`;
  if (name === 'Fn::Join' && Array.isArray(argument)) return argument[1].map(readable).join(argument[0]);
  return JSON.stringify(value);
};

/** The only resource of a type. */
export const onlyOne = (template: Template, type: string): Resource => {
  const [resource, ...others] = Object.values(template.findResources(type));
  if (!resource || others.length > 0)
    throw new Error(`expected one ${type}, found ${resource ? others.length + 1 : 0}`);
  return resource;
};

/** The resources of a type by their readable ids. */
export const byReadableId = (template: Template, type: string): Readonly<Record<string, Resource>> =>
  Object.fromEntries(Object.entries(template.findResources(type)).map(([id, resource]) => [readableId(id), resource]));

export const propertiesOf = (resource: Resource | undefined): Resource => resource?.['Properties'] ?? {};
