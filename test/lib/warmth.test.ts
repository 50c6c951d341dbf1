// Functions that are kept started: by events, or by runs that are always ready behind an alias. Neither unless it is asked for.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { API_FUNCTIONS } from '#routes.ts';
import { WARM_UP } from '#runtime/warm-up.ts';
import { sandboxFaults } from '../support/stack/config.ts';
import {
  byReadableId,
  createStack,
  FUNCTION_IDS,
  propertiesOf,
  readable,
  readableId,
  synthesise,
} from '../support/stack/stack.ts';

const clients = [{ id: 'shop', name: 'Shop', redirectUris: ['https://shop.example.com/callback'] }];

/** In production one-time codes are off, and there are no clients and no passkeys. */
const COLD: readonly string[] = ['otp', 'authorize', 'factors', 'admin'];
const USED = API_FUNCTIONS.filter((name) => !COLD.includes(name)).map((name) => FUNCTION_IDS[name]);
const ALL = API_FUNCTIONS.map((name) => FUNCTION_IDS[name]);

const plain = synthesise('production');
const scheduled = synthesise('production', { warm: { everyMinutes: 5 } });
const provisioned = synthesise('production', { warm: { provisioned: 2 } });

const integrationsOf = (template: typeof plain): string[] =>
  Object.values(template.findResources('AWS::ApiGatewayV2::Integration')).map((made) =>
    readable(propertiesOf(made)['IntegrationUri']),
  );
const permittedOf = (template: typeof plain): string[] =>
  Object.values(template.findResources('AWS::Lambda::Permission'))
    .filter((made) => propertiesOf(made)['Principal'] === 'apigateway.amazonaws.com')
    .map((made) => readable(propertiesOf(made)['FunctionName']));

describe('a stage without "warm"', () => {
  it('has no alias, no version and no schedule', () => {
    for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version'])
      expect(Object.keys(plain.findResources(type))).toEqual([]);
    const rules = Object.values(plain.findResources('AWS::Events::Rule'));
    expect(rules.filter((rule) => propertiesOf(rule)['ScheduleExpression'])).toEqual([]);
  });
});

describe('the warm schedule', () => {
  const rules = Object.entries(byReadableId(scheduled, 'AWS::Events::Rule')).filter(([id]) => id.startsWith('Warm'));

  it('starts each function that people wait for, by an event that asks for nothing', () => {
    expect(rules.map(([id]) => id)).toEqual(USED.map((id) => `Warm${id}Schedule`));
    for (const [index, [, rule]] of rules.entries()) {
      const { ScheduleExpression, Targets } = propertiesOf(rule);
      expect(ScheduleExpression).toBe('rate(5 minutes)');
      expect(Targets).toHaveLength(1);
      expect(readable(Targets[0].Arn)).toBe(`<${USED[index]}.Arn>`);
      expect(JSON.parse(Targets[0].Input)).toEqual(WARM_UP);
      expect(Targets[0].RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 });
    }
  });

  it('may call that function only', () => {
    const permissions = Object.values(scheduled.findResources('AWS::Lambda::Permission')).map(propertiesOf);
    const ofRules = permissions.filter(({ SourceArn }) => readable(SourceArn).startsWith('<Warm'));
    expect(ofRules.map(({ SourceArn, FunctionName }) => [readable(SourceArn), readable(FunctionName)])).toEqual(
      USED.map((id) => [`<Warm${id}Schedule.Arn>`, `<${id}.Arn>`]),
    );
  });

  it('changes nothing else', () => {
    const { Resources: before } = plain.toJSON();
    const { Resources: after } = scheduled.toJSON();
    for (const [id, resource] of Object.entries(before)) expect(after[id]).toEqual(resource);
    expect(Object.keys(after).filter((id) => !(id in before) && !id.startsWith('Warm'))).toEqual([]);
  });

  it('starts one-time codes and the log-in of clients too, where they are on', () => {
    const rulesOf = byReadableId(synthesise('sandbox', { warm: { everyMinutes: 1 }, clients }), 'AWS::Events::Rule');
    const warm = Object.entries(rulesOf).filter(([id]) => id.startsWith('Warm'));
    expect(warm.map(([id]) => id)).toEqual(
      ALL.filter((id) => id !== 'Admin' && id !== 'Factors').map((id) => `Warm${id}Schedule`),
    );
    expect(propertiesOf(warm[0]?.[1])['ScheduleExpression']).toBe('rate(1 minute)');
  });
});

