// The DNS records of a sender domain: made in its zone, or printed; neither for an address; they live as long as the identity.
import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { LatchkeyStack } from '../../lib/latchkey-stack.ts';
import { read } from '../support/stack/config.ts';
import { createStack, propertiesOf, readable, type StageName, synthesise } from '../support/stack/stack.ts';

type Keys = Readonly<Record<string, unknown>>;
const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const DMARC = 'v=DMARC1; p=none';
const SPF = 'v=spf1 include:amazonses.com ~all';

const recordsOf = (stage: StageName, keys: Keys): string[] => {
  const records = Object.values(synthesise(stage, keys).findResources('AWS::Route53::RecordSet')).map(propertiesOf);
  return records.map(({ Name, Type, ResourceRecords }) => `${readable(Name)} ${Type} ${ResourceRecords.map(readable)}`);
};
const outputsOf = (stage: StageName, keys: Keys = {}): Record<string, string> => {
  const outputs = Object.entries<{ Value: unknown }>(synthesise(stage, keys).toJSON()['Outputs'] ?? {});
  return Object.fromEntries(
    outputs.filter(([name]) => name.startsWith('Dns')).map(([name, { Value }]) => [name, readable(Value)]),
  );
};
/** As `cdk deploy` prints them before the deployment. */
const koreanNotesOf = (stage: StageName, keys: Keys = {}): string[] =>
  Annotations.fromStack(createStack(stage, keys).stack)
    .findInfo('*', Match.stringLikeRegexp('DNS에'))
    .map(({ entry }) => String(entry.data));
const dkim = (index: number) => `<MailSender.DkimDNSTokenName${index}> CNAME <MailSender.DkimDNSTokenValue${index}>`;

describe('with a zone', () => {
  it('the records of DKIM, MAIL FROM and DMARC are made, and nothing is printed', () => {
    expect(recordsOf('production', { hostedZone }).sort()).toEqual(
      [
        dkim(1),
        dkim(2),
        dkim(3),
        'bounce.example.com. MX 10 feedback-smtp.ap-northeast-2.amazonses.com',
        `bounce.example.com. TXT "${SPF}"`,
        `_dmarc.example.com. TXT "${DMARC}"`,
      ].sort(),
    );
    expect(outputsOf('production', { hostedZone })).toEqual({});
  });

  // `mail.` is where many companies have their webmail.
  it('MAIL FROM is below the label that the team chose', () => {
    const records = recordsOf('production', { hostedZone, mailFromSubdomain: 'ses-return' });
    expect(records.filter((record) => / (MX|TXT) /.test(record) && !record.startsWith('_dmarc'))).toEqual([
      'ses-return.example.com. MX 10 feedback-smtp.ap-northeast-2.amazonses.com',
      `ses-return.example.com. TXT "${SPF}"`,
    ]);
    const identity = synthesise('production', { mailFromSubdomain: 'ses-return' }).findResources(
      'AWS::SES::EmailIdentity',
    );
    expect(JSON.stringify(identity)).toContain('"MailFromDomain":"ses-return.example.com"');
  });

  it('DMARC is of the sender domain, below the zone', () => {
    const records = recordsOf('production', { hostedZone, senderDomain: 'notify.example.com' });
    expect(records).toContain(`_dmarc.notify.example.com. TXT "${DMARC}"`);
  });

  it('an existing DMARC record is left alone, and the others are made', () => {
    const records = recordsOf('production', { hostedZone, dmarcRecord: 'existing' });
    expect(records).toHaveLength(5);
    expect(records.join()).not.toContain('_dmarc');
  });
});

describe('without a zone', () => {
  it('every record is printed as a line of a zone file, under a note in English; the Korean one comes at synth', () => {
    const { DnsNoteEn, ...lines } = outputsOf('production');
    const printedDkim = (index: number) =>
      `<MailSender.DkimDNSTokenName${index}>. 1800 IN CNAME <MailSender.DkimDNSTokenValue${index}>.`;
    expect(lines).toEqual({
      DnsDkim1: printedDkim(1),
      DnsDkim2: printedDkim(2),
      DnsDkim3: printedDkim(3),
      DnsMailFromMx: 'bounce.example.com. 1800 IN MX 10 feedback-smtp.ap-northeast-2.amazonses.com.',
      DnsMailFromSpf: `bounce.example.com. 1800 IN TXT "${SPF}"`,
      DnsDmarc: `_dmarc.example.com. 1800 IN TXT "${DMARC}"`,
    });
    expect(koreanNotesOf('production')).toEqual([expect.stringMatching(/발신 도메인의 DNS에 추가하세요/)]);
    expect(DnsNoteEn).toMatch(/Add each record below to the DNS of the sender domain/);
    expect(recordsOf('production', {})).toEqual([]);
  });

  it('an existing DMARC record is neither printed nor mentioned', () => {
    const outputs = outputsOf('production', { dmarcRecord: 'existing' });
    expect(Object.keys(outputs)).toHaveLength(6);
    expect(JSON.stringify(outputs)).not.toMatch(/dmarc/i);
    expect(outputsOf('production')['DnsNoteEn']).toContain('keep that one and set "dmarcRecord": "existing"');
    expect(koreanNotesOf('production')[0]).toContain('"dmarcRecord": "existing"');
    expect(koreanNotesOf('production', { dmarcRecord: 'existing' })[0]).not.toMatch(/dmarc/i);
  });

  it('an address of the sandbox has no DNS of its own, a domain of the sandbox has', () => {
    expect(outputsOf('sandbox')).toEqual({});
    const names = Object.keys(outputsOf('sandbox', { senderEmail: undefined, senderDomain: 'example.com' }));
    expect(names).toHaveLength(7);
  });
});

