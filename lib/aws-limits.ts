// Measures at synth what AWS limits and would refuse only during the deployment: variables, policies, reserved concurrency.
import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { ENV } from '#runtime/env.ts';
import type { ConfigFault } from './config/faults.ts';
import { faultIf } from './config/resolve.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAXIMUM_BYTES = 4096;

type Variables = Readonly<Record<string, unknown>>;

/** Of all policies of one role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAXIMUM_POLICY_CHARACTERS = 10_240;
/** How much of an account's concurrency AWS keeps for functions without a reservation. */
const UNRESERVED = 100;

/** What AWS would refuse. Call it when the service is complete. */
export const limitFaults = (service: Construct, stage: string): ConfigFault[] => [
  ...environmentFaults(service, stage),
  ...policyFaults(service, stage),
];

/**
 * How many runs at once the functions keep for themselves, and how many the account must have for it. Runs that are always
 * ready are among those that a function reserves, if it does.
 */
export const reservedRuns = (service: Construct): { readonly kept: number; readonly needed: number } | undefined => {
  const stack = Stack.of(service);
  const made = service.node.findAll();
  const runs = new Map<string, number>();
  const keep = (reference: string, count = 0) => {
    const logicalId: string = stack.resolve(reference).Ref;
    runs.set(logicalId, Math.max(runs.get(logicalId) ?? 0, count));
  };
  for (const construct of made) {
    if (construct instanceof CfnFunction) keep(construct.ref, construct.reservedConcurrentExecutions);
    if (construct instanceof CfnAlias) keep(construct.functionName, provisionedOf(stack, construct));
  }
  const kept = [...runs.values()].reduce((sum, count) => sum + count, 0);
  return kept === 0 ? undefined : { kept, needed: kept + UNRESERVED };
};

const provisionedOf = (stack: Stack, { provisionedConcurrencyConfig }: CfnAlias): number =>
  stack.resolve(provisionedConcurrencyConfig)?.provisionedConcurrentExecutions ?? 0;

/** Each sandbox recipient is an ARN in the policy of the courier. */
const policyFaults = (service: Construct, stage: string): ConfigFault[] => {
  const stack = Stack.of(service);
  const types = typesIn(stack);
  const longestPolicy = Math.max(
    0,
    ...service.node
      .findAll()
      .filter((construct) => construct instanceof CfnPolicy)
      .map((made) => lengthOf(stack.resolve(made.policyDocument), stack, types)),
  );
  return faultIf(
    longestPolicy > MAXIMUM_POLICY_CHARACTERS,
    `${stage}.sandboxRecipients`,
    `makes a policy of up to ${longestPolicy} characters, and IAM takes ${MAXIMUM_POLICY_CHARACTERS}: name fewer, or verify a domain in SES and its addresses by it`,
  );
};

const isReference = (value: object): boolean =>
  Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'));

/** Of the JSON, with each reference as long as it can become. */
const lengthOf = (value: unknown, stack: Stack, types: ReadonlyMap<string, string>): number =>
  JSON.stringify(value, (_key, part) =>
    typeof part === 'object' && part !== null && isReference(part) ? longest(part, stack, types) : part,
  ).length;

/** The fault of the function whose variables are the longest, if Lambda would refuse them. */
const environmentFaults = (service: Construct, stage: string): ConfigFault[] => {
  const stack = Stack.of(service);
  const types = typesIn(stack);
  const [longest] = functionsIn(service)
    .map(({ name, variables }) => ({ name, variables: lengthen(variables, stack, types) }))
    .map(({ name, variables }) => ({ name, variables, bytes: bytesOf(variables) }))
    .toSorted((left, right) => right.bytes - left.bytes);
  if (!longest || longest.bytes <= MAXIMUM_BYTES) return [];
  const { name, bytes, variables } = longest;
  const message =
    `makes the variables of the function ${name} up to ${bytes} bytes long, and Lambda takes ${MAXIMUM_BYTES}: ` +
    `shorten ${longestKeysOf(variables).join(', ')}`;
  return [{ path: stage, message }];
};

/** As Lambda measures: the JSON of all variables, in which each quotation mark of the settings has a backslash. */
const bytesOf = (variables: Variables): number => Buffer.byteLength(JSON.stringify(variables));

const functionsIn = (service: Construct): { name: string; variables: Variables }[] =>
  service.node
    .findAll()
    .filter((construct) => construct instanceof CfnFunction)
    .map((made) => ({
      name: made.node.scopes
        .slice(service.node.scopes.length, -1)
        .map(({ node }) => node.id)
        .join('/'),
      variables: Stack.of(service).resolve(made.environment)?.variables ?? {},
    }));

/** The type of each resource by its logical id. */
const typesIn = (stack: Stack): ReadonlyMap<string, string> =>
  new Map(
    stack.node
      .findAll()
      .filter((construct) => CfnResource.isCfnResource(construct))
      .map((made) => [stack.resolve(made.logicalId), made.cfnResourceType]),
  );

const lengthen = (variables: Variables, stack: Stack, types: ReadonlyMap<string, string>): Variables =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, longest(value, stack, types)]));

/** The text with each reference as long as it can become. */
const longest = (value: unknown, stack: Stack, types: ReadonlyMap<string, string>): string => {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument] = ['', undefined]] = Object.entries(value);
  if (name === 'Fn::Join' && Array.isArray(argument)) {
    return argument[1].map((part: unknown) => longest(part, stack, types)).join(argument[0]);
  }
  if (name === 'Ref' && typeof argument === 'string') return 'x'.repeat(lengthOfRef(argument, stack, types));
  return 'x'.repeat(LONGEST_ARN);
};

const LONGEST_ARN = 'arn:aws-us-gov:kms:ap-northeast-2:111122223333:key/mrk-00000000000000000000000000000000'.length;
const QUEUE_HOST = 'https://sqs.ap-northeast-2.amazonaws.com/111122223333/'.length;
/** What CloudFormation appends to a name: a hyphen, and at most 13 letters. */
const SUFFIX = 14;

const lengthOfRef = (logicalId: string, stack: Stack, types: ReadonlyMap<string, string>): number => {
  const generated = `${stack.stackName}-${logicalId}`.length + SUFFIX;
  switch (types.get(logicalId)) {
    case 'AWS::ApiGatewayV2::Api':
      return 10;
    case 'AWS::SQS::Queue':
      return QUEUE_HOST + Math.min(generated, 80);
    case 'AWS::SES::ConfigurationSet':
      return 64;
    case 'AWS::SecretsManager::Secret':
      return LONGEST_ARN + Math.min(generated, 512);
    case 'AWS::DynamoDB::Table':
      return Math.min(generated, 255);
    default:
      // A pseudo parameter, such as the region or the suffix of AWS's host names.
      return 'ap-northeast-2'.length;
  }
};

/** The keys of the settings that take the most bytes. */
const longestKeysOf = (variables: Variables): string[] => {
  const settings: Variables = JSON.parse(String(variables[ENV.settings]));
  return Object.entries(settings)
    .map(([name, value]) => ({ name, bytes: Buffer.byteLength(JSON.stringify(value)) }))
    .toSorted((left, right) => right.bytes - left.bytes)
    .slice(0, 3)
    .map(({ name, bytes }) => `${name === 'texts' ? 'sms' : name} (${bytes})`);
};
