// `--before-deploy`: what would stop a deployment, judged one by one and over a whole account.
import { DescribeCertificateCommand, ResourceNotFoundException } from '@aws-sdk/client-acm';
import { GetDomainNameCommand } from '@aws-sdk/client-apigatewayv2';
import {
  DescribeTableCommand,
  ListTablesCommand,
  ResourceNotFoundException as TableNotFound,
} from '@aws-sdk/client-dynamodb';
import { GetHostedZoneCommand, ListResourceRecordSetsCommand, NoSuchHostedZone } from '@aws-sdk/client-route-53';
import { ListEmailIdentitiesCommand } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, ParameterNotFound } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { checkApiName } from '../../../bin/doctor/before/api-name.ts';
import { checkBootstrap, judgeBootstrap, NEEDED_VERSION } from '../../../bin/doctor/before/bootstrap.ts';
import { checkCertificate, judgeCertificate } from '../../../bin/doctor/before/certificate.ts';
import { examineBefore } from '../../../bin/doctor/before/examine.ts';
import { checkLeftTables } from '../../../bin/doctor/before/left-tables.ts';
import { checkNewIdentities, judgeNewIdentity } from '../../../bin/doctor/before/new-identities.ts';
import { checkPublicDns, judgeMailFromName } from '../../../bin/doctor/before/public-dns.ts';
import { judgeStackName } from '../../../bin/doctor/before/stack-name.ts';
import { checkZones, judgeName } from '../../../bin/doctor/before/zone.ts';
import { mailFromDomainOf } from '../../../lib/sender/identity-names.ts';
import { synthesise } from '../../support/stack/stack.ts';
import { aConfig, aContext, CERTIFICATE_ARN, RESOLVER, STACK, TABLE, ZONE } from './world.ts';

const DOMAIN_STAGE = { senderEmail: undefined, senderDomain: 'shop.example.com', hostedZone: ZONE };
const API_STAGE = { apiDomain: { name: 'auth.example.com', certificateArn: CERTIFICATE_ARN, hostedZone: ZONE } };
const METADATA = { message: '', $metadata: {} };
const MAIL_FROM = mailFromDomainOf(aConfig(DOMAIN_STAGE), 'shop.example.com');

describe('the name of the stack', () => {
  it.each([
    [undefined, false, 'ok', undefined],
    ['CREATE_COMPLETE', true, 'ok', undefined],
    ['UPDATE_ROLLBACK_COMPLETE', true, 'ok', undefined],
    ['UPDATE_IN_PROGRESS', true, 'fault', /running/],
    ['ROLLBACK_COMPLETE', false, 'note', /cdk deploy deletes/],
    ['ROLLBACK_COMPLETE', true, 'fault', /update-termination-protection.*, then aws cloudformation delete-stack/],
    ['ROLLBACK_FAILED', false, 'note', /cdk deploy deletes/],
    ['CREATE_FAILED', false, 'fault', /: aws cloudformation delete-stack --stack-name Latchkey-sandbox$/],
    ['DELETE_FAILED', false, 'fault', /delete-stack/],
    ['UPDATE_ROLLBACK_FAILED', true, 'fault', /continue-update-rollback/],
  ])('in %s, protected %s, is %s', (status, isProtected, level, next) => {
    const finding = judgeStackName(STACK.name, status === undefined ? undefined : { ...STACK, status, isProtected });
    expect(finding.level).toBe(level);
    if (next) expect(finding.next?.en).toMatch(next);
  });
});

describe('the bootstrap of the CDK', () => {
  it.each([
    [undefined, 'fault'],
    [Number.NaN, 'fault'],
    [NEEDED_VERSION - 1, 'fault'],
    [NEEDED_VERSION, 'ok'],
    [30, 'ok'],
  ])('of version %s is %s', (version, level) => {
    expect(judgeBootstrap(version).level).toBe(level);
  });

  it('needs the version that the template asks for', () => {
    const { Rules } = synthesise('sandbox').toJSON();
    const refused = Array.from({ length: NEEDED_VERSION - 1 }, (_, index) => String(index + 1));
    expect(Rules.CheckBootstrapVersion.Assertions[0].Assert['Fn::Not'][0]['Fn::Contains'][0]).toEqual(refused);
  });

  it('is missing where SSM has no version', async () => {
    const { context, aws } = aContext();
    aws.ssm.on(GetParameterCommand).rejects(new ParameterNotFound(METADATA));
    expect(await checkBootstrap(context)).toMatchObject([
      { level: 'fault', next: { en: expect.stringContaining('cdk bootstrap') } },
    ]);
  });
});

