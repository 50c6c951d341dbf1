// Changes of everything but who mails come from.
import { DEFAULTS } from '#domain/defaults.ts';
import type { ConfigPath } from '../../../lib/config/notes.ts';
import { SENS } from '../../support/transport-keys.ts';
import type { Change, ChangesOf } from './change.ts';

const CERTIFICATE = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER_CERTIFICATE = CERTIFICATE.replace('1234abcd', '5678abcd');
const ZONE = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
const API = { name: 'auth.example.com', certificateArn: CERTIFICATE };
const API_IN_ZONE = { ...API, hostedZone: ZONE };
const keyOf = (letter: string) =>
  `arn:aws:kms:ap-northeast-2:111122223333:key/${letter.repeat(8)}-12ab-34cd-56ef-1234567890ab`;
const [FIRST, SECOND] = [keyOf('a'), keyOf('b')];
const STREAM =
  'arn:aws:dynamodb:ap-northeast-2:111122223333:table/Latchkey-production-TablesVerifications/stream/2026-01-01T00:00:00.000';

const TRUSTED = { name: 'backend', keySha256: 'ab'.repeat(32) };
const HUMAN_CHECK = {
  provider: 'turnstile',
  mode: 'whenBombed',
  siteKey: '0x4AAAAAAAsitekey',
  secretArn: 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:turnstile-AbCdEf',
};
const CLAIMS = 'arn:aws:lambda:ap-northeast-2:111122223333:function:claims:live';
/** Of bcrypt, with 4 rounds. */
const IMPORTED = '$2b$04$60dXx02HK9N2bY18hYRiuedfkcSoXdiv7kgxp0KCKwC3l/cYhYSUa';
const HASH = { memoryKibibytes: 19_456, passes: 2 };

const WEBHOOK = {
  ...{ name: 'orders', url: 'https://api.example.com/webhooks' },
  secretArn: 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:orders-AbCdEf',
};

const SHOP = { id: 'shop', name: 'Shop', redirectUris: ['https://shop.example.com/callback'] };

const FINGERPRINT = Array(32).fill('AB').join(':');

const TERMS = {
  ...{ key: 'terms', kind: 'terms', version: '2026-01-01', required: true },
  title: { ko: '이용약관에 동의해요', en: 'I agree to the terms of use' },
};

const NEW_ADDRESS = 'the API has another address; links and tokens of the old one do not work any more';
const OTHER_TABLE = 'the stage uses the table that is named';
const NO_CODES = 'codes and proofs live for minutes, and nothing else needs these keys';

/** All numbers of a group change at once: if that changes nothing but settings, each alone does not either. */
const numbersOf = <Group extends keyof typeof DEFAULTS>(group: Group) => {
  const numbers = Object.entries<number>(DEFAULTS[group]);
  const after = { [group]: Object.fromEntries(numbers.map(([name, value]) => [name, value + 1])) };
  return Object.fromEntries(
    numbers.map(([name]) => [`${group}.${name}`, [{ what: 'another', after }]]),
  ) as unknown as ChangesOf<Extract<ConfigPath, `${Group}.${string}`>>;
};

const ofSens = (what: string, after: object): Change => ({
  what,
  before: { sms: 'sens', sens: SENS },
  after: { sens: { ...SENS, ...after } },
});

/** In production the table that the stack made stays. */
const ofTable = (tables: object): readonly [Change, Change] => [
  { what: 'given', after: { tables }, note: `${OTHER_TABLE}; in the sandbox its own is deleted` },
  { what: 'given', stage: 'production', after: { tables }, note: OTHER_TABLE },
];

