// The defaults of every function: bundling, runtime, logs.
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { AnyFunctionName } from '#routes.ts';
import { ENV, type EnvName } from '#runtime/env.ts';
import { codeOf } from './bundling/code.ts';
import { removalPolicyOf } from './removal-policy.ts';

export interface ServiceFunctionProps {
  /** The file in `functions/handlers/`, without extension. */
  readonly handler: AnyFunctionName;
  readonly description: string;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  /** The words of the team, if there are any (`content.ts`). */
  readonly content?: string;
  readonly isRetained: boolean;
  readonly memorySizeMegabytes?: number;
  readonly timeoutSeconds?: number;
  readonly reservedConcurrency?: number;
}

const LAMBDA = 'lambda.amazonaws.com';

export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: removalPolicyOf(props.isRetained),
    });
    // Its own role, which can only write to its own log group.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal(LAMBDA) });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, id, {
      description: props.description,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      code: codeOf(scope, props.handler, props.content),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySizeMegabytes ?? 512,
      timeout: Duration.seconds(props.timeoutSeconds ?? 15),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      // argon2 runs in the thread pool. More threads than cores only cost memory.
      environment: { ...toVariables(props.environment), UV_THREADPOOL_SIZE: '2' },
    });
  }

  /** A deployment changes this function and its rights only once it has changed the code of `other`. */
  changeAfter(other: ServiceFunction): void {
    const first = other.node.findChild('Resource');
    this.node.addDependency(first);
    this.role?.node.addDependency(first);
  }
}

const toVariables = (environment: ServiceFunctionProps['environment']): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [ENV[name as EnvName], value]));