describe('tables', () => {
  it('of the stack, of other stages and of other programs are not left ones', async () => {
    const { context, aws } = aContext();
    expect(await checkLeftTables(context)).toMatchObject([{ level: 'ok' }]);
    expect(aws.dynamodb.calls()).toHaveLength(1);
  });

  it('that the configuration names must exist, and are not left ones', async () => {
    const users = 'Latchkey-sandbox-TablesUsersA1-OLD';
    const stream = `arn:aws:dynamodb:ap-northeast-2:111122223333:table/${users}/stream/2026-11-27T00:00:00.000`;
    const { context, aws } = aContext({ config: aConfig({ tables: { users: stream } }), stack: undefined });
    aws.dynamodb.on(ListTablesCommand).resolves({ TableNames: [users] });
    aws.dynamodb.on(DescribeTableCommand).resolves({ Table: { LatestStreamArn: stream } });
    expect((await checkLeftTables(context)).filter(({ level }) => level !== 'ok')).toEqual([]);
    aws.dynamodb.on(DescribeTableCommand).rejects(new TableNotFound(METADATA));
    expect(await checkLeftTables(context)).toContainEqual(
      expect.objectContaining({
        level: 'fault',
        what: expect.objectContaining({ en: `Users: there is no table ${users}` }),
      }),
    );
  });

  it('of an earlier deployment are named', async () => {
    const { context, aws } = aContext({ stack: undefined });
    const names = ['Latchkey-sandbox-TablesUsersA1-XYZ', 'Latchkey-sandbox-2-TablesUsersA1-XYZ', TABLE];
    aws.dynamodb.onAnyCommand().resolves({ TableNames: names });
    expect(await checkLeftTables(context)).toMatchObject([
      { level: 'note', what: { en: '1 left of an earlier deployment: Latchkey-sandbox-TablesUsersA1-XYZ' } },
    ]);
  });
});

describe('an identity', () => {
  const identity = { check: 'sender', name: 'example.com', isExisting: false, isInStack: false } as const;
  const unknown = { ...identity, isKnown: false, isVerified: false };

  it.each([
    ['that SES does not know is made', {}, 'ok', /deployment makes it/],
    ['of this stack stays', { isInStack: true, isKnown: true }, 'ok', /in this stack/],
    ['called existing is found', { isExisting: true, isKnown: true, isVerified: true }, 'ok', /verified/],
    ['called existing may be covered by its domain', { isExisting: true, isVerified: true }, 'ok', /verified/],
    ['called existing must be verified', { isExisting: true, isKnown: true }, 'note', /not verified/],
    ['called existing must exist', { isExisting: true }, 'fault', /does not know it/],
  ] as const)('%s', (_name, facts, level, what) => {
    const finding = judgeNewIdentity({ ...unknown, ...facts });
    expect(finding).toMatchObject({ level, what: { en: expect.stringMatching(what) } });
  });

  it('is looked up for the sender and every recipient', async () => {
    const { context } = aContext({ stack: undefined });
    const findings = await checkNewIdentities(context);
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual(['sender fault', 'recipient fault']);
    expect(findings[0]?.what.en).toContain('exists in SES outside of this stack');
  });
});

describe('a name in the zone', () => {
  const wanted = { name: MAIL_FROM, types: ['MX', 'TXT'], otherwise: { ko: '', en: '' } } as const;

  it.each([
    [[], 'ok'],
    [['A', 'AAAA'], 'ok'],
    [['MX'], 'fault'],
    [['TXT'], 'fault'],
    [['CNAME'], 'fault'],
    [['A', 'MX'], 'fault'],
  ] as const)('with records of type %j is %s', (types, level) => {
    const sets = types.map((Type) => ({ Type }));
    expect(judgeName(wanted, sets).level).toBe(level);
  });
});

