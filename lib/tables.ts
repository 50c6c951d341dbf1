// The four tables. They hold all the state, and no secret.
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type ITable,
  ProjectionType,
  StreamViewType,
  Table,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BY_PHONE, BY_USER } from '#domain/store-keys.ts';
import type { ExistingTables } from './config/stage-config.ts';
import { removalPolicyOf } from './removal-policy.ts';
import type { RowRights } from './row-rights.ts';

export interface TablesProps {
  /** Keeps the tables when the stack is deleted. */
  readonly isRetained: boolean;
  /** Refuses to delete them, even to CloudFormation when the deployment that made them fails. */
  readonly isProtected: boolean;
  /** Tables that are there already. */
  readonly existing: ExistingTables;
}

/** CDK's own class does not fit its own interface under exactOptionalPropertyTypes. */
export type StoreTable = Table | ITable;

const KEY: Attribute = { name: 'pk', type: AttributeType.STRING };

export class Tables extends Construct {
  /** Its stream is the outbox. */
  readonly verifications: StoreTable;
  /** The events function learns from its stream what happens to accounts. */
  readonly users: StoreTable;
  readonly sessions: StoreTable;
  /** What happened to accounts. Its stream is the outbox of events. */
  readonly audit: StoreTable;

  constructor(scope: Construct, id: string, { isRetained, isProtected, existing }: TablesProps) {
    super(scope, id);
    const common: TableProps = {
      partitionKey: KEY,
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: removalPolicyOf(isRetained),
      deletionProtection: isProtected,
    };
    this.verifications = existing.verifications
      ? Table.fromTableAttributes(this, 'Verifications', tableOfStream(existing.verifications))
      : new Table(this, 'Verifications', { ...common, timeToLiveAttribute: 'ttl', stream: StreamViewType.NEW_IMAGE });
    this.users = existing.users
      ? Table.fromTableAttributes(this, 'Users', tableOfStream(existing.users))
      : withPhones(
          new Table(this, 'Users', {
            ...common,
            stream: StreamViewType.NEW_AND_OLD_IMAGES,
            pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          }),
        );
    this.sessions = existing.sessions
      ? Table.fromTableName(this, 'Sessions', existing.sessions)
      : withUsers(new Table(this, 'Sessions', { ...common, timeToLiveAttribute: 'ttl' }));
    this.audit = existing.audit
      ? Table.fromTableAttributes(this, 'Audit', tableOfStream(existing.audit))
      : withUsers(
          new Table(this, 'Audit', {
            ...common,
            timeToLiveAttribute: 'ttl',
            stream: StreamViewType.NEW_IMAGE,
            pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
          }),
        );
  }
}

/** Can find the accounts of a phone number. */
const withPhones = (table: Table): Table => {
  table.addGlobalSecondaryIndex({
    indexName: BY_PHONE,
    partitionKey: { name: 'phone', type: AttributeType.STRING },
    projectionType: ProjectionType.KEYS_ONLY,
  });
  return table;
};

/** Can list the rows of a user. Keys only: a refresh does not write to the index. */
const withUsers = (table: Table): Table => {
  table.addGlobalSecondaryIndex({
    indexName: BY_USER,
    partitionKey: { name: 'userId', type: AttributeType.STRING },
    sortKey: KEY,
    projectionType: ProjectionType.KEYS_ONLY,
  });
  return table;
};

/** `arn:…:table/<name>/stream/<time>` */
const tableOfStream = (tableStreamArn: string) => ({
  tableArn: tableStreamArn.split('/stream/')[0] ?? '',
  tableStreamArn,
});

/** Only what the store port does: no batch write, a query on one index, and a scan for operators. */
const STORE_ACTIONS = {
  read: ['dynamodb:GetItem', 'dynamodb:BatchGetItem'],
  write: ['dynamodb:PutItem'],
  remove: ['dynamodb:DeleteItem'],
  count: ['dynamodb:UpdateItem'],
} as const;
/** `list` and `find`: a query of one index. `scan`: the whole table. */
export type StoreRight = keyof typeof STORE_ACTIONS | keyof typeof INDEXES | 'scan';

const INDEXES = { list: BY_USER, find: BY_PHONE } as const;

/** Not `table.grant`, which also gives every right on every index. `rows`: the only rows that the rights are for. */
export const grantStore = (
  table: StoreTable,
  grantee: IGrantable,
  rows: RowRights | undefined,
  ...rights: readonly StoreRight[]
): void => {
  for (const [part, prefixes] of [
    [rights.filter((right) => right === 'read'), rows?.reads],
    [rights.filter((right) => right !== 'read'), rows?.changes],
  ] as const) {
    const actions = part.filter(isOfRows).flatMap((right) => STORE_ACTIONS[right]);
    if (actions.length > 0)
      Grant.addToPrincipal({ grantee, actions, resourceArns: [table.tableArn], ...within(prefixes) });
  }
  for (const [right, index] of Object.entries(INDEXES)) {
    if (!rights.some((one) => one === right)) continue;
    const resourceArns = [`${table.tableArn}/index/${index}`];
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Query'], resourceArns });
  }
  // A scan names no key, so no condition on keys could hold it to some rows.
  if (rights.includes('scan'))
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:Scan'], resourceArns: [table.tableArn] });
};

const isOfRows = (right: StoreRight): right is keyof typeof STORE_ACTIONS => right in STORE_ACTIONS;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
const within = (prefixes: readonly string[] | undefined) =>
  prefixes && {
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}*`).toSorted() },
      // Without it, a request that named no key would pass.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
