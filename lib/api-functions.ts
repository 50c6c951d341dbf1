// The functions behind the API, each with the tables and keys it may use and no others.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { TableName } from '#domain/row.ts';
import { API_FUNCTIONS, type FunctionName } from '#routes.ts';
import { TABLE_VARIABLES } from '#runtime/env.ts';
import type { Keys } from './keys.ts';
import { ROW_RIGHTS } from './row-rights.ts';
import { ServiceFunction } from './service-function.ts';
import { grantStore, type StoreRight, type Tables } from './tables.ts';

export interface ApiFunctionsProps {
  readonly tables: Tables;
  readonly keys: Keys;
  /** The deployment's settings as JSON. */
  readonly settings: string;
  readonly content?: string;
  /** Asked by the functions that sign access tokens. */
  readonly claimsFunctionArn?: string;
  /** Of the functions that send messages to anybody. */
  readonly humanCheckSecretArn?: string;
  /** Unused accounts are deleted, so the use of an account is written down. */
  readonly purges: boolean;
  readonly isRetained: boolean;
  readonly reservedConcurrency?: number;
}

/**
 * `master`: derive links, codes and refresh tokens. `sign`: sign access tokens. `read`: get their public keys to verify or
 * publish. The last three are the same for one-time codes and their proofs.
 */
type KeyUse = 'master' | 'sign' | 'read' | 'otp' | 'signProofs' | 'readProofs';

interface FunctionPlan {
  /** The construct id. Changing it replaces the function. */
  readonly id: string;
  readonly description: string;
  readonly tables: { readonly [Name in TableName]?: readonly StoreRight[] };
  readonly keys: readonly KeyUse[];
  /** Whether anybody can have it send messages, unless a person must ask. */
  readonly asksForPeople?: true;
  /** Default: a whole core. */
  readonly memorySizeMegabytes?: number;
}

const CHALLENGES = ['read', 'write', 'count'] as const;
/** A row is written once. It is read if the answer of that was lost. */
const APPENDED = ['read', 'write'] as const;

const PLANS: Readonly<Record<FunctionName, FunctionPlan>> = {
  signup: {
    id: 'SignUp',
    description: 'Latchkey: begins sign-ups',
    tables: { verifications: CHALLENGES },
    keys: [],
    asksForPeople: true,
  },
  verify: {
    id: 'Verify',
    description: 'Latchkey: verifies sign-ups',
    tables: { verifications: CHALLENGES, users: ['read', 'write', 'remove'], sessions: ['read', 'write'] },
    keys: ['master', 'sign'],
  },
  reset: {
    id: 'Reset',
    description: 'Latchkey: resets passwords',
    tables: { verifications: CHALLENGES, users: ['read', 'write'], sessions: ['read', 'write'] },
    keys: ['master', 'sign'],
    asksForPeople: true,
  },
  session: {
    id: 'Session',
    description: 'Latchkey: logs in, refreshes and logs out',
    tables: {
      verifications: CHALLENGES,
      users: ['read', 'write'],
      sessions: ['read', 'write', 'remove', 'list'],
      audit: APPENDED,
    },
    keys: ['master', 'sign'],
    asksForPeople: true,
  },
  account: {
    id: 'Account',
    description: 'Latchkey: what an owner does with an account',
    tables: {
      verifications: CHALLENGES,
      users: ['read', 'write', 'remove'],
      sessions: ['read', 'write', 'remove', 'list'],
    },
    keys: ['master', 'sign', 'read'],
  },
  factors: {
    id: 'Factors',
    description: 'Latchkey: passkeys and second factors',
    tables: {
      verifications: CHALLENGES,
      users: ['read', 'write'],
      sessions: ['read', 'write', 'remove', 'list'],
      audit: APPENDED,
    },
    keys: ['master', 'sign', 'read'],
  },
  authorize: {
    id: 'Authorize',
    description: 'Latchkey: logs people in for the applications of the team',
    tables: {
      verifications: ['read', 'write'],
      users: ['read'],
      sessions: ['read', 'write', 'remove', 'list'],
      audit: APPENDED,
    },
    keys: ['master', 'sign', 'read'],
  },
  otp: {
    id: 'Otp',
    description: 'Latchkey: one-time codes without an account',
    tables: { verifications: CHALLENGES },
    keys: ['otp', 'signProofs'],
    asksForPeople: true,
  },
  admin: {
    id: 'Admin',
    description: 'Latchkey: what administrators do with accounts',
    tables: {
      verifications: [...CHALLENGES, 'remove'],
      users: ['read', 'write', 'remove', 'scan', 'find'],
      sessions: ['read', 'list'],
      audit: ['read', 'write', 'list'],
    },
    keys: [],
    memorySizeMegabytes: 512,
  },
  pages: {
    id: 'Pages',
    description: 'Latchkey: pages, keys and documents',
    tables: {},
    keys: ['read', 'readProofs'],
  },
};