describe('the zone', () => {
  const zoneOf = async (
    set: Parameters<typeof aContext>[0],
    arrange: (aws: ReturnType<typeof aContext>['aws']) => void,
  ) => {
    const { context, aws } = aContext({ config: aConfig({ ...DOMAIN_STAGE, ...API_STAGE }), stack: undefined, ...set });
    arrange(aws);
    return { findings: await checkZones(context), aws };
  };

  it('is asked once, for the names of mail and API', async () => {
    const { findings, aws } = await zoneOf({}, () => {});
    expect(findings.map(({ level, what }) => `${level} ${what.en}`)).toEqual([
      `ok ${MAIL_FROM}: is free`,
      'ok _dmarc.shop.example.com: is free',
      'ok auth.example.com: is free',
    ]);
    expect(aws.route53.commandCalls(GetHostedZoneCommand)).toHaveLength(1);
  });

  it('names what is in the way, and the key that avoids it', async () => {
    const { findings } = await zoneOf({}, ({ route53 }) => {
      const at = (StartRecordName: string, Type: 'MX' | 'TXT' | 'CNAME', Name = `${StartRecordName}.`) =>
        route53.on(ListResourceRecordSetsCommand, { StartRecordName }, false).resolves({
          ResourceRecordSets: [
            { Name, Type },
            { Name: 'zzz.example.com.', Type: 'CNAME' },
          ],
        });
      at(MAIL_FROM, 'CNAME');
      at('_dmarc.shop.example.com', 'TXT');
      at('auth.example.com', 'CNAME', 'authority.example.com.');
    });
    expect(findings.map(({ level }) => level)).toEqual(['fault', 'fault', 'ok']);
    expect(findings[0]).toMatchObject({
      what: { en: `${MAIL_FROM}: has CNAME already, so a deployment fails.` },
      next: { en: expect.stringContaining('mailFromSubdomain') },
    });
    expect(findings[1]?.next?.en).toContain('"dmarcRecord": "existing"');
  });

  it('holds records of this stack, which are not in the way', async () => {
    const resources = [
      { logicalId: 'MailMailFromMxA1', type: 'AWS::Route53::RecordSet', physicalId: `${MAIL_FROM}.` },
      { logicalId: 'MailDmarcA1', type: 'AWS::Route53::RecordSet', physicalId: '_dmarc.shop.example.com' },
      { logicalId: 'HttpAliasA1', type: 'AWS::Route53::RecordSet', physicalId: 'auth.example.com' },
    ];
    const { findings, aws } = await zoneOf({ stack: { ...STACK, resources } }, () => {});
    expect(findings).toEqual([]);
    expect(aws.route53.commandCalls(ListResourceRecordSetsCommand)).toHaveLength(0);
  });

  it('must exist', async () => {
    const { findings } = await zoneOf({}, ({ route53 }) =>
      route53.on(GetHostedZoneCommand).rejects(new NoSuchHostedZone(METADATA)),
    );
    expect(findings).toMatchObject([{ level: 'fault', what: { en: expect.stringContaining('no such zone') } }]);
  });

  it.each([
    ['of that name', { Name: 'example.org.' }, /zone of example\.org, not of example\.com/],
    ['public', { Name: 'example.com.', Config: { PrivateZone: true } }, /private/],
  ])('must be %s', async (_name, zone, what) => {
    const { findings } = await zoneOf({}, ({ route53 }) =>
      route53.on(GetHostedZoneCommand).resolves({ HostedZone: { Id: '', CallerReference: '', ...zone } }),
    );
    expect(findings[0]).toMatchObject({ level: 'fault', what: { en: expect.stringMatching(what) } });
  });

  it('must be the one that the world asks', async () => {
    const resolver = { ...RESOLVER, resolveNs: async () => ['ns.gabia.co.kr'] };
    const { findings } = await zoneOf({ resolver }, () => {});
    expect(findings[0]).toMatchObject({
      level: 'fault',
      what: { en: expect.stringContaining('does not use the name servers of this zone') },
      next: { en: expect.stringContaining('ns-1.awsdns-01.com') },
    });
  });

  it('gets the records of an existing identity too, with those of DKIM by its tokens', async () => {
    const dkimTokens = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
    const config = aConfig({ ...DOMAIN_STAGE, senderIdentity: 'existing', dkimTokens });
    const [first = '', second = ''] = dkimTokens.map((token) => `${token}._domainkey.shop.example.com`);
    const { findings } = await zoneOf({ config }, ({ route53 }) => {
      for (const [StartRecordName, Type] of [
        [first, 'CNAME'],
        [second, 'TXT'],
      ] as const) {
        const ResourceRecordSets = [{ Name: `${StartRecordName}.`, Type }];
        route53.on(ListResourceRecordSetsCommand, { StartRecordName }, false).resolves({ ResourceRecordSets });
      }
    });
    expect(findings.map(({ level }) => level)).toEqual(['ok', 'fault', 'fault', 'ok', 'ok']);
    expect(findings[1]?.next?.en).toContain('leave hostedZone out');
  });

  it('is not asked for where DNS is elsewhere', async () => {
    const config = aConfig({ ...DOMAIN_STAGE, hostedZone: undefined });
    const { context, aws } = aContext({ config, stack: undefined });
    expect(await checkZones(context)).toEqual([]);
    expect(aws.route53.calls()).toHaveLength(0);
  });
});

