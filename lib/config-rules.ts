// What the keys of a stage ask of each other.
import { normaliseEmail } from '../functions/domain/address.ts';
import { SES_MODES, type SesMode } from '../functions/domain/ses-quotas.ts';
import type { ConfigFault } from './config-faults.ts';
import type { StageInput } from './config-schema.ts';

const DEFAULT_LOCAL_PART = 'no-reply';

/** Their owners' DMARC lets only their own servers send in their name. */
const FREE_MAIL_DOMAINS: readonly string[] = [
  ...['naver.com', 'daum.net', 'hanmail.net', 'kakao.com', 'nate.com'],
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'outlook.kr', 'hotmail.com', 'live.com', 'msn.com'],
  ...['yahoo.com', 'yahoo.co.jp', 'ymail.com', 'aol.com', 'icloud.com', 'me.com', 'mac.com', 'proton.me', 'qq.com'],
];

export interface StageKeys {
  readonly stage: string;
  /** The keys that are given, right or wrong. */
  readonly given: ReadonlySet<string>;
  /** The keys that are given and right by themselves. */
  readonly values: StageInput;
}

/** `undefined` if it is given but wrong, or cannot be told from the stage's name. */
export const resolveSesMode = ({ stage, given, values }: StageKeys): SesMode | undefined =>
  given.has('sesMode') ? values.sesMode : SES_MODES.find((mode) => mode === stage);

/** `undefined` without a right sender. */
export const resolveSenderAddress = ({ values }: StageKeys): string | undefined => {
  const { senderEmail, senderDomain, senderLocalPart = DEFAULT_LOCAL_PART } = values;
  return senderEmail ?? (senderDomain && normaliseEmail(`${senderLocalPart}@${senderDomain}`));
};

export const checkRules = (keys: StageKeys): ConfigFault[] => RULES.flatMap((rule) => rule(keys));

type Rule = (keys: StageKeys) => ConfigFault[];
/** No fault, or one. */
const faultIf = (isWrong: boolean, path: string, message: string): ConfigFault[] =>
  isWrong ? [{ path, message }] : [];

const modeIsKnown: Rule = ({ stage, given }) =>
  faultIf(
    !given.has('sesMode') && !SES_MODES.some((mode) => mode === stage),
    'sesMode',
    'is missing: set it to "sandbox" or "production", since the name of this stage is neither',
  );

const hasBrandName: Rule = ({ given }) =>
  faultIf(!given.has('brandName'), 'brandName', "is missing: set the team's or product's name, as people know it");

const hasOneSender: Rule = ({ given }) => {
  const hasEmail = given.has('senderEmail');
  const hasDomain = given.has('senderDomain');
  return [
    ...faultIf(!hasEmail && !hasDomain, 'senderEmail', 'is missing: set senderEmail, or senderDomain instead'),
    ...faultIf(hasEmail && hasDomain, 'senderDomain', 'must not stand beside senderEmail: keep one of the two'),
  ];
};

const domainKeysNeedDomain: Rule = ({ given }) =>
  ['senderLocalPart', 'hostedZone', 'dmarcRecord', 'dmarcReports'].flatMap((key) =>
    faultIf(
      given.has(key) && !given.has('senderDomain'),
      key,
      'goes with senderDomain only: set that, or leave it out',
    ),
  );

/** Who gets reports stands in the record: of one that is there already the stack cannot say. */
const reportsNeedRecord: Rule = ({ given, values: { senderIdentity, dmarcRecord } }) =>
  faultIf(
    given.has('dmarcReports') && (senderIdentity === 'existing' || dmarcRecord === 'existing'),
    'dmarcReports',
    'goes with a DMARC record that the stack makes: leave it out, and name the address in the record that is there',
  );

const senderFits: Rule = (keys) =>
  faultIf(
    keys.values.senderDomain !== undefined && resolveSenderAddress(keys) === undefined,
    'senderDomain',
    'must make an address of at most 254 characters together with senderLocalPart',
  );

const isWithin = (name: string, zone: string): boolean => name === zone || name.endsWith(`.${zone}`);

const zonesHoldNames: Rule = ({ values: { senderDomain, hostedZone, apiDomain } }) => [
  ...faultIf(
    !!senderDomain && !!hostedZone && !isWithin(senderDomain, hostedZone.name),
    'hostedZone.name',
    'must be senderDomain or a parent of it',
  ),
  ...faultIf(
    !!apiDomain?.hostedZone && !isWithin(apiDomain.name, apiDomain.hostedZone.name),
    'apiDomain.hostedZone.name',
    'must be apiDomain.name or a parent of it',
  ),
];

const noFreeMailInProduction: Rule = (keys) => {
  const domain = resolveSenderAddress(keys)?.split('@')[1] ?? '';
  return faultIf(
    resolveSesMode(keys) === 'production' && FREE_MAIL_DOMAINS.includes(domain),
    keys.values.senderEmail === undefined ? 'senderDomain' : 'senderEmail',
    "must not be at a free-mail provider in production: mail that SES sends in its name fails that provider's DMARC check " +
      'and is refused or junked; use a domain of your own as senderDomain',
  );
};

const recipientsAreForSandbox: Rule = (keys) =>
  ['sandboxRecipients', 'existingRecipients'].flatMap((key) =>
    faultIf(
      resolveSesMode(keys) === 'production' && keys.given.has(key),
      key,
      'goes with sesMode "sandbox" only, since production sends to anyone: leave it out',
    ),
  );

const existingAreRecipients: Rule = (keys) => {
  const { given, values } = keys;
  const recipients = given.has('sandboxRecipients') ? values.sandboxRecipients : [];
  if (recipients === undefined || resolveSesMode(keys) === 'production') return [];
  return faultIf(
    !(values.existingRecipients ?? []).every((address) => recipients.includes(address)),
    'existingRecipients',
    'must name only addresses that are in sandboxRecipients too',
  );
};

const currentKeysAreListed: Rule = ({ values: { masterKeys, signingKeys } }) => [
  ...faultIf(
    !!masterKeys && !masterKeys.accepted.includes(masterKeys.current),
    'masterKeys.current',
    'must be one of masterKeys.accepted',
  ),
  ...faultIf(
    !!signingKeys && !signingKeys.listed.includes(signingKeys.current),
    'signingKeys.current',
    'must be one of signingKeys.listed',
  ),
];

const otpIsChosen: Rule = (keys) => {
  const { given, values } = keys;
  return [
    ...faultIf(
      resolveSesMode(keys) === 'production' && !given.has('otp'),
      'otp',
      'is missing: set it to "public" (anybody may have codes sent), "key" (whoever has your key may) or "off"',
    ),
    ...faultIf(
      values.otp === 'key' && !given.has('otpKeySha256'),
      'otpKeySha256',
      'is missing: with otp "key" set it to the SHA-256 of the key, in hex',
    ),
    ...faultIf(
      given.has('otpKeySha256') && given.has('otp') && values.otp !== 'key',
      'otpKeySha256',
      'goes with otp "key" only: set that, or leave it out',
    ),
  ];
};

const RULES: readonly Rule[] = [
  modeIsKnown,
  hasBrandName,
  hasOneSender,
  domainKeysNeedDomain,
  reportsNeedRecord,
  senderFits,
  zonesHoldNames,
  noFreeMailInProduction,
  recipientsAreForSandbox,
  existingAreRecipients,
  currentKeysAreListed,
  otpIsChosen,
];