describe('the reports of DMARC', () => {
  const recordFor = (keys: Keys) => outputsOf('production', keys)['DnsDmarc'];

  it('go to nobody unless an address is given for them; the support address does not count', () => {
    expect(recordFor({ supportAddress: 'help@example.com' })).not.toContain('rua');
    expect(recordFor({ supportAddress: 'help@example.com', dmarcReports: 'DMARC+daily@example.com' })).toBe(
      '_dmarc.example.com. 1800 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc+daily@example.com"',
    );
  });

  it('go to an address whose special characters are escaped in the record', () => {
    expect(recordFor({ dmarcReports: 'a!10m?b%c=d@example.com' })).toContain(
      'rua=mailto:a%2110m%3Fb%25c%3Dd@example.com"',
    );
  });
});

describe('an existing identity', () => {
  const existing = { senderIdentity: 'existing' };
  const tokens = ['a', 'b', 'c'].map((letter) => letter.repeat(32));

  it('gets no record and no output without a zone', () => {
    expect([recordsOf('production', existing), outputsOf('production', existing)]).toEqual([[], {}]);
  });

  it('gets its records in the zone, those of DKIM if their tokens are given', () => {
    const others = [
      'bounce.example.com. MX 10 feedback-smtp.ap-northeast-2.amazonses.com',
      `bounce.example.com. TXT "${SPF}"`,
      `_dmarc.example.com. TXT "${DMARC}"`,
    ];
    expect(recordsOf('production', { ...existing, hostedZone })).toEqual(others);
    expect(recordsOf('production', { ...existing, hostedZone, dkimTokens: tokens })).toEqual([
      ...tokens.map((token) => `${token}._domainkey.example.com CNAME ${token}.dkim.amazonses.com`),
      ...others,
    ]);
    expect(outputsOf('production', { ...existing, hostedZone })).toEqual({});
  });
});

describe('the records', () => {
  const policiesOf = (stage: StageName, keys: Keys) => {
    const resources = synthesise(stage, keys).toJSON()['Resources'];
    const ofMail = Object.values<{ Type: string; [key: string]: unknown }>(resources).filter(({ Type }) =>
      ['AWS::Route53::RecordSet', 'AWS::SES::EmailIdentity'].includes(Type),
    );
    return new Set(ofMail.map((made) => JSON.stringify([made['DeletionPolicy'], made['UpdateReplacePolicy']])));
  };

  // Without its records a kept identity stops signing at once, and SES takes its verification back within days.
  it('live as long as their identity', () => {
    expect(policiesOf('production', { hostedZone })).toEqual(new Set(['["RetainExceptOnCreate","Retain"]']));
    const sandbox = { senderEmail: undefined, senderDomain: 'example.com', hostedZone };
    expect(policiesOf('sandbox', sandbox)).toEqual(new Set(['["Delete","Delete"]']));
  });

  it('outlive a sandbox whose identity another stage uses, and so does that identity alone', () => {
    const sandboxRecipients = ['own@example.org'];
    const context = {
      ...{
        stage: 'sandbox',
        sandbox: { senderDomain: 'example.com', hostedZone, sandboxRecipients, brandName: 'Example' },
      },
      production: { senderDomain: 'example.com', senderIdentity: 'existing', brandName: 'Example', otp: 'off' },
      'aws:cdk:bundling-stacks': [],
    };
    const app = new App({ context, analyticsReporting: false, builtinCloudFormationValidation: false });
    const stack = new LatchkeyStack(app, 'Shared', { config: read(context), env: { region: 'ap-northeast-2' } });
    const resources = Object.values<{ Type: string; [key: string]: unknown }>(
      Template.fromStack(stack).toJSON()['Resources'],
    );
    const policyOf = (type: string) =>
      new Set(resources.filter(({ Type }) => Type === type).map((made) => made['DeletionPolicy']));
    const identities = resources.filter(({ Type }) => Type === 'AWS::SES::EmailIdentity');
    expect(identities.map((made) => [propertiesOf(made)['EmailIdentity'], made['DeletionPolicy']])).toEqual([
      ['example.com', 'RetainExceptOnCreate'],
      // That stage does not use it, and it would be in the way when this one is deployed again.
      ['own@example.org', 'Delete'],
    ]);
    expect(policyOf('AWS::Route53::RecordSet')).toEqual(new Set(['RetainExceptOnCreate']));
    expect(policyOf('AWS::DynamoDB::Table')).toEqual(new Set(['Delete']));
  });
});