describe('a MAIL FROM name outside of Route 53', () => {
  const OURS = 'feedback-smtp.ap-northeast-2.amazonses.com';
  it.each([
    [{ names: [], exchangers: [] }, 'ok', /can be used/],
    [{ names: [], exchangers: [OURS] }, 'ok', /can be used/],
    [{ names: [], exchangers: [OURS, 'mx.naver.com'] }, 'fault', /MX mx\.naver\.com/],
    [{ names: ['mail.worksmobile.com'], exchangers: [] }, 'fault', /CNAME mail\.worksmobile\.com/],
  ])('with %j is %s', (records, level, what) => {
    expect(judgeMailFromName(MAIL_FROM, records)).toMatchObject({ level, what: { en: expect.stringMatching(what) } });
  });

  it('is asked for with the DMARC record that must stay', async () => {
    const config = aConfig({ ...DOMAIN_STAGE, hostedZone: undefined });
    const { context } = aContext({ config, stack: undefined });
    expect(await checkPublicDns(context)).toMatchObject([
      { level: 'ok', what: { en: `${MAIL_FROM}: can be used` } },
      { level: 'note', next: { en: expect.stringContaining('"dmarcRecord": "existing"') } },
    ]);
    const free = aContext({ config, resolver: { ...RESOLVER, resolveTxt: async () => [] } });
    expect((await checkPublicDns(free.context)).map(({ level }) => level)).toEqual(['ok', 'ok']);
  });

  it('does not matter to an address: the DMARC policy of its domain does', async () => {
    const { context } = aContext({ resolver: { ...RESOLVER, resolveTxt: async () => [['v=DMARC1; p=reject']] } });
    expect(await checkPublicDns(context)).toMatchObject([
      { level: 'note', what: { en: 'example.com: DMARC p=reject' } },
    ]);
  });
});

describe('the name of the API', () => {
  it('must be free in API Gateway, or of this stack', async () => {
    const config = aConfig(API_STAGE);
    expect(await checkApiName(aContext().context)).toEqual([]);
    expect(await checkApiName(aContext({ config }).context)).toMatchObject([{ level: 'ok' }]);
    const taken = aContext({ config });
    taken.aws.apiGateway.on(GetDomainNameCommand).resolves({ DomainName: 'auth.example.com' });
    expect(await checkApiName(taken.context)).toMatchObject([{ check: 'api', level: 'fault' }]);
    const own = { logicalId: 'HttpDomainA1', type: 'AWS::ApiGatewayV2::DomainName', physicalId: 'auth.example.com' };
    const context = { ...taken.context, stack: { ...STACK, resources: [own] } };
    expect(await checkApiName(context)).toMatchObject([{ level: 'ok' }]);
  });
});

