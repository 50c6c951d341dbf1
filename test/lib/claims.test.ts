// The key `claims`: what a stage may put into tokens, where it is written, and who may call the function of the team.
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { contentOf } from '../../lib/bundling/content.ts';
import { settingsVariable } from '../../lib/settings-variable.ts';
import { anchorsOf, documentAt } from '../support/markdown.ts';
import { sandbox, sandboxFaults } from '../support/stack/config.ts';
import { type Json, rightsOf } from '../support/stack/iam-rights.ts';
import { byReadableId, propertiesOf, synthesise } from '../support/stack/stack.ts';

const FUNCTION = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims';
const CLAIMS = { static: { 'https://example.com/tenant': { name: 'kr' } }, metadata: ['plan'], functionArn: FUNCTION };

describe('claims', () => {
  it('are none unless they are given, and reach the functions by the file beside their code', () => {
    expect(sandbox({}).claims).toBeUndefined();
    const config = sandbox({ claims: CLAIMS });
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    expect(variable).not.toHaveProperty('claims');
    const content = JSON.parse(contentOf(config) ?? '');
    expect(content).toEqual({ claims: CLAIMS });
    expect(parseSettings({ ...variable, ...content }).claims).toEqual(CLAIMS);
  });

  it.each(['sub', 'scope', 'email', 'email_verified', 'phone_number', 'metadata', 'name', 'amr', ''])(
    'may not be fixed as "%s", which the service writes itself',
    (name) => {
      const own = JSON.parse(`{"${name}":"S3CR3T"}`);
      const faults = sandboxFaults({ claims: { static: own } });
      expect(faults).toEqual({
        [`sandbox.claims.static.${name}`]:
          'is a claim that the service alone may write: choose a name of your own, such as a URL of yours',
      });
    },
  );

  it('that are fixed have 768 bytes in all', () => {
    const ofBytes = (bytes: number) => ({ static: { text: 'a'.repeat(bytes - '{"text":""}'.length) } });
    expect(sandboxFaults({ claims: ofBytes(768) })).toEqual({});
    expect(Object.keys(sandboxFaults({ claims: ofBytes(769) }))).toEqual(['sandbox.claims.static']);
  });

  it.each([
    ['metadata.0', { metadata: ['a plan'] }],
    ['metadata', { metadata: Array.from({ length: 21 }, (_, index) => `key${index}`) }],
    ['metadata', { metadata: 'plan' }],
    ['static', { static: ['kr'] }],
    ['dynamic', { dynamic: {} }],
    ['functionArn', { functionArn: 'claims' }],
    ['functionArn', { functionArn: `${FUNCTION}:` }],
    ['functionArn', { functionArn: `${FUNCTION}*` }],
    ['functionArn', { functionArn: 'arn:aws:lambda:us-east-1:111122223333:function:claims' }],
    ['functionArn', { functionArn: 'arn:aws:iam::111122223333:role/claims' }],
  ])('may not have %s as in %j', (path, claims) => {
    expect(Object.keys(sandboxFaults({ claims }))).toEqual([`sandbox.claims.${path}`]);
  });

  it('are asked of a function in the account of the stage alone', () => {
    expect(sandboxFaults({ claims: CLAIMS, account: '111122223333' })).toEqual({});
    expect(Object.keys(sandboxFaults({ claims: CLAIMS, account: '222233334444' }))).toEqual([
      'sandbox.claims.functionArn',
    ]);
  });
});

describe('the function of the team', () => {
  const without: Json = synthesise('sandbox').toJSON();

  it.each([FUNCTION, `${FUNCTION}:live`, `${FUNCTION}:7`, `${FUNCTION}:$LATEST`])(
    'may be called as %s, and as nothing else, by those that sign access tokens',
    (functionArn) => {
      const template: Json = synthesise('sandbox', { claims: { functionArn } }).toJSON();
      const before = rightsOf(without);
      const added = Object.entries(rightsOf(template)).flatMap(([role, rights]) =>
        rights.filter((right) => !before[role]?.includes(right)).map((right) => `${role}: ${right}`),
      );
      const signers = ['Account', 'Authorize', 'Factors', 'Reset', 'Session', 'Verify'];
      expect(added.toSorted()).toEqual(signers.map((name) => `${name}Role: lambda:InvokeFunction ${functionArn}`));
    },
  );

  it('is called by nobody without it', () => {
    expect(JSON.stringify(rightsOf(without))).not.toContain('lambda:');
    const fixed = synthesise('sandbox', { claims: { static: { tenant: 'kr' }, metadata: ['plan'] } }).toJSON();
    expect(rightsOf(fixed)).toEqual(rightsOf(without));
  });

  it('is watched, and metadata too: an alarm, with a place in both runbooks', () => {
    const id = 'MonitoringClaimsLeftOut';
    const alarmOf = (template: ReturnType<typeof synthesise>) => byReadableId(template, 'AWS::CloudWatch::Alarm')[id];
    expect(alarmOf(synthesise('sandbox'))).toBeUndefined();
    const { Threshold, MetricName, Period, AlarmDescription } = propertiesOf(
      alarmOf(synthesise('sandbox', { claims: { functionArn: FUNCTION } })),
    );
    expect(alarmOf(synthesise('sandbox', { claims: { metadata: ['plan'] } }))).toBeDefined();
    expect(alarmOf(synthesise('sandbox', { claims: { static: { tenant: 'kr' } } }))).toBeUndefined();
    expect({ Threshold, MetricName, Period }).toEqual({ Threshold: 5, MetricName: 'ClaimsLeftOut', Period: 3600 });
    expect(AlarmDescription).toMatch(/^[A-Z][^.!?]{20,}: docs\/alarms\.md#alarm-claims-left-out$/);
    for (const runbook of ['docs/alarms.md', 'docs/alarms.ko.md']) {
      expect(documentAt(runbook)).toMatch(/^\| \[`ClaimsLeftOut`\]\(#alarm-claims-left-out\)/m);
      expect(anchorsOf(documentAt(runbook))).toContain('alarm-claims-left-out');
    }
  });
});
