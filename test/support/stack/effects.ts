// What CloudFormation does to the resources of a stage when its template changes, by the rules of `cdk diff`.
import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import type { Json } from './iam-rights.ts';
import { readableId } from './stack.ts';

/** Logical ids without their hash, sorted; `every function` in place of all that the stage has before and after. None that is empty. */
export interface Effects {
  readonly made?: readonly string[];
  readonly changed?: readonly string[];
  /** A new one is made, and the old one deleted, or kept by its policy. */
  readonly replaced?: readonly string[];
  readonly deleted?: readonly string[];
  /** They leave the stack and stay in the account. */
  readonly released?: readonly string[];
  /** From now on they stay in the account when they leave the stack. */
  readonly retained?: readonly string[];
  /** No longer. */
  readonly notRetained?: readonly string[];
}

/** They hold data, or people and other systems know them by name or address. A route: the throttle of one that is gone stays. */
const PRECIOUS: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

interface Comparison {
  readonly effects: Effects;
  /** The precious ones that are replaced, deleted or released. */
  readonly losses: readonly string[];
}

/** @throws Error for a changed property that AWS's list does not know, since whether it replaces is then unknown. */
export const compare = (before: Json, after: Json): Comparison => {
  const lists: Record<keyof Effects, string[]> = {
    ...{ made: [], changed: [], replaced: [], deleted: [], released: [], retained: [], notRetained: [] },
  };
  const losses: string[] = [];
  fullDiff(before, after).resources.forEachDifference((id, difference) => {
    // What the CDK tells AWS of the constructs that it used: no resource.
    if (difference.newResourceType === 'AWS::CDK::Metadata') return;
    const kind = kindOf(id, difference);
    const policy = policyOf(difference);
    const name = readableId(id) + (kind === 'replaced' && isKept(difference) ? ' (the old one stays)' : '');
    if (kind) lists[kind].push(name);
    if (policy) lists[policy].push(name);
    const isLoss = kind === 'replaced' || kind === 'deleted' || kind === 'released';
    if (isLoss && PRECIOUS.has(difference.oldResourceType ?? '')) losses.push(readableId(id));
  });
  const short = Object.entries(lists).map(([kind, names]) => {
    const groups = GROUPS.map(([name, type]) => ({
      name,
      // What is deleted are all that there were: of those, none stays.
      members: kind === 'deleted' ? idsOf(type, before) : idsOf(type, before).filter((id) => after['Resources'][id]),
    }));
    return [kind, shorten(names, groups)] as const;
  });
  return {
    effects: Object.fromEntries(short.filter(([, names]) => names.length > 0)),
    losses: losses.toSorted(),
  };
};

const kindOf = (id: string, difference: ResourceDifference): keyof Effects | undefined => {
  switch (difference.changeImpact) {
    case ResourceImpact.WILL_CREATE:
      return 'made';
    case ResourceImpact.WILL_DESTROY:
      return 'deleted';
    case ResourceImpact.WILL_ORPHAN:
      return 'released';
    case ResourceImpact.WILL_REPLACE:
    case ResourceImpact.MAY_REPLACE:
      return 'replaced';
    default:
      return changesProperties(id, difference) ? 'changed' : undefined;
  }
};

/** An order of dependencies or a policy alone changes nothing in the account. */
const changesProperties = (id: string, { propertyUpdates }: ResourceDifference): boolean => {
  for (const [name, { changeImpact }] of Object.entries(propertyUpdates))
    if (changeImpact === ResourceImpact.NO_CHANGE) throw new Error(`${id}.${name}: not known whether it replaces`);
  return Object.keys(propertyUpdates).length > 0;
};

const isKept = ({ oldValue }: ResourceDifference): boolean => oldValue?.['UpdateReplacePolicy'] === 'Retain';

const policyOf = ({ isUpdate, oldValue, newValue }: ResourceDifference): 'retained' | 'notRetained' | undefined => {
  const wasRetained = isRetained(oldValue);
  if (!isUpdate || wasRetained === isRetained(newValue)) return undefined;
  return wasRetained ? 'notRetained' : 'retained';
};

const isRetained = (resource: object | undefined): boolean =>
  resource !== undefined && 'DeletionPolicy' in resource && String(resource.DeletionPolicy).startsWith('Retain');

const GROUPS = [
  ['every function', 'AWS::Lambda::Function'],
  ['every alarm', 'AWS::CloudWatch::Alarm'],
] as const;

interface Group {
  readonly name: string;
  /** Logical ids. */
  readonly members: readonly string[];
}

const idsOf = (type: string, template: Json): readonly string[] =>
  Object.entries<Json>(template['Resources'])
    .filter(([, { Type }]) => Type === type)
    .map(([id]) => id);

const shorten = (names: readonly string[], groups: readonly Group[]): readonly string[] => {
  const whole = groups
    .map(({ name, members }) => ({ name, members: members.map(readableId) }))
    .filter(({ members }) => members.length > 0 && members.every((name) => names.includes(name)));
  const others = names.filter((name) => !whole.some(({ members }) => members.includes(name)));
  return [...whole.map(({ name }) => name), ...others.toSorted()];
};
