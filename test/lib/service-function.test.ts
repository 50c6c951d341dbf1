// The functions in the template: how they run, where they log, and exactly the variables they read.
import { describe, expect, it } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { accountDependencies } from '#runtime/aws/functions/account.ts';
import { adminDependencies } from '#runtime/aws/functions/admin.ts';
import { authorizeDependencies } from '#runtime/aws/functions/authorize.ts';
import { courierDependencies } from '#runtime/aws/functions/courier.ts';
import { eventsDependencies } from '#runtime/aws/functions/events.ts';
import { factorsDependencies } from '#runtime/aws/functions/factors.ts';
import { feedbackDependencies } from '#runtime/aws/functions/feedback.ts';
import { otpDependencies } from '#runtime/aws/functions/otp.ts';
import { pagesDependencies } from '#runtime/aws/functions/pages.ts';
import { resetDependencies } from '#runtime/aws/functions/reset.ts';
import { sessionDependencies } from '#runtime/aws/functions/session.ts';
import { signUpDependencies } from '#runtime/aws/functions/signup.ts';
import { verifyDependencies } from '#runtime/aws/functions/verify.ts';
import { testSettings } from '../support/service.ts';
import {
  byReadableId,
  FUNCTION_IDS,
  type FunctionId,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const functions = (stage: StageName) => byReadableId(templates[stage], 'AWS::Lambda::Function');
const NAMES = Object.values(FUNCTION_IDS);
const CASES = STAGES.flatMap((stage) => NAMES.map((name) => ({ stage, name })));
/** No person waits for these, or only an administrator does. The others have a whole core. */
const UNWAITED: readonly FunctionId[] = ['CourierFunction', 'FeedbackFunction', 'EventsFunction', 'Admin'];
/** Read by Node itself, before our code runs. */
const OF_NODE = 'UV_THREADPOOL_SIZE';

/** The variables of each function that begins sessions. */
const OF_ACCOUNTS = [
  'LATCHKEY_SETTINGS',
  'MASTER_KEY',
  'SESSIONS_TABLE',
  'SIGNING_KEYS',
  'USERS_TABLE',
  'VERIFICATIONS_TABLE',
] as const;
/** Where one-time codes are off, as in production. */
const EXPECTED: Readonly<Record<FunctionId, readonly string[]>> = {
  SignUp: ['LATCHKEY_SETTINGS', 'VERIFICATIONS_TABLE'],
  Verify: OF_ACCOUNTS,
  Reset: OF_ACCOUNTS,
  Session: ['AUDIT_TABLE', ...OF_ACCOUNTS],
  Account: OF_ACCOUNTS,
  Factors: ['AUDIT_TABLE', ...OF_ACCOUNTS],
  Authorize: ['AUDIT_TABLE', ...OF_ACCOUNTS],
  Otp: ['LATCHKEY_SETTINGS', 'VERIFICATIONS_TABLE'],
  Admin: ['AUDIT_TABLE', 'EVENT_BUS', 'LATCHKEY_SETTINGS', 'SESSIONS_TABLE', 'USERS_TABLE', 'VERIFICATIONS_TABLE'],
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
  FeedbackFunction: ['LATCHKEY_SETTINGS', 'VERIFICATIONS_TABLE'],
  EventsFunction: ['AUDIT_TABLE', 'EVENT_BUS', 'EVENT_RETRIES_QUEUE_URL', 'LATCHKEY_SETTINGS'],
};
/** What some have beside these where one-time codes are on, as in the sandbox. */
const OF_OTP: { readonly [Id in FunctionId]?: readonly string[] } = {
  Otp: ['OTP_KEY', 'PROOF_SIGNING_KEYS'],
  Pages: ['PROOF_SIGNING_KEYS'],
  CourierFunction: ['OTP_KEY'],
};
const expectedOf = (stage: StageName, name: FunctionId): readonly string[] =>
  stage === 'sandbox' ? [...EXPECTED[name], ...(OF_OTP[name] ?? [])] : EXPECTED[name];

const DEPENDENCIES: Readonly<Record<FunctionId, () => unknown>> = {
  SignUp: signUpDependencies,
  Verify: verifyDependencies,
  Reset: resetDependencies,
  Session: sessionDependencies,
  Account: accountDependencies,
  Factors: factorsDependencies,
  Authorize: authorizeDependencies,
  Otp: otpDependencies,
  Admin: adminDependencies,
  Pages: pagesDependencies,
  CourierFunction: courierDependencies,
  FeedbackFunction: feedbackDependencies,
  EventsFunction: eventsDependencies,
};

const variablesOf = (stage: StageName, name: string): Record<string, unknown> =>
  propertiesOf(functions(stage)[name])['Environment'].Variables;

/** The names among `variables` that are read while `create` builds the dependencies of a function. */
const readWhile = (create: () => unknown, variables: readonly string[], otp: Settings['otp']): string[] => {
  const original = process.env;
  const read = new Set<string>();
  const values: NodeJS.ProcessEnv = Object.fromEntries(variables.map((name) => [name, name]));
  values['LATCHKEY_SETTINGS'] = JSON.stringify({ ...testSettings, otp });
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
    expect(properties['MemorySize']).toBe(UNWAITED.includes(name) ? 512 : 1769);
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  it.each(CASES)('$name of $stage logs JSON into a group of its own, kept for a month', ({ stage, name }) => {
    const { LoggingConfig } = propertiesOf(functions(stage)[name]);
    expect(LoggingConfig.LogFormat).toBe('JSON');
    expect(readable(LoggingConfig.LogGroup)).toBe(`<${name}Logs>`);
    const group = byReadableId(templates[stage], 'AWS::Logs::LogGroup')[`${name}Logs`];
    expect(propertiesOf(group)['RetentionInDays']).toBe(30);
    expect(group?.['DeletionPolicy']).toBe(stage === 'production' ? 'RetainExceptOnCreate' : 'Delete');
  });

  it('keep the concurrency the config asks for, each', () => {
    const kept = byReadableId(synthesise('sandbox', { reservedConcurrency: 5 }), 'AWS::Lambda::Function');
    for (const name of NAMES) expect(propertiesOf(kept[name])['ReservedConcurrentExecutions']).toBe(5);
  });

  it.each([[{}, undefined] as const, [{ reservedConcurrency: 5 }, 5] as const])(
    'keep concurrency for the courier alone, beside %j',
    (others, ofOthers) => {
      const template = synthesise('sandbox', { ...others, courierConcurrency: 20 });
      const kept = byReadableId(template, 'AWS::Lambda::Function');
      for (const name of NAMES) {
        const expected = name === 'CourierFunction' ? 20 : ofOthers;
        expect(propertiesOf(kept[name])['ReservedConcurrentExecutions']).toBe(expected);
      }
    },
  );
});