/**
 * Lambda gives a whole core at this size. argon2 needs one; the others start and answer in a third of the time of 512 MB, for
 * hardly more money (docs/scale.md#how-much-memory).
 */
const CORE_MEGABYTES = 1769;
/** Directly under `scope`, so that their construct ids stay short. */
export const createApiFunctions = (scope: Construct, props: ApiFunctionsProps): Record<FunctionName, ServiceFunction> =>
  Object.fromEntries(API_FUNCTIONS.map((name) => [name, createFunction(scope, name, PLANS[name], props)])) as Record<
    FunctionName,
    ServiceFunction
  >;

const createFunction = (
  scope: Construct,
  handler: FunctionName,
  plan: FunctionPlan,
  {
    tables,
    keys,
    settings,
    content,
    claimsFunctionArn,
    purges,
    isRetained,
    reservedConcurrency,
    ...props
  }: ApiFunctionsProps,
): ServiceFunction => {
  const used = (Object.keys(TABLE_VARIABLES) as TableName[]).filter((table) => plan.tables[table]);
  const uses = (...some: readonly KeyUse[]): boolean => some.some((use) => plan.keys.includes(use));
  const humanCheckSecret = plan.asksForPeople && props.humanCheckSecretArn;
  const made = new ServiceFunction(scope, plan.id, {
    handler,
    description: plan.description,
    isRetained,
    ...(content !== undefined && { content }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    memorySizeMegabytes: plan.memorySizeMegabytes ?? CORE_MEGABYTES,
    environment: {
      settings,
      ...Object.fromEntries(used.map((table) => [TABLE_VARIABLES[table], tables[table].tableName])),
      ...(humanCheckSecret && { humanCheckSecret }),
      ...(uses('master') && { masterKey: keys.master.keyArn }),
      ...(uses('sign', 'read') && { signingKeys: arnsOf(keys.signing) }),
      ...(keys.otp && uses('otp') && { otpKey: keys.otp.secret.keyArn }),
      ...(keys.otp && uses('signProofs', 'readProofs') && { proofSigningKeys: arnsOf(keys.otp.proofs) }),
    },
  });
  for (const table of used) grantStore(tables[table], made, ROW_RIGHTS[handler][table], ...(plan.tables[table] ?? []));
  // The others of those that let people in write to the table anyway.
  if (purges && handler === 'authorize') grantStore(tables.users, made, ROW_RIGHTS[handler].users, 'write');
  if (uses('master')) keys.grantMasterSecret(made);
  if (uses('sign')) {
    keys.grantSigning(made);
    if (claimsFunctionArn !== undefined) grantInvoke(claimsFunctionArn, made);
  }
  if (humanCheckSecret) grantSecret(humanCheckSecret, made);
  if (uses('read')) keys.grantPublicKeys(made);
  if (uses('otp')) keys.grantOtpSecret(made);
  if (uses('signProofs')) keys.grantProofSigning(made);
  if (uses('readProofs')) keys.grantProofPublicKeys(made);
  return made;
};

/** With an alias or a version, that one alone. */
const grantInvoke = (arn: string, grantee: ServiceFunction): void =>
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [arn] }));

/** If the secret has its own KMS key, that key's policy must allow this role `kms:Decrypt`. */
const grantSecret = (arn: string, grantee: ServiceFunction): void =>
  grantee.addToRolePolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }));

const arnsOf = (keys: readonly IKey[]): string => keys.map(({ keyArn }) => keyArn).join(',');
