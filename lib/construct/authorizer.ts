// Lets a team's own HTTP API take the access tokens of a service.
import type {
  HttpRouteAuthorizerBindOptions,
  HttpRouteAuthorizerConfig,
  IHttpApi,
  IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { IDependable } from 'constructs';

export interface TokenAuthorizerProps {
  /** What it is called in each API. */
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  /** API Gateway reads the discovery document of the issuer when it makes the authorizer: what must answer by then. */
  readonly needs: readonly IDependable[];
}

/** One for all routes of all APIs: the CDK's own belongs to the API that it was bound to first. */
export class TokenAuthorizer implements IHttpRouteAuthorizer {
  readonly authorizationType = 'JWT';
  private readonly props: TokenAuthorizerProps;
  private readonly bound = new Map<IHttpApi, HttpJwtAuthorizer>();

  constructor(props: TokenAuthorizerProps) {
    this.props = props;
  }

  bind(options: HttpRouteAuthorizerBindOptions): HttpRouteAuthorizerConfig {
    const { name, issuer, audience, needs } = this.props;
    const { httpApi } = options.route;
    const known = this.bound.get(httpApi);
    if (known) return known.bind(options);
    const made = new HttpJwtAuthorizer(name, issuer, { jwtAudience: [audience] });
    this.bound.set(httpApi, made);
    const config = made.bind(options);
    options.scope.node.findChild(name).node.addDependency(...needs);
    return config;
  }
}
