// The API in the template: exactly the route table, throttled, logged without secrets.
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { API_FUNCTIONS, type FunctionName, GATEWAY_KEYS, routeOf } from '#routes.ts';
import { ServiceApi } from '../../lib/http-api.ts';
import { DEFAULT_THROTTLES } from '../../lib/throttles.ts';
import {
  FUNCTION_IDS,
  onlyOne,
  propertiesOf,
  readable,
  STAGES,
  type StageName,
  synthesise,
} from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };
const apiOf = (stage: StageName) => propertiesOf(onlyOne(templates[stage], 'AWS::ApiGatewayV2::Api'));
const stageOf = (stage: StageName) => onlyOne(templates[stage], 'AWS::ApiGatewayV2::Stage');

describe('routes', () => {
  it.each(STAGES)('are those of the table, each with its function, and $default (%s)', (stage) => {
    const integrations = templates[stage].findResources('AWS::ApiGatewayV2::Integration');
    const functionOf = (target: unknown) => {
      const id = /^integrations\/<(.*)>$/.exec(readable(target))?.[1];
      const found = Object.entries(integrations).find(([key]) => key.startsWith(id ?? '?'))?.[1];
      return readable(found?.['Properties'].IntegrationUri);
    };
    const routes = Object.values(templates[stage].findResources('AWS::ApiGatewayV2::Route')).map(({ Properties }) => [
      Properties.RouteKey,
      functionOf(Properties.Target),
    ]);
    const expected = GATEWAY_KEYS.map((key) => [key, `<${FUNCTION_IDS[routeOf(key)?.function ?? 'pages']}.Arn>`]);
    expect(Object.fromEntries(routes)).toEqual({ ...Object.fromEntries(expected), $default: '<Pages.Arn>' });
    expect(routes).toHaveLength(expected.length + 1);
  });

  it.each(STAGES)(
    'let identities of IAM through to those for administrators alone, and ask for none elsewhere (%s)',
    (stage) => {
      const routes = Object.values(templates[stage].findResources('AWS::ApiGatewayV2::Route'));
      const byType = Map.groupBy(routes, ({ Properties }) => Properties.AuthorizationType);
      const keysOf = (type: string) => byType.get(type)?.map(({ Properties }) => Properties.RouteKey) ?? [];
      const admins = GATEWAY_KEYS.filter((key) => key.includes(' /admin/'));
      expect(admins).not.toEqual([]);
      expect(keysOf('AWS_IAM').toSorted()).toEqual(admins.toSorted());
      expect(keysOf('NONE')).toHaveLength(routes.length - admins.length);
    },
  );

  it.each(STAGES)('use payload version 2 (%s)', (stage) => {
    for (const { Properties } of Object.values(templates[stage].findResources('AWS::ApiGatewayV2::Integration')))
      expect(Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
  });
});

describe('throttling', () => {
  const limits = (ThrottlingRateLimit: number, ThrottlingBurstLimit: number) => ({
    ThrottlingRateLimit,
    ThrottlingBurstLimit,
  });

  it.each(STAGES)('holds unknown paths too (%s)', (stage) => {
    expect(propertiesOf(stageOf(stage))['DefaultRouteSettings']).toEqual(limits(100, 200));
  });

  // CDK passes RouteSettings on as plain JSON, so the names must be CloudFormation's: ThrottlingRateLimit.
  it.each(STAGES)(
    'is lower where a password is hashed, and higher where open tabs call by themselves (%s)',
    (stage) => {
      const hashing = ['POST /signup', 'POST /verify', 'POST /login', 'POST /reset/confirm', 'POST /me/password'];
      const byThemselves = ['POST /token/refresh', 'POST /verify/status', 'POST /token', 'POST /introspect'].concat([
        'GET /userinfo',
        'HEAD /userinfo',
      ]);
      const expected = [
        ...GATEWAY_KEYS.map((key) => [key, limits(100, 200)]),
        ...[...hashing, 'POST /me/email', 'DELETE /me'].map((key) => [key, limits(50, 100)]),
        ...byThemselves.map((key) => [key, limits(200, 400)]),
      ];
      expect(propertiesOf(stageOf(stage))['RouteSettings']).toEqual(Object.fromEntries(expected));
    },
  );

  it('is what the configuration says, and the rest keeps its number', () => {
    const routes = { 'POST /login': { rate: 7, burst: 9 }, 'GET /me': { rate: 3, burst: 4 } };
    const template = synthesise('production', { throttles: { default: { rate: 5, burst: 6 }, routes } });
    const { DefaultRouteSettings, RouteSettings } = propertiesOf(onlyOne(template, 'AWS::ApiGatewayV2::Stage'));
    expect(DefaultRouteSettings).toEqual(limits(5, 6));
    expect(RouteSettings).toMatchObject({
      'POST /login': limits(7, 9),
      'GET /me': limits(3, 4),
      'HEAD /me': limits(3, 4),
      'POST /logout': limits(5, 6),
    });
    expect(RouteSettings['POST /signup']).toEqual(limits(50, 100));
  });

  // An update leaves the throttles that it does not name: https://github.com/serverless/serverless/pull/8590
  it('names each route, so that one that leaves the configuration goes back to its number', () => {
    const { RouteSettings } = propertiesOf(onlyOne(synthesise('sandbox'), 'AWS::ApiGatewayV2::Stage'));
    expect(Object.keys(RouteSettings).toSorted()).toEqual(GATEWAY_KEYS.toSorted());
  });

  // Otherwise: "Unable to find Route by key POST /signup within the provided RouteSettings", and the first deployment fails.
  it.each(STAGES)('depends on the routes it names (%s)', (stage) => {
    const routes = Object.entries(templates[stage].findResources('AWS::ApiGatewayV2::Route'));
    const ids = routes.filter(([, { Properties }]) => Properties.RouteKey !== '$default').map(([id]) => id);
    expect(ids).toHaveLength(GATEWAY_KEYS.length);
    expect(stageOf(stage)['DependsOn'] ?? []).toEqual(expect.arrayContaining(ids));
  });

  it('keeps a retired route, which answers 404, for the stages that throttle it', () => {
    const stack = new Stack(new App(), 'Retired');
    const api = new ServiceApi(stack, 'Http', {
      ...{ name: 'Retired', allowedOrigins: [], isRetained: false, throttles: DEFAULT_THROTTLES },
      retiredRoutes: ['POST /old'],
    });
    const made = (name: FunctionName) =>
      LambdaFunction.fromFunctionArn(stack, name, `arn:aws:lambda:r:1:function:${name}`);
    api.addRoutes(
      Object.fromEntries(API_FUNCTIONS.map((name) => [name, made(name)])) as Record<FunctionName, IFunction>,
    );
    const template = Template.fromStack(stack);
    const [id, route] = Object.entries(
      template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'POST /old' } }),
    )[0] ?? ['', {}];
    const login = template.findResources('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'GET /login' } });
    expect(propertiesOf(route)['Target']).toEqual(propertiesOf(Object.values(login)[0])['Target']);
    const stage = onlyOne(template, 'AWS::ApiGatewayV2::Stage');
    expect(propertiesOf(stage)['RouteSettings']['POST /old']).toEqual(limits(100, 200));
    expect(stage['DependsOn']).toContain(id);
  });
});

