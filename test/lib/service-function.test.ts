// The functions as the template makes them: how they run, where they log, and exactly the variables they read.
import { describe, expect, it } from 'vitest';
import { courierDependencies } from '../../functions/runtime/aws/courier.ts';
import { pagesDependencies } from '../../functions/runtime/aws/pages.ts';
import { signUpDependencies } from '../../functions/runtime/aws/signup.ts';
import { verifyDependencies } from '../../functions/runtime/aws/verify.ts';
import { testSettings } from '../support/service.ts';
import { byReadableId, propertiesOf, readable, STAGES, type StageName, synthesise } from '../support/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const functions = (stage: StageName) => byReadableId(templates[stage], 'AWS::Lambda::Function');
const NAMES = ['SignUp', 'Verify', 'Pages', 'CourierFunction'] as const;
const CASES = STAGES.flatMap((stage) => NAMES.map((name) => ({ stage, name })));
/** Read by Node itself, before any of our code. */
const OF_NODE = 'UV_THREADPOOL_SIZE';

const EXPECTED: Readonly<Record<(typeof NAMES)[number], readonly string[]>> = {
  SignUp: ['LATCHKEY_SETTINGS', 'VERIFICATIONS_TABLE'],
  Verify: ['LATCHKEY_SETTINGS', 'MASTER_KEY', 'SESSIONS_TABLE', 'SIGNING_KEYS', 'USERS_TABLE', 'VERIFICATIONS_TABLE'],
  Pages: ['LATCHKEY_SETTINGS', 'SIGNING_KEYS'],
  CourierFunction: [
    'LATCHKEY_SETTINGS',
    'MASTER_KEY',
    'ORDINARY_QUEUE_URL',
    'SES_CONFIGURATION_SET',
    'URGENT_QUEUE_URL',
    'USERS_TABLE',
    'VERIFICATIONS_TABLE',
  ],
};
const DEPENDENCIES: Readonly<Record<(typeof NAMES)[number], () => unknown>> = {
  SignUp: signUpDependencies,
  Verify: verifyDependencies,
  Pages: pagesDependencies,
  CourierFunction: courierDependencies,
};

const variablesOf = (stage: StageName, name: string): Record<string, unknown> =>
  propertiesOf(functions(stage)[name])['Environment'].Variables;

/** The names among `variables` that are read while `create` builds what a function stands on. */
const readWhile = (create: () => unknown, variables: readonly string[]): string[] => {
  const original = process.env;
  const read = new Set<string>();
  const values: NodeJS.ProcessEnv = Object.fromEntries(variables.map((name) => [name, name]));
  values['LATCHKEY_SETTINGS'] = JSON.stringify(testSettings);
  process.env = new Proxy(
    { ...original, ...values, AWS_REGION: 'ap-northeast-2' },
    {
      get: (target, name) => {
        if (typeof name === 'string' && Object.hasOwn(values, name)) read.add(name);
        return Reflect.get(target, name);
      },
    },
  );
  try {
    create();
  } finally {
    process.env = original;
  }
  return [...read].sort();
};

describe('functions', () => {
  it.each(STAGES)('are these and no others (%s)', (stage) => {
    expect(Object.keys(functions(stage)).sort()).toEqual([...NAMES].sort());
  });

  it.each(CASES)('$name of $stage runs on Node 24 on ARM, with a time limit', ({ stage, name }) => {
    const properties = propertiesOf(functions(stage)[name]);
    expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(properties['Timeout']).toBe(name === 'CourierFunction' ? 60 : 15);
    expect(properties['MemorySize']).toBe(name === 'SignUp' || name === 'Verify' ? 1769 : 512);
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it.each(CASES)('$name of $stage logs JSON into a group of its own, kept for a month', ({ stage, name }) => {
    const { LoggingConfig } = propertiesOf(functions(stage)[name]);
    expect(LoggingConfig.LogFormat).toBe('JSON');
    expect(readable(LoggingConfig.LogGroup)).toBe(`<${name}Logs>`);
    const group = byReadableId(templates[stage], 'AWS::Logs::LogGroup')[`${name}Logs`];
    expect(propertiesOf(group)['RetentionInDays']).toBe(30);
    expect(group?.['DeletionPolicy']).toBe(stage === 'production' ? 'Retain' : 'Delete');
  });

  it('keep the concurrency the config asks for, each', () => {
    const kept = byReadableId(synthesise('sandbox', { reservedConcurrency: 5 }), 'AWS::Lambda::Function');
    for (const name of NAMES) expect(propertiesOf(kept[name])['ReservedConcurrentExecutions']).toBe(5);
  });
});

describe('variables', () => {
  it.each(CASES)('of $name of $stage are these', ({ stage, name }) => {
    expect(Object.keys(variablesOf(stage, name)).sort()).toEqual([...EXPECTED[name], OF_NODE].sort());
    expect(variablesOf(stage, name)[OF_NODE]).toBe('2');
  });

  it.each(['SignUp', 'Pages'])('tell %s nothing of the master key', (name) => {
    expect(JSON.stringify(propertiesOf(functions('production')[name]))).not.toContain('KeysMaster');
  });

  it.each(NAMES)('of %s are each read by it', (name) => {
    const variables = Object.keys(variablesOf('production', name)).filter((variable) => variable !== OF_NODE);
    expect(readWhile(DEPENDENCIES[name], variables)).toEqual(variables.sort());
  });
});
