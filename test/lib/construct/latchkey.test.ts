// The construct in the stack of another team: what it gives, what it refuses, and what it leaves alone.
import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../lib/config/faults.ts';
import { Latchkey } from '../../../lib/construct/latchkey.ts';
import type { LatchkeyProps } from '../../../lib/construct/props.ts';
import { createApp, createShop, idsOf, PROPS, resourcesOf } from '../../support/stack/embedded.ts';
import { createStack, readable, readableId } from '../../support/stack/stack.ts';

const { context } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));
const countsOf = (stack: Stack): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { Type } of Object.values(resourcesOf(stack))) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
};

const FLAGS = Object.fromEntries(Object.entries(context).filter(([key]) => key.startsWith('@aws-cdk')));

describe('a service in the stack of another team', () => {
  // The ids of some parts have the path of another in them.
  it('has the parts of a stage of its own, and 70 permissions fewer', () => {
    const own = countsOf(createStack('sandbox', { alarmEmail: undefined, sandboxRecipients: [] }).stack);
    const { 'AWS::Lambda::Permission': permissions = 0, ...others } = countsOf(createShop().stack);
    expect({ ...others, 'AWS::Lambda::Permission': own['AWS::Lambda::Permission'] }).toEqual(own);
    expect((own['AWS::Lambda::Permission'] ?? 0) - permissions).toBeGreaterThan(70);
  });

  it('works in any region, and where the stack does not say one', () => {
    const env = { account: '111122223333', region: 'eu-central-1' };
    expect(idsOf(createShop({}, { env }).stack)).toEqual(idsOf(createShop().stack));
    expect(JSON.stringify(resourcesOf(createShop({}, { env }).stack))).not.toContain('ap-northeast-2');
  });

  it('has the same logical ids whatever feature flags the app has', () => {
    expect(idsOf(createShop({}, { app: createApp(FLAGS) }).stack)).toEqual(idsOf(createShop().stack));
  });

  it('tells its address, its issuer and its audience', () => {
    const { stack, auth } = createShop({ audience: 'shop' });
    expect(readable(stack.resolve(auth.url))).toBe('<AuthHttpApi.ApiEndpoint>');
    expect(auth.issuer).toBe(auth.url);
    expect(auth.audience).toBe('shop');
    expect(createShop().auth.audience).not.toBe('shop');
    expect(readable(stack.resolve(auth.tables.users.tableName))).toBe('<AuthTablesUsers>');
  });

  it('takes values that only CloudFormation knows', () => {
    const stack = new Stack(createApp(), 'Shop');
    const certificate = new Certificate(stack, 'Certificate', { domainName: 'auth.shop.example' });
    const secret = new Secret(stack, 'Secret');
    new Latchkey(stack, 'Auth', {
      ...PROPS,
      transport: 'smtp',
      smtp: { preset: 'sendgrid', secretArn: secret.secretArn },
      apiDomain: { name: 'auth.shop.example', certificateArn: certificate.certificateArn },
    });
    const [domain] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::DomainName'));
    expect(readable(domain?.['Properties'].DomainNameConfigurations[0].CertificateArn)).toBe('<Certificate>');
  });

  it('brings its reasons for what cdk-nag finds, and none for what the stack does', () => {
    const { app, stack } = createShop();
    const found = new AwsSolutionsChecks(app).validateScope(stack).violations;
    expect(found.map(({ ruleName }) => ruleName)).toEqual([]);
  });
});

