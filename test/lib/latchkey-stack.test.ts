// The whole stack: what it prints for the operator, what it must never contain, and ids that must never change.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { quotaNotes } from '../../lib/synth-notes.ts';
import { createStack, FUNCTION_IDS, readable, STAGES, synthesise } from '../support/stack/stack.ts';

const templates = { sandbox: synthesise('sandbox'), production: synthesise('production') };

describe('outputs', () => {
  it.each(STAGES)('tell where the API is and what comes next (%s)', (stage) => {
    const outputs = templates[stage].toJSON()['Outputs'];
    const names = Object.keys(outputs).filter((name) => !name.startsWith('Dns'));
    expect(names.sort()).toEqual(['ApiId', 'ApiUrl', 'EventBusName', 'NextStep']);
    expect(readable(outputs.ApiUrl.Value)).toBe('<HttpApi.ApiEndpoint>');
    expect(readable(outputs.ApiId.Value)).toBe('<HttpApi>');
  });

  it('say in the sandbox to confirm addresses, in production to tell the DNS and wait for the domain', () => {
    expect(templates.sandbox.toJSON()['Outputs'].NextStep.Value).toBe(
      'Next: open the confirmation that AWS has mailed to each new address; then open /signup at ApiUrl and sign up.',
    );
    expect(templates.production.toJSON()['Outputs'].NextStep.Value).toBe(
      'Next: add the records of the Dns outputs to the DNS of the domain; then wait until SES shows the domain as verified; ' +
        'then open /signup at ApiUrl and sign up.',
    );
  });

  it('only say to wait for the domain when the stack makes its records', () => {
    const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
    expect(synthesise('production', { hostedZone }).toJSON()['Outputs'].NextStep.Value).toBe(
      'Next: wait until SES shows the domain as verified; then open /signup at ApiUrl and sign up.',
    );
  });

  it('send the owner of an existing domain to the doctor, who knows what DNS lacks', () => {
    expect(synthesise('production', { senderIdentity: 'existing' }).toJSON()['Outputs'].NextStep.Value).toBe(
      'Next: run npm run doctor -- --stage production, which says what the domain lacks; then open /signup at ApiUrl and sign up.',
    );
  });

  it('mention no mail from AWS when no address must be confirmed', () => {
    const template = synthesise('sandbox', { senderIdentity: 'existing', sandboxRecipients: [] });
    expect(template.toJSON()['Outputs'].NextStep.Value).toBe('Next: open /signup at ApiUrl and sign up.');
  });

  // The sender and every recipient are verified already, so AWS mails nobody.
  it('mention no mail from AWS when all addresses exist already', () => {
    const sandboxRecipients = ['minji@example.com'];
    const keys = { senderIdentity: 'existing', sandboxRecipients, existingRecipients: sandboxRecipients };
    expect(synthesise('sandbox', keys).toJSON()['Outputs'].NextStep.Value).not.toMatch(/mailed/);
  });
});

describe('what SES allows', () => {
  it.each(STAGES)('is told at synth, each note with its source (%s)', (stage) => {
    const infos = Annotations.fromStack(createStack(stage).stack).findInfo('*', Match.anyValue());
    const told = infos.map(({ entry }) => String(entry.data));
    const notes = quotaNotes(stage);
    expect(notes.length).toBeGreaterThan(2);
    for (const note of notes)
      expect(
        told.some((text) => text.includes(note)),
        note,
      ).toBe(true);
    expect(notes.every((note) => / https:\/\/docs\.aws\.amazon\.com\/\S+$/.test(note))).toBe(true);
  });
});

