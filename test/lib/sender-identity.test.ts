// The sender in each mode: which identities the stack makes, each once, and which it leaves out.
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { byReadableId, onlyOne, propertiesOf, STAGES, synthesise } from '../support/stack/stack.ts';

const identitiesOf = (template: Template): string[] =>
  Object.values(template.findResources('AWS::SES::EmailIdentity'))
    .map(({ Properties }) => Properties.EmailIdentity)
    .sort();
const sandboxIdentities = (keys: Readonly<Record<string, unknown>>) => identitiesOf(synthesise('sandbox', keys));

const SENDER = 'no-reply@example.com';
const MINJI = 'minji@example.com';
const JUNHO = 'junho@example.com';

describe('the sandbox', () => {
  it('makes the sender and each recipient once', () => {
    expect(sandboxIdentities({ sandboxRecipients: [MINJI, JUNHO, MINJI] })).toEqual([JUNHO, MINJI, SENDER]);
  });

  it('makes a sender among the recipients once', () => {
    expect(sandboxIdentities({ sandboxRecipients: [SENDER, MINJI] })).toEqual([MINJI, SENDER]);
  });

  it('leaves out recipients that exist already', () => {
    const sandboxRecipients = [MINJI, JUNHO];
    expect(sandboxIdentities({ sandboxRecipients, existingRecipients: [MINJI] })).toEqual([JUNHO, SENDER]);
  });

  it('leaves out a sender that exists already, also when it is among the recipients', () => {
    const senderIdentity = 'existing';
    expect(sandboxIdentities({ senderIdentity, sandboxRecipients: [MINJI] })).toEqual([MINJI]);
    expect(sandboxIdentities({ senderIdentity, sandboxRecipients: [SENDER, MINJI] })).toEqual([MINJI]);
  });

  // CloudFormation makes new resources before it deletes old ones, and SES has an identity once.
  it('has one logical id per address, so that a recipient can become the sender', () => {
    const idsOf = (keys: Readonly<Record<string, unknown>>) =>
      new Map(
        Object.entries(synthesise('sandbox', keys).findResources('AWS::SES::EmailIdentity')).map(([id, made]) => [
          propertiesOf(made)['EmailIdentity'],
          id,
        ]),
      );
    const before = idsOf({ senderEmail: SENDER, sandboxRecipients: [MINJI, JUNHO] });
    for (const sandboxRecipients of [[JUNHO], [JUNHO, MINJI], [SENDER, JUNHO], []]) {
      const after = idsOf({ senderEmail: MINJI, sandboxRecipients });
      for (const [name, id] of after) expect(before.get(name), name).toBe(id);
      expect(new Set(after.values()).size).toBe(after.size);
    }
  });

  it('makes its identities one after another, since SES takes about one call a second', () => {
    const made = synthesise('sandbox', { sandboxRecipients: [MINJI, JUNHO] }).findResources('AWS::SES::EmailIdentity');
    const after = Object.values(made).map(({ DependsOn = [] }) => [DependsOn].flat());
    expect(after.map((ids) => ids.length)).toEqual([0, 1, 1]);
    expect(new Set(after.flat()).size).toBe(2);
    for (const id of after.flat()) expect(Object.keys(made)).toContain(id);
  });

  it.each(STAGES)('has no bounces mailed to the sender beside those that are published (%s)', (stage) => {
    const made = Object.values(synthesise(stage).findResources('AWS::SES::EmailIdentity')).map(propertiesOf);
    for (const identity of made) expect(identity['FeedbackAttributes']).toEqual({ EmailForwardingEnabled: false });
  });

  it('deletes its identities with the stack', () => {
    const identities = synthesise('sandbox').findResources('AWS::SES::EmailIdentity');
    for (const identity of Object.values(identities)) expect(identity['DeletionPolicy']).toBe('Delete');
  });
});

describe('production', () => {
  const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };

  it('makes the domain with its own MAIL FROM, and keeps it', () => {
    const identity = onlyOne(synthesise('production'), 'AWS::SES::EmailIdentity');
    expect(propertiesOf(identity)).toMatchObject({
      EmailIdentity: 'example.com',
      MailFromAttributes: { MailFromDomain: 'bounce.example.com' },
    });
    expect(identity).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    // Easy DKIM is the default of SES.
    expect(propertiesOf(identity)['DkimAttributes']?.SigningEnabled ?? true).toBe(true);
  });

  it('leaves out a domain that exists already', () => {
    expect(identitiesOf(synthesise('production', { senderIdentity: 'existing' }))).toEqual([]);
  });

  it('writes the records of DKIM and MAIL FROM into the zone', () => {
    const template = synthesise('production', { hostedZone });
    const records = Object.values(template.findResources('AWS::Route53::RecordSet')).map(
      ({ Properties }) => Properties,
    );
    expect(records.map(({ Type }) => Type).sort()).toEqual(expect.arrayContaining(['CNAME', 'CNAME', 'CNAME', 'MX']));
    for (const { HostedZoneId } of records) expect(HostedZoneId).toBe(hostedZone.id);
    expect(records.find(({ Type }) => Type === 'MX')).toMatchObject({
      Name: 'bounce.example.com.',
      ResourceRecords: ['10 feedback-smtp.ap-northeast-2.amazonses.com'],
    });
  });

  it('makes the sender domain itself when its zone is a parent of it', () => {
    const template = synthesise('production', { senderDomain: 'notify.example.com', hostedZone });
    expect(identitiesOf(template)).toEqual(['notify.example.com']);
  });
});

describe('the configuration set', () => {
  it.each(STAGES)('has reputation metrics, tracks nobody, and is the one in the courier’s settings (%s)', (stage) => {
    const template = synthesise(stage);
    const set = propertiesOf(onlyOne(template, 'AWS::SES::ConfigurationSet'));
    expect(set['ReputationOptions']).toEqual({ ReputationMetricsEnabled: true });
    expect(set).not.toHaveProperty('TrackingOptions');
    const courier = propertiesOf(byReadableId(template, 'AWS::Lambda::Function')['CourierFunction']);
    const [id] = Object.keys(template.findResources('AWS::SES::ConfigurationSet'));
    expect(courier['Environment'].Variables.SES_CONFIGURATION_SET).toEqual({ Ref: id });
  });
});
