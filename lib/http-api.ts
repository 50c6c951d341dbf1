// The HTTP API from the route table: routes, throttling, CORS, the access log and, if configured, its own domain.
import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnIntegration,
  type CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  IpAddressType,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Grant, type IGrantable, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayv2DomainProperties } from 'aws-cdk-lib/aws-route53-targets';
import { Construct, type IDependable } from 'constructs';
import { type FunctionName, GATEWAY_KEYS, routeOf, tableKeyOf } from '#routes.ts';
import type { ApiDomain, Throttles } from './config/stage-config.ts';
import { removalPolicyOf } from './removal-policy.ts';
import { RETIRED_ROUTES } from './throttles.ts';

export interface ServiceApiProps {
  readonly name: string;
  readonly allowedOrigins: readonly string[];
  readonly isRetained: boolean;
  readonly throttles: Throttles;
  readonly domain?: ApiDomain;
  /** Default: those of `lib/throttles.ts`. */
  readonly retiredRoutes?: readonly string[];
  /** Lets it call each function by one permission, not by one for each route: 70 resources fewer of the 500 that a stack may have. */
  readonly hasFewPermissions?: boolean;
}

/** Its permission is made apart. */
class PermittedIntegration extends HttpLambdaIntegration {
  protected override completeBind(): void {}
}

/** No query string: it may hold a link token. The source is personal data, for incidents only. */
const ACCESS_LOG = JSON.stringify({
  requestId: '$context.requestId',
  source: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  at: '$context.requestTime',
  latencyMilliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
});

export class ServiceApi extends Construct {
  /** The public URL without a trailing slash: `iss` of tokens and the start of links. */
  readonly url: string;
  readonly id: string;
  /** What the operator must put into DNS, as a line of a zone file. */
  readonly record: string | undefined;
  /** What must be there until it answers under its URL. */
  readonly needs: IDependable[] = [];
  private readonly api: HttpApi;
  private readonly stage: HttpStage;
  private readonly routeKeys: readonly string[];
  private readonly hasFewPermissions: boolean;