describe('runs that are always ready', () => {
  const aliases = byReadableId(provisioned, 'AWS::Lambda::Alias');

  it('are those of an alias of the newest version of each function that people wait for', () => {
    expect(Object.keys(aliases)).toEqual(USED.map((id) => `Warm${id}`));
    for (const id of USED) {
      const { Name, FunctionName, FunctionVersion, ProvisionedConcurrencyConfig } = propertiesOf(aliases[`Warm${id}`]);
      expect([Name, readable(FunctionName)]).toEqual(['live', `<${id}>`]);
      expect(JSON.stringify(FunctionVersion)).toContain(`${id}CurrentVersion`);
      expect(ProvisionedConcurrencyConfig).toEqual({ ProvisionedConcurrentExecutions: 2 });
    }
  });

  it('are what the routes lead to and what API Gateway may call; what is off stays as it was', () => {
    expect(integrationsOf(provisioned).toSorted()).toEqual(
      USED.map((id) => `<Warm${id}>`)
        .concat('<Otp.Arn>', '<Authorize.Arn>', '<Factors.Arn>', '<Admin.Arn>')
        .toSorted(),
    );
    expect([...new Set(permittedOf(provisioned))].toSorted()).toEqual(
      [...new Set(integrationsOf(provisioned))].toSorted(),
    );
    expect([...new Set(permittedOf(plain))].toSorted()).toEqual(ALL.map((id) => `<${id}.Arn>`).toSorted());
  });

  it('keep every resource of the stage, so that turning it on or off replaces no function and no route', () => {
    const { Resources: before } = plain.toJSON();
    const { Resources: after } = provisioned.toJSON();
    const added = Object.keys(after).filter((id) => !(id in before));
    expect(Object.keys(before).filter((id) => !(id in after))).toEqual([]);
    expect([...new Set(added.map((id) => after[id].Type))].toSorted()).toEqual([
      'AWS::Lambda::Alias',
      'AWS::Lambda::Version',
    ]);
    const changed = Object.keys(before).filter((id) => JSON.stringify(before[id]) !== JSON.stringify(after[id]));
    const types = new Set(changed.map((id) => before[id].Type));
    // Of a function only the order of its variables.
    for (const id of changed.filter((name) => before[name].Type === 'AWS::Lambda::Function'))
      expect(after[id]).toEqual(before[id]);
    expect([...types].toSorted()).toEqual([
      'AWS::ApiGatewayV2::Integration',
      'AWS::Lambda::Function',
      'AWS::Lambda::Permission',
    ]);
  });

  it('move to a new version only after those of the pages, which have the keys of its proofs', () => {
    const withCodes = byReadableId(synthesise('sandbox', { warm: { provisioned: 1 } }), 'AWS::Lambda::Alias');
    const first: readonly string[] = withCodes['WarmOtp']?.['DependsOn'] ?? [];
    expect(first.map(readableId)).toContain('WarmPages');
  });

  it('are named in a warning, with what the account must have', () => {
    const warningsOf = (keys: object) =>
      Annotations.fromStack(createStack('production', { ...keys }).stack)
        .findWarning('*', Match.stringLikeRegexp('concurrent runs'))
        .map(({ entry }) => String(entry.data));
    expect(warningsOf({})).toEqual([]);
    expect(warningsOf({ warm: { everyMinutes: 5 } })).toEqual([]);
    expect(warningsOf({ warm: { provisioned: 2 } })[0]).toContain('keep 12 concurrent runs');
    // Those that are ready are among those that are reserved.
    expect(warningsOf({ warm: { provisioned: 2 }, reservedConcurrency: 5 })[0]).toContain('keep 65 concurrent runs');
  });
});

describe.each([{ everyMinutes: 5 }, { provisioned: 2 }])('a stage with %o', (warm) => {
  it('has no finding of cdk-nag', () => {
    const made = createStack('production', { warm });
    expect(new AwsSolutionsChecks(made.app).validateScope(made.stack).violations).toEqual([]);
  });

  it('lets API Gateway call what a route leads to before it leads there', () => {
    for (const [id, integration] of Object.entries(
      synthesise('production', { warm }).findResources('AWS::ApiGatewayV2::Integration'),
    ))
      expect(JSON.stringify(integration['DependsOn']), id).toMatch(/Permission/);
  });
});

describe('the key "warm"', () => {
  it.each([
    [{}, 'sandbox.warm'],
    [{ provisioned: 1, everyMinutes: 5 }, 'sandbox.warm'],
    [{ provisioned: 0 }, 'sandbox.warm.provisioned'],
    [{ everyMinutes: 61 }, 'sandbox.warm.everyMinutes'],
    [{ everyMinutes: 0 }, 'sandbox.warm.everyMinutes'],
    [{ often: 1 }, 'sandbox.warm.often'],
  ])('may not be %o', (warm, path) => {
    expect(Object.keys(sandboxFaults({ warm }))).toContain(path);
  });

  it('may not ask for more runs than are reserved', () => {
    expect(sandboxFaults({ warm: { provisioned: 5 }, reservedConcurrency: 5 })).toEqual({});
    expect(Object.keys(sandboxFaults({ warm: { provisioned: 6 }, reservedConcurrency: 5 }))).toEqual([
      'sandbox.warm.provisioned',
    ]);
  });
});
