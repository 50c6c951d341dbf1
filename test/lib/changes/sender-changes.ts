// Changes of who mails come from and what carries them.
import type { ConfigPath } from '../../../lib/config/notes.ts';
import { SMTP_SECRET } from '../../support/transport-keys.ts';
import type { Change, ChangesOf } from './change.ts';

const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const OTHER_ZONE = { id: 'Z9876543210ABCDEFGHIJ', name: 'example.com' };
const TOKENS = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
const OWN_SERVER = { host: 'mail.example.com', port: 587, secretArn: SMTP_SECRET };
/** SES sends nothing. */
const SMTP = {
  ...{ transport: 'smtp', senderEmail: 'team@naver.com', smtp: { preset: 'naver', secretArn: SMTP_SECRET } },
  ...{ senderIdentity: undefined, sandboxRecipients: undefined },
};
const BY_OWN_SERVER = { ...SMTP, senderEmail: 'no-reply@example.com', smtp: OWN_SERVER };

const OLD_SENDER = 'nothing is sent by the old identity any more';
const TWICE =
  'SES refuses: the identity would be made a second time, under another logical id, before the first is deleted. Nothing is changed';
const NO_SES = 'SES sends nothing any more: its identities, and what takes its bounces, have no use';

const ofServer = (what: string, before: object, after: object): Change => ({
  what,
  before: { ...BY_OWN_SERVER, smtp: { ...OWN_SERVER, ...before } },
  after: { smtp: { ...OWN_SERVER, ...before, ...after } },
});

