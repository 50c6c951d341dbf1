// Latchkey in the stack of another team.
import { Names, Stack, Token } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { type AdminGrant, pathsOf } from '../admin/acts.ts';
import { ConfigError, type ConfigFault } from '../config/faults.ts';
import { readKeys, STAGE_NAME, STAGE_NAME_MESSAGE } from '../config/read-config.ts';
import { faultIf } from '../config/resolve.ts';
import type { StageConfig } from '../config/stage-config.ts';
import { conflictsWith } from '../config/stage-conflicts.ts';
import { TokenAuthorizer } from './authorizer.ts';
import type { LatchkeyProps } from './props.ts';
import { Service } from './service.ts';

/** The tables with all that the service keeps. A stack may add backups and alarms; only the service may write. */
export interface LatchkeyTables {
  readonly users: ITable;
  readonly sessions: ITable;
  readonly verifications: ITable;
  readonly audit: ITable;
}

/**
 * Sign-up, verification, log-in and password reset, with their API, functions, tables, keys, mails and alarms.
 *
 * @example
 * const auth = new Latchkey(this, 'Auth', { sesMode: 'sandbox', brandName: 'Shop', senderEmail: 'no-reply@example.com' });
 * api.addRoutes({ path: '/orders', integration, authorizer: auth.authorizer() });
 */
export class Latchkey extends Construct {
  /** Where the API and its pages are, without a slash at the end. */
  readonly url: string;
  /** `iss` of the tokens. */
  readonly issuer: string;
  /** `aud` of the access tokens. */
  readonly audience: string;
  readonly tables: LatchkeyTables;
  /** Where rules find what happens to accounts: `{ source: ['latchkey'], detailType: ['user.verified'] }`. */
  readonly bus: IEventBus;
  private readonly service: Service;
  private readonly tokens: TokenAuthorizer;

  /** @throws Error with all that is wrong in the props, one line each. */
  constructor(scope: Construct, id: string, props: LatchkeyProps) {
    super(scope, id);
    const where = `Latchkey "${this.node.path}"`;
    const config = read(this, props, where);
    try {
      // The CDK leaves this id out of logical ids.
      this.service = new Service(this, 'Default', { config, sharesStack: true });
    } catch (error) {
      throw error instanceof ConfigError ? new ConfigError(error.faults, where) : error;
    }
    const { api, tables, events } = this.service;
    this.url = api.url;
    this.issuer = api.url;
    this.audience = config.audience ?? api.url;
    // The casts: CDK's own classes do not fit their own interfaces under exactOptionalPropertyTypes.
    this.bus = events.bus as IEventBus;
    this.tables = {
      users: tables.users as ITable,
      sessions: tables.sessions as ITable,
      verifications: tables.verifications as ITable,
      audit: tables.audit as ITable,
    };
    this.tokens = new TokenAuthorizer({
      name: Names.uniqueResourceName(this, { maxLength: 64, separator: '-' }),
      issuer: this.issuer,
      audience: this.audience,
      needs: api.needs,
    });
  }

  /** For routes of an HTTP API that want an access token: API Gateway answers others with 401. */
  authorizer(): IHttpRouteAuthorizer {
    return this.tokens;
  }

  /**
   * Lets a role, user or function of this account use the routes for administrators, by requests that it signs (SigV4).
   * `acts`: `read` for what only reads, `support` for a help desk, or single paths such as `users/disable`. Default: all of them, also
   * those of later releases.
   *
   * @example
   * auth.grantAdmin(helpDesk, 'support', 'users/change-email');
   */
  grantAdmin(grantee: IGrantable, ...acts: readonly AdminGrant[]): Grant {
    return this.service.api.grantInvoke(grantee, pathsOf(acts));
  }

  /**
   * Where the alarms go, for subscriptions of your own. It is made when it is asked for, or with `alarmEmail`.
   * @throws Error with `monitoring: 'off'`, which makes no alarm.
   */
  get alarmTopic(): ITopic {
    const { monitoring } = this.service;
    if (!monitoring) throw new Error(`Latchkey "${this.node.path}" has no alarms: its "monitoring" is "off"`);
    return monitoring.topic;
  }
}

const read = (construct: Latchkey, { stage = stageOf(construct), ...keys }: LatchkeyProps, where: string) => {
  const { account, region } = Stack.of(construct);
  const { config, faults } = readKeys(
    stage,
    { identityIds: 'name', ...keys },
    Token.isUnresolved(region) ? undefined : region,
  );
  const all = [...faultIf(!STAGE_NAME.test(stage), 'stage', STAGE_NAME_MESSAGE), ...faults];
  if (!config || all.length > 0) throw new ConfigError(all, where);
  const own: StageConfig = Token.isUnresolved(account) ? config : { ...config, account };
  const conflicts = othersOf(construct).flatMap((other) => conflictsBetween(own, other));
  if (conflicts.length > 0) throw new ConfigError(conflicts, where);
  return own;
};

/** Such as `shop-auth-1a2b3c4d`. */
const stageOf = (construct: Construct): string => {
  const name = Names.uniqueResourceName(construct, { maxLength: 20, separator: '-', allowedSpecialCharacters: '-' });
  return name.toLowerCase().replace(/^[^a-z]+/, '');
};

/** In the same region, as far as the stacks say where they are. */
const othersOf = (construct: Latchkey): readonly Service[] =>
  construct.node.root.node
    .findAll()
    .filter((other) => other instanceof Service)
    .filter((other) => isSame(Stack.of(other).region, Stack.of(construct).region));

const isSame = (left: string, right: string): boolean =>
  Token.isUnresolved(left) || Token.isUnresolved(right) || left === right;

const conflictsBetween = (own: StageConfig, { config, node }: Service): readonly ConfigFault[] => [
  ...faultIf(
    own.stage === config.stage && isSame(own.account ?? '', config.account ?? own.account ?? ''),
    'stage',
    `is that of "${node.path}" too, and their metrics would be mixed: name one of them otherwise`,
  ),
  ...conflictsWith(own, config, ', or give their stacks an "env" if their accounts or regions differ'),
];
