// The three tables. They hold all the state, and no secret.
import {
  type Attribute,
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { SESSIONS_BY_USER } from '#domain/store-keys.ts';
import { removalPolicyOf } from './removal-policy.ts';
import type { RowRights } from './row-rights.ts';

export interface TablesProps {
  /** Keeps the tables when the stack is deleted, and protects them from deletion. */
  readonly isRetained: boolean;
}

const KEY: Attribute = { name: 'pk', type: AttributeType.STRING };

export class Tables extends Construct {
  /** Its stream is the outbox. */
  readonly verifications: Table;
  readonly users: Table;
  readonly sessions: Table;

  constructor(scope: Construct, id: string, { isRetained }: TablesProps) {
    super(scope, id);
    const common: TableProps = {
      partitionKey: KEY,
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: removalPolicyOf(isRetained),
      deletionProtection: isRetained,
    };
    this.verifications = new Table(this, 'Verifications', {
      ...common,
      timeToLiveAttribute: 'ttl',
      stream: StreamViewType.NEW_IMAGE,
    });
    this.users = new Table(this, 'Users', {
      ...common,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
    this.sessions = new Table(this, 'Sessions', { ...common, timeToLiveAttribute: 'ttl' });
    // Keys only: a refresh does not write to the index.
    this.sessions.addGlobalSecondaryIndex({
      indexName: SESSIONS_BY_USER,
      partitionKey: { name: 'userId', type: AttributeType.STRING },
      sortKey: KEY,
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }
}

/** Only what the store port does: no scan, no batch write, and a query on the one index. */
const STORE_ACTIONS = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  write: ['dynamodb:PutItem'],
  remove: ['dynamodb:DeleteItem'],
  count: ['dynamodb:UpdateItem'],
} as const;
export type StoreRight = keyof typeof STORE_ACTIONS | 'list';

/** Not `table.grant`, which also gives every right on every index. `rows`: the only rows that the rights are for. */
export const grantStore = (
  table: Table,
  grantee: IGrantable,
  rows: RowRights | undefined,
  ...rights: readonly StoreRight[]
): void => {
  for (const [part, prefixes] of [
    [rights.filter((right) => right === 'read'), rows?.reads],
    [rights.filter((right) => right !== 'read'), rows?.changes],
  ] as const) {
    const actions = part.flatMap((right) => (right === 'list' ? [] : STORE_ACTIONS[right]));
    if (actions.length > 0)
      Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn], ...within(prefixes) });
  }
  if (!rights.includes('list')) return;
  const resourceArns = [`${table.tableArn}/index/${SESSIONS_BY_USER}`];
  Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const within = (prefixes: readonly string[] | undefined) =>
  prefixes && {
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`).toSorted() },
      // Without it, a request that named no key would pass.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
