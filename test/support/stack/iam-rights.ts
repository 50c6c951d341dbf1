// Reads the permissions in a template, and finds those that are wider than intended.
import type { Template } from 'aws-cdk-lib/assertions';
import { readable, readableId } from './stack.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

interface RoleStatement extends Statement {
  readonly role: string;
}

export type Json = ReturnType<Template['toJSON']>;

/** An allowed exception to "no wildcards", and why it cannot be narrower. */
export interface AllowedWildcard {
  readonly right: string;
  readonly reason: string;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const resourcesOf = (template: Json, type: string): [string, Json][] =>
  Object.entries<Json>(template['Resources']).filter(([, resource]) => resource['Type'] === type);

/** The statements of separate policies and of policies inside a role. */
const statementsOf = (template: Json): RoleStatement[] => [
  ...resourcesOf(template, 'AWS::IAM::Policy').flatMap(([, { Properties }]) =>
    (Properties.Roles as { readonly Ref: string }[]).flatMap(({ Ref }) =>
      (listOf(Properties.PolicyDocument.Statement) as Statement[]).map((statement) => ({
        ...statement,
        role: readableId(Ref),
      })),
    ),
  ),
  ...resourcesOf(template, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    ((Properties.Policies ?? []) as Json[]).flatMap((policy) =>
      (listOf(policy['PolicyDocument'].Statement) as Statement[]).map((statement) => ({
        ...statement,
        role: readableId(id),
      })),
    ),
  ),
];

const isAllowed = ({ Effect }: Statement): boolean => {
  if (Effect === 'Allow' || Effect === 'Deny') return Effect === 'Allow';
  throw new Error('a statement neither allows nor denies');
};

const rightsIn = (statement: Statement): string[] =>
  listOf(statement.Action).flatMap((action) =>
    listOf(statement.Resource).map(
      (resource) => `${isAllowed(statement) ? '' : 'never '}${action} ${readable(resource)}`,
    ),
  );

/** Every permission of every role as `action resource`, sorted; a denied one as `never action resource`. */
export const rightsOf = (template: Json): Readonly<Record<string, readonly string[]>> => {
  const rights: Record<string, string[]> = {};
  for (const statement of statementsOf(template)) {
    rights[statement.role] = [...(rights[statement.role] ?? []), ...rightsIn(statement)].sort();
  }
  return rights;
};

/** Permissions that are too wide, one line each: wildcards, their negations, and AWS-managed policies. A denial only narrows. */
export const tooWide = (template: Json, allowed: readonly AllowedWildcard[]): string[] => [
  ...statementsOf(template).flatMap((statement) => {
    if (!isAllowed(statement)) return [];
    const negations = Object.keys(statement).filter((key) => key.startsWith('Not'));
    if (negations.length > 0) return [`${statement.role}: ${negations.join(', ')}`];
    return rightsIn(statement)
      .filter((right) => /[*?]/.test(right) && !allowed.some((exception) => exception.right === right))
      .map((right) => `${statement.role}: ${right}`);
  }),
  ...resourcesOf(template, 'AWS::IAM::Role')
    .filter(([, { Properties }]) => listOf(Properties.ManagedPolicyArns ?? []).flat().length > 0)
    .map(([id]) => `${readableId(id)}: a managed policy`),
  ...[
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::User',
    'AWS::IAM::Group',
    'AWS::IAM::UserPolicy',
    'AWS::IAM::GroupPolicy',
  ].flatMap((type) => resourcesOf(template, type).map(([id]) => `${readableId(id)}: ${type}`)),
];
