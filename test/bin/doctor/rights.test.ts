// The ready IAM policies in `docs/`: they allow what the doctor calls, and nothing else.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { GetEmailIdentityCommand } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { examineBefore } from '../../../bin/doctor/before/examine.ts';
import { examine } from '../../../bin/doctor/examine.ts';
import { REGION } from '../../../lib/names.ts';
import { synthesise } from '../../support/stack/stack.ts';
import { aConfig, aContext, CERTIFICATE_ARN, ZONE } from './world.ts';

interface Policy {
  readonly Statement: readonly {
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
  }[];
}

const ROOT = new URL('../../../', import.meta.url);
const readPolicy = (name: string): Policy =>
  JSON.parse(readFileSync(new URL(`docs/doctor-${name}-policy.json`, ROOT), 'utf8'));
const POLICIES = { read: readPolicy('read'), write: readPolicy('write') };
const all = (policy: Policy, part: 'Action' | 'Resource'): string[] =>
  policy.Statement.flatMap((statement) => statement[part]);
/** Every combination that a policy allows. */
const pairsOf = (policy: Policy): [string, string][] =>
  policy.Statement.flatMap(({ Action, Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource): [string, string] => [action, resource])),
  );

/** The names of services in IAM, by package. */
const SERVICES: Readonly<Record<string, string>> = {
  'client-acm': 'acm',
  'client-apigatewayv2': 'apigateway',
  'client-cloudformation': 'cloudformation',
  'client-dynamodb': 'dynamodb',
  'client-kms': 'kms',
  'client-lambda': 'lambda',
  'client-route-53': 'route53',
  'client-secrets-manager': 'secretsmanager',
  'client-ses': 'ses',
  'client-sesv2': 'ses',
  'client-sns': 'sns',
  'client-sqs': 'sqs',
  'client-ssm': 'ssm',
  'lib-dynamodb': 'dynamodb',
};
/** Where the action of IAM has another name than the command. */
const RENAMED: Readonly<Record<string, string>> = {
  // API Gateway's actions are the methods of HTTP.
  'apigateway:GetDomainName': 'apigateway:GET',
  'lambda:Invoke': 'lambda:InvokeFunction',
  'dynamodb:BatchGet': 'dynamodb:BatchGetItem',
  'dynamodb:Get': 'dynamodb:GetItem',
  'dynamodb:Put': 'dynamodb:PutItem',
  'dynamodb:Update': 'dynamodb:UpdateItem',
  'dynamodb:Delete': 'dynamodb:DeleteItem',
};
const actionOf = (service: string, command: string): string => {
  const action = `${service}:${command.replace(/^paginate|Command$/g, '')}`;
  return RENAMED[action] ?? action;
};

const READS = /:(BatchGet|Describe|Get|GET$|List|Scan)/;

/** The store's adapter can list an account's sessions; the doctor never does. */
const NEVER_CALLED = ['dynamodb:Query'];