describe('the access log', () => {
  it.each(STAGES)('is JSON with the source, without query string, path or header (%s)', (stage) => {
    const { AccessLogSettings } = propertiesOf(stageOf(stage));
    expect(readable(AccessLogSettings.DestinationArn)).toBe('<HttpAccessLog.Arn>');
    const line: Record<string, string> = JSON.parse(AccessLogSettings.Format);
    expect(Object.values(line).sort()).toEqual([
      '$context.identity.sourceIp',
      '$context.requestId',
      '$context.requestTime',
      '$context.responseLatency',
      '$context.responseLength',
      '$context.routeKey',
      '$context.status',
    ]);
  });

  it.each(STAGES)('is kept for a month (%s)', (stage) => {
    const logs = templates[stage].findResources('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 30 } });
    expect(Object.keys(logs).filter((id) => id.startsWith('HttpAccessLog'))).toHaveLength(1);
  });
});

describe('CORS', () => {
  it('lets in the origins of the config, with cookies', () => {
    expect(apiOf('production')['CorsConfiguration']).toEqual({
      AllowCredentials: true,
      AllowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      AllowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      AllowOrigins: ['https://app.example.com'],
      MaxAge: 600,
    });
    expect(apiOf('sandbox')['CorsConfiguration'].AllowOrigins).toEqual(['http://localhost:5173']);
  });

  it.each([[[]], [undefined]])('is not there when the origins are %j', (allowedOrigins) => {
    const api = onlyOne(synthesise('sandbox', { allowedOrigins }), 'AWS::ApiGatewayV2::Api');
    expect(propertiesOf(api)).not.toHaveProperty('CorsConfiguration');
  });
});

describe('IPv6', () => {
  it.each(STAGES)('reaches the API and its domain like IPv4 (%s)', (stage) => {
    expect(apiOf(stage)['IpAddressType']).toBe('dualstack');
    const certificateArn = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
    const template = synthesise(stage, { apiDomain: { name: 'auth.example.com', certificateArn } });
    const [configuration] = propertiesOf(onlyOne(template, 'AWS::ApiGatewayV2::DomainName'))[
      'DomainNameConfigurations'
    ];
    expect(configuration.IpAddressType).toBe('dualstack');
  });
});

describe('a domain of its own', () => {
  const certificateArn = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
  const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
  const apiDomain = { name: 'auth.example.com', certificateArn, hostedZone };

  it('is mapped to the API, has an alias record and is the URL in the outputs', () => {
    const template = synthesise('production', { apiDomain });
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'auth.example.com',
      DomainNameConfigurations: [{ CertificateArn: certificateArn, EndpointType: 'REGIONAL' }],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true });
    template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'auth.example.com.', Type });
    }
    expect(template.toJSON()['Outputs']).not.toHaveProperty('DnsApi');
    expect(template.toJSON()['Outputs'].ApiUrl.Value).toBe('https://auth.example.com');
  });

  it('alone closes the address of API Gateway', () => {
    expect(apiOf('production')).not.toHaveProperty('DisableExecuteApiEndpoint');
  });

  it('has no record without a zone, and tells the operator which to make', () => {
    const template = synthesise('production', { apiDomain: { name: apiDomain.name, certificateArn } });
    const { DnsApi, NextStep } = template.toJSON()['Outputs'];
    expect(readable(DnsApi.Value)).toBe('auth.example.com. 1800 IN CNAME <HttpDomain.RegionalDomainName>.');
    expect(NextStep.Value).toMatch(/^Next: add the record of the output DnsApi to the DNS of its domain; then /);
    expect(template.findResources('AWS::Route53::RecordSet')).toEqual({});
  });
});