describe('the template', () => {
  it.each(STAGES)('has no custom resource, which would run code of others as this account (%s)', (stage) => {
    const types = Object.values(templates[stage].toJSON()['Resources'] as Record<string, { Type: string }>).map(
      ({ Type }) => Type,
    );
    expect(types.filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
    expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(Object.keys(FUNCTION_IDS).length);
  });

  it.each(STAGES)('takes no parameter from a person (%s)', (stage) => {
    expect(Object.keys(templates[stage].toJSON()['Parameters'])).toEqual(['BootstrapVersion']);
  });

  it.each(STAGES)('is deployed to Seoul (%s)', (stage) => {
    expect(createStack(stage).stack.region).toBe('ap-northeast-2');
  });
});

describe('text in other letters', () => {
  const korean = {
    ...{
      senderEmail: 'minji@모두의마켓.한국',
      brandName: '모두의마켓',
      supportAddress: 'help@모두의마켓.한국',
      audience: '모두',
    },
    ...{ sandboxRecipients: ['junho@모두의마켓.한국'], alarmEmail: 'ops@모두의마켓.한국' },
    ...{ appUrl: 'https://모두의마켓.한국/환영', theme: { fontFamily: '맑은 고딕' } },
  };

  // CloudFormation answers them as `?`, which hides changes from `cdk diff` and breaks `cdk import`.
  it.each([
    ['sandbox', {}],
    ['production', {}],
    ['production', { senderDomain: '모두의마켓.한국', brandName: '모두의마켓' }],
    ['sandbox', korean],
  ] as const)('is in no template (%s, %j)', (stage, keys) => {
    const template = JSON.stringify(synthesise(stage, keys).toJSON());
    expect(template.match(/[^\n\x20-\x7e]+/g) ?? []).toEqual([]);
  });

  it('reaches the functions all the same', () => {
    const functions = synthesise('sandbox', { brandName: '모두의마켓 🛒' }).findResources('AWS::Lambda::Function');
    for (const { Properties } of Object.values(functions)) {
      const settings = readable(Properties.Environment.Variables.LATCHKEY_SETTINGS).replaceAll('<HttpApi>', 'abc123');
      const parsed = parseSettings(
        JSON.parse(
          settings
            .replaceAll('<AWS::URLSuffix>', 'amazonaws.com')
            .replaceAll('<HttpApi.ApiEndpoint>', 'https://abc123.example'),
        ),
      );
      expect(parsed.brand.name).toBe('모두의마켓 🛒');
    }
  });
});

describe('logical ids of what holds state', () => {
  // A changed id makes a new, empty resource at the next deployment: accounts are lost, and links and tokens stop working.
  const pinned = {
    KeysMaster22F14249: 'AWS::KMS::Key',
    KeysSigningD455BFD1: 'AWS::KMS::Key',
    TablesAuditCEFF9E0F: 'AWS::DynamoDB::Table',
    TablesSessions486350CB: 'AWS::DynamoDB::Table',
    TablesUsersBA34CAA2: 'AWS::DynamoDB::Table',
    TablesVerificationsDAFEA1C5: 'AWS::DynamoDB::Table',
  };

  const otp = { KeysOtp7D62BBD8: 'AWS::KMS::Key', KeysProofCE7AB8AE: 'AWS::KMS::Key' } as const;
  const sender = { MailSender3CE0A474: 'AWS::SES::EmailIdentity' } as const;
  const tester = { MailRecipienttesterexamplecom62A64F22: 'AWS::SES::EmailIdentity' } as const;

  it.each([
    ['production', {}, { ...pinned, ...sender }],
    ['sandbox', { identityIds: undefined }, { ...pinned, ...otp, ...sender, ...tester }],
    [
      'sandbox',
      { identityIds: 'name' },
      { ...pinned, ...otp, ...tester, MailRecipientnoreplyexamplecom12A1EB09: 'AWS::SES::EmailIdentity' },
    ],
  ] as const)('never change (%s, %j)', (stage, keys, expected) => {
    const resources = Object.entries(synthesise(stage, keys).toJSON()['Resources'] as Record<string, { Type: string }>);
    const stateful = resources.filter(([, { Type }]) => /^AWS::(DynamoDB::|KMS::|SES::EmailIdentity)/.test(Type));
    expect(Object.fromEntries(stateful.map(([id, { Type }]) => [id, Type]))).toEqual(expected);
  });
});

describe('alarms', () => {
  // The topic's policy replaces SNS's default one. A policy that only denies would not let CloudWatch publish.
  it.each(STAGES)('may publish to their topic (%s)', (stage) => {
    const policies = Object.values(templates[stage].findResources('AWS::SNS::TopicPolicy'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          Effect: 'Allow',
          Action: 'sns:Publish',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      ]),
    );
  });
});

