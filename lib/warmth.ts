// Keeps the functions started that people wait for: runs that are always ready, or an event every few minutes (ADR 0039).
import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Alias, type IFunction, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { API_FUNCTIONS, type FunctionName } from '#routes.ts';
import { WARM_UP } from '#runtime/warm-up.ts';
import type { StageConfig } from './config/stage-config.ts';
import type { ServiceFunction } from './service-function.ts';

type Functions = Readonly<Record<FunctionName, ServiceFunction>>;

export class Warmth extends Construct {
  /** What the routes lead to. */
  readonly live: Readonly<Record<FunctionName, IFunction>>;

  constructor(
    scope: Construct,
    id: string,
    functions: Functions,
    config: Pick<StageConfig, 'warm' | 'otp' | 'clients' | 'passkeyDomain' | 'secondFactor'>,
  ) {
    super(scope, id);
    const { warm, otp, clients, passkeyDomain, secondFactor } = config;
    // Nobody waits for what is off, and administrators can wait for a second.
    const isOff: Readonly<Record<string, boolean>> = {
      otp: otp.access === 'off',
      authorize: !clients?.length,
      factors: passkeyDomain === undefined && secondFactor !== 'optional',
      admin: true,
    };
    const names = API_FUNCTIONS.filter((name) => !isOff[name]);
    if (warm?.everyMinutes !== undefined) {
      for (const name of names) this.schedule(functions[name], warm.everyMinutes);
    }
    this.live = warm?.provisioned === undefined ? functions : this.provision(functions, names, warm.provisioned);
  }

  private schedule(handler: ServiceFunction, everyMinutes: number): void {
    new Rule(this, `${handler.node.id}Schedule`, {
      description: `Latchkey: keeps ${handler.node.id} started`,
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      // The next one comes anyway.
      targets: [
        new LambdaFunction(handler, {
          event: RuleTargetInput.fromObject(WARM_UP),
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        }),
      ],
    });
  }

  /** Only a version has runs that are ready, so the routes lead to an alias of the newest one. */
  private provision(
    functions: Functions,
    names: readonly FunctionName[],
    provisionedConcurrentExecutions: number,
  ): Readonly<Record<FunctionName, IFunction>> {
    const live: Record<FunctionName, IFunction> = { ...functions };
    for (const name of names) {
      const { currentVersion, node } = functions[name];
      // The casts: CDK's own classes do not fit its own interfaces under exactOptionalPropertyTypes.
      const version = currentVersion as IVersion;
      live[name] = new Alias(this, node.id, {
        aliasName: 'live',
        version,
        provisionedConcurrentExecutions,
      }) as IFunction;
    }
    // As the functions themselves: older pages do not have the key of the proofs that a newer `otp` signs.
    if (names.includes('otp')) live.otp.node.addDependency(live.pages);
    return live;
  }
}