export const SENDER_CHANGES = {
  account: [
    {
      what: 'given',
      after: { account: '111122223333' },
      note: 'the CDK refuses credentials of another account',
    },
  ],
  sesMode: [
    {
      what: 'sandbox → production',
      after: { sesMode: 'production', sandboxRecipients: undefined, otp: 'public' },
      note: 'production sends to anyone, so its recipients are no identities',
    },
    { what: 'production → sandbox', stage: 'production', after: { sesMode: 'sandbox' } },
  ],
  senderEmail: [
    { what: 'another address', after: { senderEmail: 'hello@example.com' }, note: OLD_SENDER },
    {
      what: 'another address, identityIds "role"',
      before: { identityIds: 'role' },
      after: { senderEmail: 'hello@example.com' },
      note: OLD_SENDER,
    },
    {
      what: 'one of the sandbox recipients',
      after: { senderEmail: 'tester@example.com' },
      note: OLD_SENDER,
    },
    {
      what: 'one of the sandbox recipients, identityIds "role"',
      before: { identityIds: 'role' },
      after: { senderEmail: 'tester@example.com' },
      note: TWICE,
    },
    {
      what: 'another address',
      stage: 'production',
      before: { senderDomain: undefined, senderLocalPart: undefined, senderEmail: 'no-reply@example.com' },
      after: { senderEmail: 'hello@example.com' },
      note: OLD_SENDER,
    },
  ],
  senderDomain: [
    {
      what: 'another domain',
      stage: 'production',
      after: { senderDomain: 'example.net' },
      note: OLD_SENDER,
    },
    {
      what: 'another domain, with hostedZone',
      stage: 'production',
      before: { hostedZone: ZONE },
      after: { senderDomain: 'shop.example.com' },
      note: OLD_SENDER,
    },
    {
      what: 'in place of senderEmail',
      after: { senderEmail: undefined, senderDomain: 'example.com' },
      note: OLD_SENDER,
    },
    {
      what: 'senderEmail in its place',
      stage: 'production',
      after: { senderDomain: undefined, senderLocalPart: undefined, senderEmail: 'no-reply@example.com' },
      note: OLD_SENDER,
    },
  ],
  senderLocalPart: [{ what: 'another', stage: 'production', after: { senderLocalPart: 'hello' } }],
  mailFromSubdomain: [
    { what: 'another', stage: 'production', after: { mailFromSubdomain: 'return' } },
    {
      what: 'another, with hostedZone',
      stage: 'production',
      before: { hostedZone: ZONE },
      after: { mailFromSubdomain: 'return' },
    },
  ],
  'hostedZone.id': [
    {
      what: 'hostedZone given',
      stage: 'production',
      after: { hostedZone: ZONE },
      note: 'Route 53 refuses as long as the zone has such records',
    },
    { what: 'another zone', stage: 'production', before: { hostedZone: ZONE }, after: { hostedZone: OTHER_ZONE } },
    {
      what: 'hostedZone left out',
      stage: 'production',
      before: { hostedZone: ZONE },
      after: { hostedZone: undefined },
    },
  ],
  'hostedZone.name': [
    {
      what: 'that of the domain, not of its parent',
      stage: 'production',
      before: { senderDomain: 'shop.example.com', hostedZone: ZONE },
      after: { hostedZone: { id: ZONE.id, name: 'shop.example.com' } },
    },
  ],
  senderIdentity: [
    {
      what: 'managed → existing',
      after: { senderIdentity: 'existing' },
      note: 'the team verifies the address again, where it manages it from now on',
    },
    {
      what: 'managed → existing',
      stage: 'production',
      after: { senderIdentity: 'existing' },
      note: 'another stage or a person manages it from now on',
    },
    {
      what: 'existing → managed',
      stage: 'production',
      before: { senderIdentity: 'existing' },
      after: { senderIdentity: 'managed' },
      note: 'SES refuses as long as the identity exists',
    },
  ],
  dkimTokens: [
    {
      what: 'given',
      stage: 'production',
      before: { senderIdentity: 'existing', hostedZone: ZONE },
      after: { dkimTokens: TOKENS },
    },
  ],
  identityIds: [
    {
      what: 'role → name',
      before: { identityIds: 'role' },
      after: { identityIds: 'name' },
      note: TWICE,
    },
  ],
  watchesAccount: [{ what: 'false', after: { watchesAccount: false } }],
  dmarcRecord: [
    {
      what: 'managed → existing',
      stage: 'production',
      before: { hostedZone: ZONE },
      after: { dmarcRecord: 'existing' },
    },
  ],
  dmarcReports: [
    {
      what: 'given',
      stage: 'production',
      before: { hostedZone: ZONE },
      after: { dmarcReports: 'dmarc@example.com' },
    },
  ],
  dmarcPolicy: [
    { what: 'reject', stage: 'production', before: { hostedZone: ZONE }, after: { dmarcPolicy: 'reject' } },
  ],
  sandboxRecipients: [
    { what: 'one more', after: { sandboxRecipients: ['tester@example.com', 'other@example.com'] } },
    {
      what: 'one less',
      after: { sandboxRecipients: [] },
      note: 'nobody sends to it any more',
    },
  ],
  existingRecipients: [
    {
      what: 'one of the recipients',
      after: { existingRecipients: ['tester@example.com'] },
      note: 'the team verifies the address again, where it manages it from now on',
    },
  ],
  transport: [
    { what: 'ses → smtp', after: SMTP, note: NO_SES },
    {
      what: 'smtp → ses',
      before: SMTP,
      after: { transport: 'ses', smtp: undefined, senderEmail: 'no-reply@example.com' },
    },
  ],
  'smtp.preset': [
    {
      what: 'naver → gmail',
      before: SMTP,
      after: { senderEmail: 'team@gmail.com', smtp: { preset: 'gmail', secretArn: SMTP_SECRET } },
    },
  ],
  'smtp.host': [ofServer('another', {}, { host: 'smtp.example.com' })],
  'smtp.port': [ofServer('another', {}, { port: 2525 })],
  'smtp.secure': [ofServer('true', { port: 2525 }, { secure: true })],
  'smtp.secretArn': [ofServer('another', {}, { secretArn: SMTP_SECRET.replace(/.{6}$/, 'Zz9Zz9') })],
  'smtp.mailsPer24Hours': [ofServer('given', {}, { mailsPer24Hours: 1000 })],
  'smtp.mailsPerSecond': [ofServer('given', {}, { mailsPerSecond: 2 })],
  fallback: [{ what: 'ses', before: BY_OWN_SERVER, after: { fallback: 'ses' } }],
} as const satisfies Partial<ChangesOf<ConfigPath>>;
