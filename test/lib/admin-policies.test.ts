// The policies for administrators: each names paths that there are, and the sets are what they say.
import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { ADMIN_ROUTES } from '../../functions/admin-routes.ts';
import { ACT_SETS, ACTS, type AdminGrant, pathsOf } from '../../lib/admin/acts.ts';
import { Latchkey } from '../../lib/construct/latchkey.ts';
import { REGION } from '../../lib/names.ts';
import { createApp, PROPS } from '../support/stack/embedded.ts';
import { propertiesOf, readable } from '../support/stack/stack.ts';

const ROUTED = Object.keys(ADMIN_ROUTES).map((key) => key.replace('POST ', ''));
const DOCUMENTS = { read: ['read'], support: ['support'], full: [] } as const satisfies Record<
  string,
  readonly AdminGrant[]
>;

describe('the documents', () => {
  it.each(Object.entries(DOCUMENTS))('docs/admin-%s-policy.json is what its set says', (name, grants) => {
    const text = readFileSync(new URL(`../../docs/admin-${name}-policy.json`, import.meta.url), 'utf8');
    const resources = pathsOf(grants).map((path) => `arn:aws:execute-api:${REGION}:*:*/$default/POST${path}`);
    expect(JSON.parse(text)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Administration', Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resources },
        // For `npm run admin -- --stage`, which looks for the address of the API.
        {
          Sid: 'Stack',
          Effect: 'Allow',
          Action: 'cloudformation:DescribeStacks',
          Resource: `arn:aws:cloudformation:${REGION}:*:stack/Latchkey-*/*`,
        },
      ],
    });
  });

  it.each(['read', 'support'] as const)('the set %s names routes that there are', (name) => {
    expect(pathsOf([name]).filter((path) => !ROUTED.includes(path))).toEqual([]);
    expect(new Set(ACT_SETS[name]).size).toBe(ACT_SETS[name].length);
  });

  it('every route is an act that may be granted', () => {
    expect(ACTS.map((act) => `/admin/${act}`).toSorted()).toEqual(ROUTED.toSorted());
  });

  it('what only reads has an optional reason, and all else asks for one', () => {
    const reads = Object.entries(ADMIN_ROUTES)
      .filter(([, { request }]) => {
        const parsed = request.safeParse({ userId: 'a' });
        return parsed.success || !JSON.stringify(parsed.error.issues).includes('reason');
      })
      .map(([key]) => key.replace('POST ', ''));
    expect(reads.toSorted()).toEqual(pathsOf(['read']).toSorted());
  });

  it('a help desk cannot delete, export, import, or move an account', () => {
    const paths = pathsOf(['support']);
    for (const act of ['users/delete', 'users/export', 'users/change-email', 'import'])
      expect(paths).not.toContain(`/admin/${act}`);
  });
});

describe('grantAdmin', () => {
  const rightsOf = (...acts: readonly AdminGrant[]) => {
    const stack = new Stack(createApp(), 'Shop');
    const auth = new Latchkey(stack, 'Auth', PROPS);
    const role = new Role(stack, 'HelpDesk', { assumedBy: new AccountRootPrincipal() });
    auth.grantAdmin(role, ...acts).assertSuccess();
    const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: stack.getLogicalId(role.node.defaultChild as never) }] },
    });
    const [statement] = Object.values(policies).flatMap((one) => propertiesOf(one)['PolicyDocument'].Statement);
    return { action: statement.Action, resources: [statement.Resource].flat().map(readable) };
  };

  it('gives what is named, by the path of each act', () => {
    const { action, resources } = rightsOf('read', 'users/disable');
    expect(action).toBe('execute-api:Invoke');
    expect(resources).toHaveLength(ACT_SETS.read.length + 1);
    for (const resource of resources)
      expect(resource).toMatch(
        /^arn:<AWS::Partition>:execute-api:.*:<AuthHttpApi>\/\$default\/POST\/admin\/users\/[a-z-]+$/,
      );
    expect(resources.some((resource) => resource.endsWith('/users/disable'))).toBe(true);
  });

  it('gives everything if nothing is named, and no other route', () => {
    expect(rightsOf().resources.map((resource) => resource.split('/$default')[1])).toEqual(['/POST/admin/*']);
  });
});