  constructor(scope: Construct, id: string, props: ServiceApiProps) {
    super(scope, id);
    this.hasFewPermissions = props.hasFewPermissions ?? false;
    this.routeKeys = [...GATEWAY_KEYS, ...(props.retiredRoutes ?? RETIRED_ROUTES)];
    this.api = new HttpApi(this, 'Api', {
      apiName: props.name,
      createDefaultStage: false,
      // Phones reach it by IPv6, each from a /64 of its own, and not by the IPv4 address that a carrier shares among strangers.
      ipAddressType: IpAddressType.DUAL_STACK,
      // Otherwise API Gateway's own address is a way around what stands in front of the domain, such as a firewall.
      ...(props.domain && { disableExecuteApiEndpoint: true }),
      ...(props.allowedOrigins.length > 0 && { corsPreflight: corsOf(props.allowedOrigins) }),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: removalPolicyOf(props.isRetained),
    });
    const domainName = props.domain && this.makeDomain(props.domain);
    this.record = domainName && props.domain && recordOf(props.domain, domainName);
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      // Also for `$default`, where requests for unknown paths go.
      throttle: { rateLimit: props.throttles.default.rate, burstLimit: props.throttles.default.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(ACCESS_LOG),
      },
    });
    // It waits for the routes, and they for the functions.
    this.needs.push(this.stage);
    if (domainName) this.map(domainName);
    // Those with the default numbers too: API Gateway keeps what an update does not name, so a throttle that is taken out of the
    // configuration would stay. CDK passes this on as raw JSON, so the names are CloudFormation's.
    const throttles = new Map(Object.entries(props.throttles.routes));
    (this.stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      this.routeKeys.map((key) => {
        const { rate, burst } = throttles.get(tableKeyOf(key)) ?? props.throttles.default;
        return [key, { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst }];
      }),
    );
    this.url = props.domain ? `https://${props.domain.name}` : this.api.apiEndpoint;
    this.id = this.api.apiId;
  }

  /** Adds every route of the table, those for administrators to identities of IAM alone. A request that matches none goes to `pages`, which answers 404 or 405. */
  addRoutes(functions: Readonly<Record<FunctionName, IFunction>>): void {
    const integrations = Object.fromEntries(
      Object.entries(functions).map(([name, handler]) => [name, this.integrate(name, handler)]),
    ) as Record<FunctionName, HttpLambdaIntegration>;
    const authorizer = new HttpIamAuthorizer();
    for (const key of this.routeKeys) {
      const [method, path = ''] = key.split(' ');
      const added = this.api.addRoutes({
        path,
        methods: [method as HttpMethod],
        integration: integrations[routeOf(key)?.function ?? 'pages'],
        ...(routeOf(key)?.isForAdmins && { authorizer }),
      });
      // API Gateway refuses a stage that throttles a route which does not exist yet.
      this.stage.node.addDependency(...added);
    }
    new HttpRoute(this, 'Default', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration: integrations.pages,
    });
    this.permitFirst();
  }

  /** Lets an identity of IAM send requests to paths of the API that ask for one. `/admin/*`: all below it. */
  grantInvoke(grantee: IGrantable, paths: readonly string[]): Grant {
    const resourceArns = paths.map((path) => this.api.arnForExecuteApi('POST', path, this.stage.stageName));
    return Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns });
  }

  private integrate(name: string, handler: IFunction): HttpLambdaIntegration {
    if (!this.hasFewPermissions) return new HttpLambdaIntegration(name, handler);
    const sourceArn = Stack.of(this).formatArn({ service: 'execute-api', resource: this.id, resourceName: '*' });
    const principal = new ServicePrincipal('apigateway.amazonaws.com');
    handler.addPermission(`${name}-Permission`, { scope: this, principal, sourceArn });
    return new PermittedIntegration(name, handler);
  }

  /** Where the routes move to another version of a function, API Gateway may call it before it does. */
  private permitFirst(): void {
    const made = this.node.findAll();
    const permissions = made.filter((construct) => construct instanceof CfnPermission);
    for (const integration of made.filter((construct) => construct instanceof CfnIntegration)) {
      const id = `${integration.node.scope?.node.id}-Permission`;
      for (const permission of permissions.filter(({ node }) => node.id === id))
        integration.addResourceDependency(permission);
    }
  }

  /** Under the id that `domainMapping` of the CDK would give it: deployed stages have it, and a domain has one mapping. */
  private map(domainName: DomainName): void {
    const ids = domainName.node.scopes.map(({ node }) => node.id).filter((id) => id !== '' && id !== 'Default');
    new ApiMapping(this.stage, `${ids.join('/')}undefined`, { api: this.api, domainName, stage: this.stage });
    this.stage.node.addDependency(domainName);
  }

  private makeDomain({ name, certificateArn, hostedZone }: ApiDomain): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      ipAddressType: IpAddressType.DUAL_STACK,
    });
    if (hostedZone) {
      const { regionalDomainName, regionalHostedZoneId } = domainName;
      const alias = {
        zone: HostedZone.fromHostedZoneAttributes(this, 'Zone', {
          hostedZoneId: hostedZone.id,
          zoneName: hostedZone.name,
        }),
        recordName: `${name}.`,
        target: RecordTarget.fromAlias(new ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId)),
      };
      this.needs.push(new ARecord(this, 'Alias', alias), new AaaaRecord(this, 'Alias6', alias));
    }
    return domainName;
  }
}

/** None where the stack makes it. */
const recordOf = ({ name, hostedZone }: ApiDomain, { regionalDomainName }: DomainName): string | undefined =>
  hostedZone ? undefined : `${name}. 1800 IN CNAME ${regionalDomainName}.`;

const corsOf = (origins: readonly string[]) => ({
  allowOrigins: [...origins],
  allowMethods: [
    CorsHttpMethod.GET,
    CorsHttpMethod.POST,
    CorsHttpMethod.PUT,
    CorsHttpMethod.PATCH,
    CorsHttpMethod.DELETE,
  ],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
  allowCredentials: true,
  maxAge: Duration.minutes(10),
});
