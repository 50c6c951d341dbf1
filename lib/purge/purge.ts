// Deletes accounts that nobody uses: a schedule → the purge function. Only in a stage that asks for it.
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { EnvName } from '#runtime/env.ts';
import { ROW_RIGHTS } from '../row-rights.ts';
import { ServiceFunction } from '../service-function.ts';
import { grantStore, type Tables } from '../tables.ts';

export interface PurgeProps {
  readonly tables: Tables;
  readonly environment: Readonly<Partial<Record<EnvName, string>>>;
  readonly content?: string;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

/** The next one goes on where it stopped, so a run that fails is not repeated before. */
const NO_RETRIES = { retryAttempts: 0, maxEventAge: Duration.minutes(5) } as const;

export class Purge extends Construct {
  readonly handler: ServiceFunction;

  constructor(scope: Construct, id: string, { tables, ...props }: PurgeProps) {
    super(scope, id);
    this.handler = new ServiceFunction(this, 'Function', {
      ...props,
      handler: 'purge',
      description: 'Latchkey: deletes accounts that nobody uses',
      timeoutSeconds: 300,
    });
    const { verifications, users } = ROW_RIGHTS.purge;
    grantStore(tables.verifications, this.handler, verifications, 'read', 'write');
    grantStore(tables.users, this.handler, users, 'read', 'write', 'remove', 'scan');
    this.handler.configureAsyncInvoke(NO_RETRIES);
    new Rule(this, 'Schedule', {
      description: 'Latchkey: goes on with the deletion of unused accounts',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(this.handler, NO_RETRIES)],
    });
  }
}