describe('a key that somebody disables, deletes or opens', () => {
  it.each(STAGES)('is told to the topic of the alarms (%s)', (stage) => {
    const rules = Object.values(templates[stage].findResources('AWS::Events::Rule')).map(
      ({ Properties }) => Properties,
    );
    const [rule] = rules.filter(({ EventPattern }) => EventPattern.source.includes('aws.kms'));
    expect(rule?.EventPattern.detail.eventName).toEqual(['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy']);
    expect(rule?.EventPattern.account).toEqual([{ Ref: 'AWS::AccountId' }]);
    const ofOtp = stage === 'sandbox' ? ['<KeysOtp>', '<KeysOtp.Arn>', '<KeysProof>', '<KeysProof.Arn>'] : [];
    expect(rule?.EventPattern.detail.requestParameters.keyId.map(readable)).toEqual([
      ...['<KeysMaster>', '<KeysMaster.Arn>', '<KeysSigning>', '<KeysSigning.Arn>'],
      ...ofOtp,
    ]);
    expect(rule?.Targets.map(({ Arn }: { Arn: unknown }) => readable(Arn))).toEqual(['<MonitoringAlarms>']);
    const policies = Object.values(templates[stage].findResources('AWS::SNS::TopicPolicy'));
    const publishers = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Principal }) => Principal.Service === 'events.amazonaws.com');
    expect(publishers).toHaveLength(1);
    expect(readable(publishers[0].Condition.ArnEquals['aws:SourceArn'])).toBe('<MonitoringKeyWatchRule.Arn>');
  });

  it('is told to nobody where nobody gets the alarms', () => {
    const rules = synthesise('sandbox', { alarmEmail: undefined }).findResources('AWS::Events::Rule');
    expect(JSON.stringify(rules)).not.toContain('aws.kms');
  });
});

describe('the stack itself', () => {
  it('refuses to be deleted in production only', () => {
    expect(createStack('production', { firstDeployment: false }).stack.terminationProtection).toBe(true);
    expect(createStack('production', { firstDeployment: true }).stack.terminationProtection).toBe(false);
    expect(createStack('sandbox').stack.terminationProtection).toBe(false);
  });
});

describe('the notice of a new log-in', () => {
  it.each([true, false])('is told to the functions (%s)', (newLogIn) => {
    const functions = JSON.stringify(
      synthesise('sandbox', { notices: { newLogIn } }).findResources('AWS::Lambda::Function'),
    );
    expect(functions).toContain(JSON.stringify(`"notices":{"newLogIn":${newLogIn}}`).slice(1, -1));
  });
});

describe('copies of notices', () => {
  const noticeCopies = { cc: ['tester@example.com', 'security@team.example'], bcc: ['audit@team.example'] };
  const settingsOf = (keys: object) => JSON.stringify(synthesise('sandbox', { ...keys }).toJSON()['Resources']);

  it('are in the settings of the functions only if they are configured', () => {
    expect(settingsOf({ noticeCopies })).toContain('noticeCopies');
    expect(settingsOf({})).not.toContain('noticeCopies');
  });

  it('to addresses that SES has not verified are a warning in the sandbox, and nowhere else', () => {
    const warningsOf = (stage: 'sandbox' | 'production', keys: object) =>
      Annotations.fromStack(createStack(stage, { ...keys }).stack)
        .findWarning('*', Match.stringLikeRegexp('noticeCopies'))
        .map(({ entry }) => entry.data);
    expect(warningsOf('sandbox', { noticeCopies })).toEqual([
      expect.stringContaining('noticeCopies has 2 addresses that SES cannot send to in the sandbox'),
    ]);
    expect(warningsOf('sandbox', { noticeCopies: { cc: ['tester@example.com'] } })).toEqual([]);
    expect(warningsOf('production', { noticeCopies })).toEqual([]);
  });
});

describe('proof keys in the key set of access tokens', () => {
  const warningsOf = (keys: object) =>
    Annotations.fromStack(createStack('production', { ...keys }).stack)
      .findWarning('*', Match.stringLikeRegexp('proofKeysInJwks'))
      .map(({ entry }) => entry.data);

  it('are a warning, because they are for the time of a move', () => {
    expect(warningsOf({ otp: 'public', proofKeysInJwks: true })).toEqual([
      expect.stringContaining(
        'remove it once every backend takes the keys of proofs from /.well-known/proof-jwks.json',
      ),
    ]);
    expect(warningsOf({ otp: 'public' })).toEqual([]);
    expect(warningsOf({ otp: 'off', proofKeysInJwks: true })).toEqual([]);
  });
});

describe('the domain of passkeys', () => {
  const apiDomain = {
    name: 'auth.example.com',
    certificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
  };
  const warningsOf = (keys: object) =>
    Annotations.fromStack(createStack('sandbox', { apiDomain, ...keys }).stack)
      .findWarning('*', Match.stringLikeRegexp('passkey'))
      .map(({ entry }) => entry.data);

  it('is a warning, because it can never change', () => {
    expect(warningsOf({ passkeyDomain: 'example.com' })).toEqual([
      expect.stringMatching(
        /^All passkeys will be for example\.com\. From the first one on passkeyDomain can never change/,
      ),
    ]);
    expect(warningsOf({})).toEqual([]);
  });
});