/** The files that the doctor consists of: from its entry along every import that is not of types alone. */
const filesFrom = (entry: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(entry, 'utf8');
  for (const [, target = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([.#][^']+\.ts)'/gms)) {
    const url = target.startsWith('#')
      ? new URL(target.replace('#', './functions/'), ROOT)
      : new URL(target, `file://${entry}`);
    filesFrom(fileURLToPath(url), seen);
  }
  return seen;
};

/** The commands and paginators that a file imports. */
const actionsIn = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^import \{([^}]*)\} from '@aws-sdk\/([\w-]+)'/gms)].flatMap(
    ([, names = '', from = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => /^(paginate[A-Z]\w+|[A-Z]\w+Command)$/.test(name))
        .map((name) => actionOf(SERVICES[from] ?? from, name)),
  );

describe('the policies in docs', () => {
  it('allow every action in the code of the doctor, and no other', () => {
    const called = [...filesFrom(fileURLToPath(new URL('bin/doctor.ts', ROOT)))].flatMap(actionsIn);
    const needed = new Set(called.filter((action) => !NEVER_CALLED.includes(action)));
    const allowed = new Set([...all(POLICIES.read, 'Action'), ...all(POLICIES.write, 'Action')]);
    expect([...needed].toSorted()).toEqual([...allowed].toSorted());
  });

  it('allow to read in the one, and to change in the other', () => {
    const others = all(POLICIES.read, 'Action').filter((action) => !READS.test(action));
    expect(others).toEqual(['lambda:InvokeFunction']);
    const reading = all(POLICIES.write, 'Action').filter((action) => READS.test(action));
    expect(reading).toEqual([]);
  });

  it('name the region, and the stack wherever IAM knows a resource for it', () => {
    for (const [action, resource] of [...pairsOf(POLICIES.read), ...pairsOf(POLICIES.write)]) {
      if (resource === '*') expect(action).toMatch(/^(ses|sns|lambda|dynamodb):(Get|List|Delete|Publish)/);
      else expect(resource).toMatch(new RegExp(`^arn:aws:(\\w+:${REGION}:\\*|apigateway:${REGION}:|route53::):`));
    }
  });

  it('let the doctor invoke the functions by the names that CloudFormation gives them', () => {
    const ids = Object.keys(synthesise('sandbox').findResources('AWS::Lambda::Function'));
    const namesOf = (prefix: string) =>
      ids.filter((id) => id.startsWith(prefix)).map((id) => `Latchkey-sandbox-${id}-AbC`);
    const mayInvoke = (policy: Policy, name: string): boolean =>
      pairsOf(policy).some(
        ([action, resource]) =>
          action === 'lambda:InvokeFunction' &&
          new RegExp(`^${resource.replaceAll('*', '.*')}$`).test(
            `arn:aws:lambda:${REGION}:111122223333:function:${name}`,
          ),
      );
    const [signUp = ''] = namesOf('SignUp');
    const [feedback = ''] = namesOf('FeedbackFunction');
    expect(mayInvoke(POLICIES.read, signUp)).toBe(true);
    expect(mayInvoke(POLICIES.write, feedback)).toBe(true);
    expect(ids.filter((id) => mayInvoke(POLICIES.read, `Latchkey-sandbox-${id}-AbC`))).toHaveLength(1);
  });
});

/** The clients of the doctor, and their services in IAM. */
const CLIENTS = [
  ['acm', 'acm'],
  ['alarmTopics', 'sns'],
  ['apiGateway', 'apigateway'],
  ['cloudFormation', 'cloudformation'],
  ['documents', 'dynamodb'],
  ['dynamodb', 'dynamodb'],
  ['kms', 'kms'],
  ['lambda', 'lambda'],
  ['route53', 'route53'],
  ['secrets', 'secretsmanager'],
  ['ses', 'ses'],
  ['sesv2', 'ses'],
  ['sns', 'sns'],
  ['sqs', 'sqs'],
  ['ssm', 'ssm'],
] as const;

describe('a check', () => {
  it('has a row here for each client', () => {
    expect(CLIENTS.map(([name]) => name)).toEqual(Object.keys(aContext().aws).toSorted());
  });

  const everything = {
    senderEmail: undefined,
    senderDomain: 'example.com',
    alarmEmail: 'ops@example.com',
    hostedZone: ZONE,
    apiDomain: { name: 'auth.example.com', certificateArn: CERTIFICATE_ARN, hostedZone: ZONE },
    sms: 'sns',
    claims: { functionArn: `arn:aws:lambda:${REGION}:111122223333:function:claims:live` },
  };

  it.each([
    ['the check', examine],
    ['--before-deploy', examineBefore],
  ])('calls only what the policy for reading allows: %s', async (_name, run) => {
    const { context, aws } = aContext({ config: aConfig(everything) });
    aws.sesv2.on(GetEmailIdentityCommand).resolves({});
    const findings = await run(context);
    expect(findings.filter(({ level }) => level === 'unknown')).toEqual([]);
    const called = CLIENTS.flatMap(([name, service]) =>
      aws[name].calls().map(({ args }) => actionOf(service, args[0].constructor.name)),
    );
    expect(new Set(called).size).toBeGreaterThan(8);
    const allowed = all(POLICIES.read, 'Action');
    const refused = called.filter((action) => !allowed.includes(action));
    expect(refused).toEqual([]);
  });
});