describe('two of them', () => {
  const SECOND = { ...PROPS, senderEmail: 'no-reply@other.example' };

  const namesOf = (stack: Stack, type: string, property: string) =>
    Object.values(Template.fromStack(stack).findResources(type)).map(({ Properties }) => Properties[property]);

  // With every alarm of both there would be more than the 500 resources that a stack holds.
  it('are in one stack', () => {
    const { stack } = createShop({ monitoring: 'off' });
    new Latchkey(stack, 'Staff', { ...SECOND, watchesAccount: false, monitoring: 'off' });
    expect(namesOf(stack, 'AWS::ApiGatewayV2::Api', 'Name').toSorted()).toEqual(['Shop-Auth', 'Shop-Staff']);
  });

  it('have no name in common', () => {
    const { stack } = createShop();
    const other = new Stack(createApp(), 'Shop');
    new Latchkey(other, 'Staff', { ...SECOND, watchesAccount: false });
    const both = (type: string, property: string) => [stack, other].map((one) => namesOf(one, type, property));
    expect(both('AWS::ApiGatewayV2::Api', 'Name')).toEqual([['Shop-Auth'], ['Shop-Staff']]);
    expect(both('AWS::CloudWatch::Dashboard', 'DashboardName')).toEqual([
      ['Shop-Auth', 'Shop-Auth-machines'],
      ['Shop-Staff'],
    ]);
    const stagesOf = (all: ReturnType<typeof namesOf>): readonly string[] => [
      ...new Set(all.flatMap((dimensions) => (dimensions?.[0].Name === 'stage' ? [dimensions[0].Value] : []))),
    ];
    const [first = [], second = []] = both('AWS::CloudWatch::Alarm', 'Dimensions').map(stagesOf);
    expect([first.length, second.length]).toEqual([1, 1]);
    expect(first).not.toEqual(second);
  });

  it('are in two stacks of one app', () => {
    const { app } = createShop();
    const other = new Stack(app, 'Office');
    new Latchkey(other, 'Auth', { ...SECOND, watchesAccount: false });
    expect(() => app.synth()).not.toThrow();
  });

  it('cannot both manage one sender, and have names of their own', () => {
    const { stack } = createShop({ stage: 'shop' });
    expect(faultsOf(() => new Latchkey(stack, 'Staff', { ...PROPS, stage: 'shop' }))).toEqual({
      stage: expect.stringMatching(/"Shop\/Auth/),
      senderIdentity: expect.stringMatching(/set "existing" in one of the two, or give their stacks an "env"/),
    });
  });

  it('may both manage one sender where their accounts differ', () => {
    const { app } = createShop({}, { env: { account: '111122223333', region: 'eu-central-1' } });
    const other = new Stack(app, 'Office', { env: { account: '444455556666', region: 'eu-central-1' } });
    expect(() => new Latchkey(other, 'Auth', PROPS)).not.toThrow();
  });
});

const faultsOf = (make: () => unknown): Record<string, string> => {
  try {
    make();
  } catch (error) {
    if (error instanceof ConfigError)
      return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
};

describe('wrong props', () => {
  // What an app in JavaScript may say.
  const wrong = { sesMode: 'live', senderEmail: 'nobody', brandNme: 'Shop' } as unknown as LatchkeyProps;

  it('are all said at once, with the place of the construct and the form of each value', () => {
    const make = () => new Latchkey(new Stack(createApp(), 'Shop'), 'Auth', wrong);
    expect(make).toThrow(/^Latchkey "Shop\/Auth" has 4 faults:\n/);
    expect(faultsOf(make)).toEqual({
      sesMode: 'must be "sandbox" or "production"',
      senderEmail: 'must be an email address, such as "no-reply@example.com"',
      brandNme: 'is not a key Latchkey knows: did you mean "brandName"?',
      brandName: expect.stringMatching(/^is missing/),
    });
  });

  it('include a function of claims in another region, where the stack says its own', () => {
    const claims = { functionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:claims' };
    const env = { account: '111122223333', region: 'eu-west-1' };
    expect(faultsOf(() => createShop({ claims }, { env }))).toHaveProperty(['claims.functionArn']);
    expect(() => createShop({ claims }, { env: { ...env, region: 'eu-central-1' } })).not.toThrow();
    expect(() => createShop({ claims })).not.toThrow();
  });

  it('include a stage without the form of a name, and alarms that nobody makes', () => {
    expect(faultsOf(() => createShop({ stage: 'My Shop' }))).toHaveProperty('stage');
    expect(faultsOf(() => createShop({ monitoring: 'off', alarmEmail: 'ops@shop.example' }))).toHaveProperty(
      'alarmEmail',
    );
  });
});

describe('the authorizer', () => {
  const integrationOf = (name: string) => new HttpUrlIntegration(name, 'https://orders.shop.example');
  const authorizersOf = (stack: Stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Authorizer'));

  it('is one for all routes of an API, and one for each API', () => {
    const { stack, auth } = createShop({ audience: 'shop' });
    for (const name of ['Orders', 'Invoices']) {
      const api = new HttpApi(stack, name);
      const integration = integrationOf(name);
      for (const path of ['/one', '/two'])
        api.addRoutes({ path, methods: [HttpMethod.GET], integration, authorizer: auth.authorizer() });
    }
    const made = authorizersOf(stack);
    expect(made.map(({ Properties }) => readable(Properties.ApiId))).toEqual(['<Orders>', '<Invoices>']);
    for (const { Properties } of made) {
      expect(readable(Properties.JwtConfiguration.Issuer)).toBe('<AuthHttpApi.ApiEndpoint>');
      expect(Properties.JwtConfiguration.Audience).toEqual(['shop']);
    }
  });

  // API Gateway reads the discovery document of the issuer when it makes an authorizer.
  it('is made once the service answers', () => {
    const { stack, auth } = createShop();
    new HttpApi(stack, 'Orders', { defaultAuthorizer: auth.authorizer(), defaultIntegration: integrationOf('Orders') });
    const [made] = authorizersOf(stack);
    expect(made?.['DependsOn'].map(readableId)).toEqual(['AuthHttpStage']);
  });

  it('is for APIs of other stacks, too', () => {
    const { app, auth } = createShop();
    const other = new Stack(app, 'Office');
    new HttpApi(other, 'Orders', { defaultAuthorizer: auth.authorizer(), defaultIntegration: integrationOf('Orders') });
    expect(() => app.synth()).not.toThrow();
    expect(other.dependencies.map(({ stackName }) => stackName)).toEqual(['Shop']);
  });
});

describe('monitoring', () => {
  const countOf = (type: string, props: Partial<LatchkeyProps>) =>
    Object.keys(Template.fromStack(createShop(props).stack).findResources(type)).length;

  it.each([
    ['all', 30, 2],
    ['essential', 5, 0],
  ] as const)('makes alarms and dashboards by its level (%s)', (monitoring, alarms, dashboards) => {
    expect(countOf('AWS::CloudWatch::Alarm', { monitoring })).toBeGreaterThan(alarms);
    expect(countOf('AWS::CloudWatch::Dashboard', { monitoring })).toBe(dashboards);
  });

  it.each(['sandbox', 'production'] as const)('has at most ten alarms that are essential (%s)', (sesMode) => {
    const otp = 'off';
    expect(countOf('AWS::CloudWatch::Alarm', { monitoring: 'essential', sesMode, otp })).toBe(
      sesMode === 'sandbox' ? 9 : 10,
    );
  });

  it('makes nothing with "off", and says so to those who ask for its topic', () => {
    for (const type of ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SNS::Topic'])
      expect(countOf(type, { monitoring: 'off' })).toBe(0);
    expect(() => createShop({ monitoring: 'off' }).auth.alarmTopic).toThrow(/"monitoring" is "off"/);
  });

  it('tells all alarms to a topic once somebody asks for it', () => {
    expect(countOf('AWS::SNS::Topic', {})).toBe(0);
    const { stack, auth } = createShop();
    expect(auth.alarmTopic).toBe(auth.alarmTopic);
    const alarms = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.map(({ Properties }) => readable(Properties.AlarmActions[0]))).toEqual(
      alarms.map(() => '<AuthMonitoringAlarms>'),
    );
  });
});