describe('variables', () => {
  it.each(CASES)('of $name of $stage are these', ({ stage, name }) => {
    expect(Object.keys(variablesOf(stage, name)).sort()).toEqual([...expectedOf(stage, name), OF_NODE].sort());
    expect(variablesOf(stage, name)[OF_NODE]).toBe('2');
  });

  it.each(['SignUp', 'Pages', 'FeedbackFunction', 'Otp'])('do not name the master key to %s', (name) => {
    for (const stage of STAGES)
      expect(JSON.stringify(propertiesOf(functions(stage)[name]))).not.toContain('KeysMaster');
  });

  it('do not name the signing key of accounts to Otp', () => {
    for (const stage of STAGES)
      expect(JSON.stringify(propertiesOf(functions(stage)['Otp']))).not.toContain('KeysSigning');
  });

  it('do not name the tables of users and sessions to Otp', () => {
    expect(JSON.stringify(propertiesOf(functions('production')['Otp']))).not.toMatch(/TablesUsers|TablesSessions/);
  });

  it('have the key of one-time codes as its SHA-256', () => {
    const trustedCallers = [{ name: 'backend', keySha256: 'c0ffee'.repeat(11).slice(0, 64) }];
    const made = byReadableId(synthesise('production', { otp: 'key', trustedCallers }), 'AWS::Lambda::Function');
    const settings = readable(propertiesOf(made['Otp'])['Environment'].Variables.LATCHKEY_SETTINGS);
    expect(settings).toContain(`"trustedCallers":${JSON.stringify(trustedCallers)},"otp":{"access":"key"}`);
  });

  it('leave out every number that is the default', () => {
    const settingsFor = (keys: Parameters<typeof synthesise>[1]) =>
      JSON.parse(
        readable(
          propertiesOf(byReadableId(synthesise('sandbox', keys), 'AWS::Lambda::Function')['Otp'])['Environment']
            .Variables.LATCHKEY_SETTINGS,
        ),
      );
    const { lifetimes, limits, trustedCallers, ...others } = settingsFor({});
    expect([lifetimes, limits, trustedCallers]).toEqual([undefined, undefined, undefined]);
    expect(Object.keys(others).length).toBeGreaterThan(8);
    const changed = settingsFor({
      limits: { textsPerDay: 300 },
      lifetimes: { signupSeconds: 600, resetSeconds: 1200 },
    });
    expect(changed).toMatchObject({ limits: { textsPerDay: 300 }, lifetimes: { signupSeconds: 600 } });
    expect([Object.keys(changed.limits), Object.keys(changed.lifetimes)]).toEqual([['textsPerDay'], ['signupSeconds']]);
  });

  it.each(CASES)('of $name of $stage are each read by it', ({ stage, name }) => {
    const variables = Object.keys(variablesOf(stage, name)).filter((variable) => variable !== OF_NODE);
    const otp = { access: stage === 'sandbox' ? 'public' : 'off' } as const;
    expect(readWhile(DEPENDENCIES[name], variables, otp)).toEqual(variables.sort());
  });
});