describe('the certificate', () => {
  it.each([
    ['ISSUED', ['auth.example.com'], 'ok'],
    ['ISSUED', ['example.com', '*.example.com'], 'ok'],
    ['ISSUED', ['example.com'], 'fault'],
    ['ISSUED', ['*.auth.example.com'], 'fault'],
    ['ISSUED', ['*.com'], 'fault'],
    ['PENDING_VALIDATION', ['auth.example.com'], 'fault'],
    ['EXPIRED', ['auth.example.com'], 'fault'],
  ] as const)('%s for %j is %s', (Status, SubjectAlternativeNames, level) => {
    const certificate = { Status, SubjectAlternativeNames: [...SubjectAlternativeNames] };
    expect(judgeCertificate('auth.example.com', certificate).level).toBe(level);
  });

  it('that is pending names the record that validates it', () => {
    const ResourceRecord = { Name: '_a1.auth.example.com.', Type: 'CNAME' as const, Value: '_b2.acm-validations.aws.' };
    const certificate = {
      Status: 'PENDING_VALIDATION' as const,
      DomainValidationOptions: [{ DomainName: '', ResourceRecord }],
    };
    expect(judgeCertificate('auth.example.com', certificate).next?.en).toContain(
      '_a1.auth.example.com. CNAME _b2.acm-validations.aws.',
    );
  });

  it('must be in the region of the API, and in this account', async () => {
    const apiDomain = {
      name: 'auth.example.com',
      certificateArn: CERTIFICATE_ARN.replace('ap-northeast-2', 'us-east-1'),
    };
    const elsewhere = aContext({ config: aConfig({ apiDomain }) });
    expect(await checkCertificate(elsewhere.context)).toMatchObject([
      { level: 'fault', what: { en: 'is in us-east-1' } },
    ]);
    expect(elsewhere.aws.acm.calls()).toHaveLength(0);
    const unknown = aContext({ config: aConfig(API_STAGE) });
    unknown.aws.acm.on(DescribeCertificateCommand).rejects(new ResourceNotFoundException(METADATA));
    expect(await checkCertificate(unknown.context)).toMatchObject([{ level: 'fault' }]);
    expect(await checkCertificate(aContext().context)).toEqual([]);
  });
});

describe('the whole of it', () => {
  it('finds nothing in the way of a new stage in an account that is ready', async () => {
    const config = aConfig({ ...DOMAIN_STAGE, ...API_STAGE, alarmEmail: 'ops@example.com' });
    const { context, aws } = aContext({ config, stack: undefined });
    aws.dynamodb.onAnyCommand().resolves({ TableNames: [] });
    aws.sesv2.on(ListEmailIdentitiesCommand).resolves({ EmailIdentities: [] });
    const findings = await examineBefore(context);
    expect(findings.filter(({ level }) => level === 'fault' || level === 'unknown')).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([
      'stack',
      'bootstrap',
      'tables',
      'account',
      'quota',
      'concurrency',
      'sender',
      'recipient',
      'zone',
      'api',
      'certificate',
    ]);
  });

  it('says how a first deployment to production may fail without leaving tables', async () => {
    const keys = { sesMode: 'production', sandboxRecipients: undefined, otp: 'off' };
    const notes = async (set: object, stack?: typeof STACK) =>
      (await examineBefore(aContext({ config: aConfig({ ...keys, ...set }), stack }).context)).filter(
        ({ next }) => next?.en.startsWith('Set "firstDeployment": true') === true,
      );
    expect(await notes({})).toMatchObject([{ check: 'stack', level: 'note' }]);
    expect(await notes({ firstDeployment: true })).toEqual([]);
    expect(await notes({}, STACK)).toEqual([]);
    expect(await notes({}, { ...STACK, status: 'ROLLBACK_FAILED' })).toHaveLength(1);
  });

  it('says that nobody gets the alarms of a stage without alarmEmail', async () => {
    const findings = await examineBefore(aContext().context);
    expect(findings.at(-1)).toMatchObject({ check: 'alarms', level: 'note' });
  });
});