export const SERVICE_CHANGES = {
  languages: [
    { what: 'Korean alone', after: { languages: ['ko'] } },
    { what: 'English first', after: { languages: ['en', 'ko'] } },
  ],
  texts: [{ what: 'given', after: { texts: { en: { 'page.signup.heading': 'Join us' } } } }],
  brandName: [{ what: 'in Korean', after: { brandName: '예시 상점' } }],
  brandColor: [{ what: 'another', after: { brandColor: '#115511' } }],
  logoUrl: [{ what: 'given', after: { logoUrl: 'https://example.com/logo.svg' } }],
  logoUrlDark: [
    {
      what: 'given',
      before: { logoUrl: 'https://example.com/logo.svg' },
      after: { logoUrlDark: 'https://example.com/logo-dark.svg' },
    },
  ],
  faviconUrl: [{ what: 'given', after: { faviconUrl: 'https://example.com/favicon.svg' } }],
  'theme.background': [{ what: 'given', after: { theme: { background: '#ffffff' } } }],
  'theme.backgroundDark': [{ what: 'given', after: { theme: { backgroundDark: '#000000' } } }],
  'theme.cornerRadius': [{ what: 'given', after: { theme: { cornerRadius: 2 } } }],
  'theme.fontFamily': [{ what: 'given', after: { theme: { fontFamily: 'Pretendard' } } }],
  consents: [
    { what: 'given', after: { consents: [TERMS] } },
    {
      what: 'a new version',
      before: { consents: [TERMS] },
      after: { consents: [{ ...TERMS, version: '2026-07-01' }] },
    },
  ],
  minimumAge: [{ what: 'given', after: { minimumAge: 14 } }],
  webhooks: [
    { what: 'given', after: { webhooks: [WEBHOOK] } },
    {
      what: 'another URL',
      before: { webhooks: [WEBHOOK] },
      after: { webhooks: [{ ...WEBHOOK, url: 'https://api.example.com/events' }] },
      note: 'events that wait go to the new URL',
    },
    {
      what: 'other events',
      before: { webhooks: [WEBHOOK] },
      after: { webhooks: [{ ...WEBHOOK, events: ['user.*'] }] },
    },
    {
      what: 'one less',
      before: { webhooks: [WEBHOOK] },
      after: { webhooks: undefined },
      note: 'events that wait for the endpoint are lost',
    },
  ],
  supportAddress: [{ what: 'given', after: { supportAddress: 'help@example.com' } }],
  appUrl: [{ what: 'given', after: { appUrl: 'https://app.example.com' } }],
  allowedOrigins: [
    { what: 'one more', after: { allowedOrigins: ['http://localhost:5173', 'https://app.example.com'] } },
    { what: 'none', after: { allowedOrigins: [] } },
  ],
  audience: [{ what: 'given', after: { audience: 'example' } }],
  profileFields: [
    {
      what: 'given',
      after: { profileFields: [{ key: 'company', type: 'text', label: { ko: '회사', en: 'Company' } }] },
      note: 'what is stored under other keys stays, and can only be removed',
    },
  ],
  'apiDomain.name': [
    { what: 'apiDomain given', after: { apiDomain: API_IN_ZONE } },
    {
      what: 'another',
      before: { apiDomain: API_IN_ZONE },
      after: { apiDomain: { ...API_IN_ZONE, name: 'login.example.com' } },
      note: NEW_ADDRESS,
    },
    {
      what: 'apiDomain left out',
      before: { apiDomain: API_IN_ZONE },
      after: { apiDomain: undefined },
      note: NEW_ADDRESS,
    },
  ],
  'apiDomain.certificateArn': [
    {
      what: 'another',
      before: { apiDomain: API },
      after: { apiDomain: { ...API, certificateArn: OTHER_CERTIFICATE } },
    },
  ],
  'apiDomain.hostedZone.id': [
    { what: 'hostedZone given', before: { apiDomain: API }, after: { apiDomain: API_IN_ZONE } },
    {
      what: 'another zone',
      before: { apiDomain: API_IN_ZONE },
      after: { apiDomain: { ...API, hostedZone: { ...ZONE, id: 'Z9876543210ABCDEFGHIJ' } } },
    },
  ],
  'apiDomain.hostedZone.name': [
    {
      what: 'that of the name, not of its parent',
      before: { apiDomain: API_IN_ZONE },
      after: { apiDomain: { ...API, hostedZone: { ...ZONE, name: 'auth.example.com' } } },
    },
  ],
  alarmEmail: [
    {
      what: 'another',
      after: { alarmEmail: 'team@example.com' },
      note: 'AWS asks the new address to confirm',
    },
    { what: 'left out', after: { alarmEmail: undefined }, note: 'nobody is told' },
  ],
  monitoring: [
    { what: 'all → essential', after: { monitoring: 'essential' } },
    { what: 'all → off', after: { monitoring: 'off', alarmEmail: undefined }, note: 'nobody is told' },
  ],
  'noticeCopies.cc': [{ what: 'given', after: { noticeCopies: { cc: ['tester@example.com'] } } }],
  'noticeCopies.bcc': [{ what: 'given', after: { noticeCopies: { bcc: ['tester@example.com'] } } }],
  'notices.newLogIn': [{ what: 'false', after: { notices: { newLogIn: false } } }],
  trustedCallers: [{ what: 'one', after: { trustedCallers: [TRUSTED] } }],
  clients: [
    {
      what: 'one',
      after: { clients: [SHOP] },
    },
    {
      what: 'with a linkUrl',
      before: { clients: [SHOP] },
      after: { clients: [{ ...SHOP, linkUrl: 'https://shop.example.com/auth' }] },
    },
  ],
  'claims.static': [{ what: 'given', after: { claims: { static: { 'https://example.com/tenant': 'kr' } } } }],
  'claims.metadata': [{ what: 'given', after: { claims: { metadata: ['plan'] } } }],
  'claims.functionArn': [{ what: 'given', after: { claims: { functionArn: CLAIMS } } }],
  'appLinks.apple': [{ what: 'one', after: { appLinks: { apple: ['ABCDE12345.com.example.app'] } } }],
  'appLinks.android': [
    {
      what: 'one',
      after: { appLinks: { android: [{ package: 'com.example.app', sha256Fingerprints: [FINGERPRINT] }] } },
    },
  ],
  passkeyDomain: [
    {
      what: 'given',
      before: { apiDomain: API_IN_ZONE },
      after: { passkeyDomain: 'example.com' },
      note: 'from the first passkey on it can never change',
    },
    {
      what: 'removed',
      before: { apiDomain: API_IN_ZONE, passkeyDomain: 'example.com' },
      after: { passkeyDomain: undefined },
      note: 'people log in by password or mail; passkeys stay stored, and work again with the same name',
    },
    {
      what: 'another',
      before: { apiDomain: API_IN_ZONE, passkeyDomain: 'example.com' },
      after: { passkeyDomain: 'auth.example.com' },
      note: 'once there is a passkey, passkeys are refused until the former name is back',
    },
  ],
  passkeyOrigins: [
    {
      what: 'given',
      before: { apiDomain: API_IN_ZONE, passkeyDomain: 'example.com', allowedOrigins: ['https://app.example.com'] },
      after: { passkeyOrigins: ['https://app.example.com'] },
    },
  ],
  'humanCheck.provider': [
    { what: 'given, with the rest', after: { humanCheck: HUMAN_CHECK } },
    { what: 'removed, with the rest', before: { humanCheck: HUMAN_CHECK }, after: { humanCheck: undefined } },
  ],
  'humanCheck.mode': [
    { what: 'on', before: { humanCheck: HUMAN_CHECK }, after: { humanCheck: { ...HUMAN_CHECK, mode: 'on' } } },
  ],
  'humanCheck.siteKey': [
    {
      what: 'another widget',
      before: { humanCheck: HUMAN_CHECK },
      after: { humanCheck: { ...HUMAN_CHECK, siteKey: '0x4BBBBBBBsitekey' } },
      note: 'put the secret key of the new widget into the secret in the same minute: until both are new, tokens are refused',
    },
  ],
  'humanCheck.secretArn': [
    {
      what: 'another secret',
      before: { humanCheck: HUMAN_CHECK },
      after: { humanCheck: { ...HUMAN_CHECK, secretArn: HUMAN_CHECK.secretArn.replace('AbCdEf', 'GhIjKl') } },
    },
  ],
  'humanCheck.sendsAddress': [
    {
      what: 'given',
      before: { humanCheck: HUMAN_CHECK },
      after: { humanCheck: { ...HUMAN_CHECK, sendsAddress: true } },
      note: 'say so in your privacy policy first',
    },
  ],
  'humanCheck.exempt': [
    {
      what: 'given',
      before: { humanCheck: HUMAN_CHECK, trustedCallers: [TRUSTED] },
      after: { humanCheck: { ...HUMAN_CHECK, exempt: [TRUSTED.name] } },
    },
  ],
  secondFactor: [
    { what: 'given', after: { secondFactor: 'optional' } },
    {
      what: 'removed',
      before: { secondFactor: 'optional' },
      after: { secondFactor: 'off' },
      note: 'nobody adds one any more; who has one keeps it',
    },
  ],
  reservedConcurrency: [{ what: 'given', after: { reservedConcurrency: 20 } }],
  courierConcurrency: [{ what: 'given', after: { courierConcurrency: 20 } }],
  firstDeployment: [
    {
      what: 'removed after the first deployment',
      stage: 'production',
      before: { firstDeployment: true },
      after: { firstDeployment: undefined },
    },
  ],
  'tables.users': ofTable({ users: STREAM.replace('Verifications', 'Users') }),
  'tables.sessions': ofTable({ sessions: 'Latchkey-production-TablesSessions' }),
  'tables.verifications': ofTable({ verifications: STREAM }),
  'tables.audit': ofTable({ audit: STREAM.replace('Verifications', 'Audit') }),
  'throttles.default.rate': [{ what: 'another', after: { throttles: { default: { rate: 50, burst: 200 } } } }],
  'throttles.default.burst': [{ what: 'another', after: { throttles: { default: { rate: 100, burst: 100 } } } }],
  'throttles.routes': [
    { what: 'one more', after: { throttles: { routes: { 'GET /me': { rate: 5, burst: 10 } } } } },
    {
      what: 'left out',
      before: { throttles: { routes: { 'GET /me': { rate: 5, burst: 10 } } } },
      after: { throttles: undefined },
    },
  ],
  otp: [
    { what: 'off → public', before: { otp: 'off' }, after: { otp: 'public' } },
    { what: 'public → off', before: { otp: 'public' }, after: { otp: 'off' }, note: NO_CODES },
    {
      what: 'public → off',
      stage: 'production',
      before: { otp: 'public' },
      after: { otp: 'off' },
      note: NO_CODES,
    },
  ],
  sms: [
    { what: 'off → sns', after: { sms: 'sns' } },
    { what: 'off → sens', after: { sms: 'sens', sens: SENS } },
    { what: 'sens → sns', before: { sms: 'sens', sens: SENS }, after: { sms: 'sns', sens: undefined } },
  ],
  'sens.serviceId': [ofSens('another', { serviceId: 'ncp:sms:kr:999999999999:other' })],
  'sens.from': [ofSens('another', { from: '15881234' })],
  'sens.secretArn': [ofSens('another', { secretArn: SENS.secretArn.replace(/.{6}$/, 'Zz9Zz9') })],
  'sens.allowsLong': [ofSens('true', { allowsLong: true })],
  'sns.region': [{ what: 'another', before: { sms: 'sns' }, after: { sns: { region: 'us-east-1' } } }],
  'sns.senderId': [{ what: 'given', before: { sms: 'sns' }, after: { sns: { senderId: 'Example' } } }],
  'masterKeys.accepted': [{ what: 'one more', after: { masterKeys: { accepted: [1, 2], current: 1 } } }],
  'masterKeys.current': [
    {
      what: 'another',
      before: { masterKeys: { accepted: [1, 2], current: 1 } },
      after: { masterKeys: { accepted: [1, 2], current: 2 } },
    },
  ],
  'signingKeys.listed': [{ what: 'given', after: { signingKeys: { listed: [FIRST], current: FIRST } } }],
  'signingKeys.current': [
    {
      what: 'another',
      before: { signingKeys: { listed: [FIRST, SECOND], current: FIRST } },
      after: { signingKeys: { listed: [FIRST, SECOND], current: SECOND } },
    },
  ],
  'otpKeys.accepted': [{ what: 'one more', after: { otpKeys: { accepted: [1, 2], current: 1 } } }],
  'otpKeys.current': [
    {
      what: 'another',
      before: { otpKeys: { accepted: [1, 2], current: 1 } },
      after: { otpKeys: { accepted: [1, 2], current: 2 } },
    },
  ],
  'proofSigningKeys.listed': [{ what: 'given', after: { proofSigningKeys: { listed: [FIRST], current: FIRST } } }],
  'proofSigningKeys.current': [
    {
      what: 'another',
      before: { proofSigningKeys: { listed: [FIRST, SECOND], current: FIRST } },
      after: { proofSigningKeys: { listed: [FIRST, SECOND], current: SECOND } },
    },
  ],
  proofKeysInJwks: [{ what: 'true', after: { proofKeysInJwks: true } }],
  'passwordHash.memoryKibibytes': [
    { what: 'more', before: { passwordHash: HASH }, after: { passwordHash: { ...HASH, memoryKibibytes: 24_576 } } },
  ],
  'passwordHash.passes': [
    { what: 'more', before: { passwordHash: HASH }, after: { passwordHash: { ...HASH, passes: 3 } } },
  ],
  leakedPasswords: [
    { what: 'refuse', after: { leakedPasswords: 'refuse' } },
    { what: 'off', before: { leakedPasswords: 'refuse' }, after: { leakedPasswords: 'off' } },
  ],
  'events.addresses': [{ what: 'true', after: { events: { addresses: true } } }],
  auditDays: [{ what: 'ten years', after: { auditDays: 3650 } }],
  purgeAfterMonths: [
    { what: 'given', after: { purgeAfterMonths: 12 } },
    { what: 'another', before: { purgeAfterMonths: 12 }, after: { purgeAfterMonths: 24 } },
    {
      what: 'removed',
      before: { purgeAfterMonths: 12 },
      after: { purgeAfterMonths: undefined },
      note: 'no account is deleted for that any more; owners who were told of it are not told so',
    },
  ],
  deletionGraceDays: [
    { what: 'given', after: { deletionGraceDays: 14 } },
    { what: 'another', before: { deletionGraceDays: 14 }, after: { deletionGraceDays: 30 } },
    {
      what: 'removed',
      before: { deletionGraceDays: 14 },
      after: { deletionGraceDays: undefined },
      note: 'accounts that wait for their deletion are still closed on their date, and removed only where purgeAfterMonths is set',
    },
  ],
  importedHash: [
    { what: 'given', after: { importedHash: IMPORTED } },
    { what: 'removed', before: { importedHash: IMPORTED }, after: { importedHash: undefined } },
  ],
  'warm.everyMinutes': [{ what: 'given', after: { warm: { everyMinutes: 5 } } }],
  'warm.provisioned': [
    { what: 'given', after: { warm: { provisioned: 1 } } },
    { what: 'removed', before: { warm: { provisioned: 1 } }, after: { warm: undefined } },
  ],
  ...numbersOf('lifetimes'),
  ...numbersOf('limits'),
} as const satisfies Partial<ChangesOf<ConfigPath>>;
