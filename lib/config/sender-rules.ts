// The rules about the address that mails come from.
import { SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import {
  faultIf,
  type Rule,
  resolveSenderAddress,
  resolveSesMode,
  resolveTransport,
  resolveUsesSes,
  type StageKeys,
  sendsAsAccount,
} from './resolve.ts';

/** The DMARC policy of these providers lets only their own servers send for these domains. */
const FREE_MAIL_DOMAINS: readonly string[] = [
  ...['naver.com', 'daum.net', 'hanmail.net', 'kakao.com', 'nate.com'],
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'outlook.kr', 'hotmail.com', 'live.com', 'msn.com'],
  ...['yahoo.com', 'yahoo.co.jp', 'ymail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'qq.com'],
];

const hasOneSender: Rule = ({ given }) => {
  const hasEmail = given.has('senderEmail');
  const hasDomain = given.has('senderDomain');
  return [
    ...faultIf(!hasEmail && !hasDomain, 'senderEmail', 'is missing: set senderEmail, or senderDomain instead'),
    ...faultIf(hasEmail && hasDomain, 'senderDomain', 'cannot be used with senderEmail: keep one of the two'),
  ];
};

/** For stages without SES, `transport-rules.ts` refuses these keys. */
const domainKeysNeedDomain: Rule = (keys) =>
  [
    'senderLocalPart',
    'mailFromSubdomain',
    'hostedZone',
    'dkimTokens',
    'dmarcRecord',
    'dmarcReports',
    'dmarcPolicy',
  ].flatMap((key) =>
    faultIf(
      resolveUsesSes(keys) !== false && keys.given.has(key) && !keys.given.has('senderDomain'),
      key,
      'goes with senderDomain only: set that, or leave it out',
    ),
  );

/** The record holds the policy and who gets the reports; the stack cannot change a record that it did not make. */
const dmarcKeysNeedRecord: Rule = ({ given, values: { senderIdentity, dmarcRecord } }) => {
  const isOfOthers = dmarcRecord === 'existing' || (senderIdentity === 'existing' && !given.has('hostedZone'));
  return [
    ...faultIf(
      given.has('dmarcReports') && isOfOthers,
      'dmarcReports',
      'goes with a DMARC record that the stack makes: leave it out, and name the address in the record that is there',
    ),
    ...faultIf(
      given.has('dmarcPolicy') && isOfOthers,
      'dmarcPolicy',
      'goes with a DMARC record that the stack makes: leave it out, and set the policy in the record that is there',
    ),
  ];
};

/** SES makes the tokens of a managed identity, and the stack reads them from it. */
const tokensAreOfExisting: Rule = ({ given, values: { senderIdentity, dkimTokens } }) => [
  ...faultIf(
    given.has('dkimTokens') && given.has('senderDomain') && !(senderIdentity === 'existing' && given.has('hostedZone')),
    'dkimTokens',
    'goes with senderIdentity "existing" and hostedZone only: leave it out',
  ),
  ...faultIf(
    dkimTokens !== undefined && dkimTokens.length !== 3,
    'dkimTokens',
    'must be the three tokens of the domain',
  ),
];

const senderFits: Rule = (keys) =>
  faultIf(
    keys.values.senderDomain !== undefined && resolveSenderAddress(keys) === undefined,
    'senderDomain',
    'must make an address of at most 254 characters together with senderLocalPart',
  );

/** A name has at most 253 characters (RFC 1035); the longest below the domain is that of a DKIM record: 32 letters of SES. */
const LONGEST_PREFIX = 'x'.repeat(32).concat('._domainkey.').length;

const recordNamesFit: Rule = ({ values: { senderDomain, senderIdentity, mailFromSubdomain = '' } }) =>
  faultIf(
    senderDomain !== undefined &&
      senderIdentity !== 'existing' &&
      senderDomain.length + Math.max(LONGEST_PREFIX, mailFromSubdomain.length + 1) > 253,
    'senderDomain',
    'must leave room for the names of its records: 253 characters together with mailFromSubdomain, and at most 209 alone',
  );

const GMAIL_DOMAINS: readonly string[] = ['gmail.com', 'googlemail.com'];

/** Whether mails certainly come from a server that is not the domain's. `smtp.host` may be the provider's own server. */
const isSentByOthers = (keys: StageKeys, domain: string): boolean => {
  if (resolveUsesSes(keys) === true) return true;
  const { preset } = keys.values.smtp ?? {};
  return preset === 'sendgrid' || (preset === 'gmail' && !GMAIL_DOMAINS.includes(domain));
};

const noFreeMailInProduction: Rule = (keys) => {
  const domain = resolveSenderAddress(keys)?.split('@')[1] ?? '';
  return faultIf(
    FREE_MAIL_DOMAINS.includes(domain) && isSentByOthers(keys, domain) && resolveSesMode(keys) === 'production',
    keys.values.senderEmail === undefined ? 'senderDomain' : 'senderEmail',
    "must not be at a free-mail provider in production: mail that others send in its name fails that provider's DMARC check " +
      'and is refused or junked; use a domain of your own, or transport "smtp" with that provider\'s server and no fallback',
  );
};

const senderIsAccount: Rule = (keys) => {
  const { preset } = keys.values.smtp ?? {};
  if (!preset || resolveTransport(keys) !== 'smtp') return [];
  const { domains } = SMTP_PRESETS[preset].sender;
  const { senderEmail } = keys.values;
  return [
    ...faultIf(
      sendsAsAccount(keys) && keys.given.has('senderDomain'),
      'senderDomain',
      `cannot be used with smtp.preset "${preset}", which sends in the name of the account only: set senderEmail to the account's address`,
    ),
    ...faultIf(
      senderEmail !== undefined && domains !== 'any' && !domains.some((domain) => senderEmail.endsWith(`@${domain}`)),
      'senderEmail',
      `must be the address of the ${preset} account itself, since its server refuses any other sender`,
    ),
  ];
};

export const SENDER_RULES: readonly Rule[] = [
  hasOneSender,
  domainKeysNeedDomain,
  dmarcKeysNeedRecord,
  tokensAreOfExisting,
  senderFits,
  recordNamesFit,
  noFreeMailInProduction,
  senderIsAccount,
];
