// The rules between keys of a stage.
import { SES_MODES } from '#domain/delivery/ses-quotas.ts';
import { ROUTES } from '#routes.ts';
import { CAPACITY_RULES } from './capacity-rules.ts';
import { CLAIMS_RULES } from './claims-rules.ts';
import { CLIENT_RULES } from './clients/client-rules.ts';
import { HUMAN_CHECK_RULES } from './clients/human-check-rules.ts';
import { PASSKEY_RULES } from './clients/passkey-rules.ts';
import { webhooksAreDistinct } from './events/webhook-rules.ts';
import { type ConfigFault, nearestName } from './faults.ts';
import { DEFAULT_MAIL_FROM, faultIf, type Rule, resolveSesMode, resolveUsesSes, type StageKeys } from './resolve.ts';
import { SENDER_RULES } from './sender-rules.ts';
import { CONSENT_RULES } from './sign-up/consent-rules.ts';
import { profileFieldsAreRight } from './sign-up/profile-field-rules.ts';
import { TEXT_RULES } from './text-rules.ts';
import { TRANSPORT_RULES } from './transport-rules.ts';

export const checkRules = (keys: StageKeys): ConfigFault[] => RULES.flatMap((rule) => rule(keys));

const modeIsKnown: Rule = ({ stage, given }) =>
  faultIf(
    !given.has('sesMode') && !SES_MODES.some((mode) => mode === stage),
    'sesMode',
    'is missing: set it to "sandbox" or "production", since the name of this stage is neither',
  );

const hasBrandName: Rule = ({ given }) =>
  faultIf(!given.has('brandName'), 'brandName', "is missing: set the team's or product's name, as people know it");

const darkLogoHasLight: Rule = ({ given }) =>
  faultIf(
    given.has('logoUrlDark') && !given.has('logoUrl'),
    'logoUrlDark',
    'goes with logoUrl, which the light look shows: add it, or leave this out',
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

/** SES asks for a MAIL FROM name that nothing else uses. */
const namesAreApart: Rule = ({ values: { senderDomain, mailFromSubdomain = DEFAULT_MAIL_FROM, apiDomain } }) =>
  faultIf(
    senderDomain !== undefined && apiDomain?.name === `${mailFromSubdomain}.${senderDomain}`,
    'mailFromSubdomain',
    'must not be the name of the API: choose another',
  );

const recipientsAreForSandbox: Rule = (keys) =>
  ['sandboxRecipients', 'existingRecipients'].flatMap((key) =>
    faultIf(
      resolveUsesSes(keys) !== false && resolveSesMode(keys) === 'production' && keys.given.has(key),
      key,
      'goes with sesMode "sandbox" only, since production sends to anyone: leave it out',
    ),
  );

const existingAreRecipients: Rule = (keys) => {
  const { given, values } = keys;
  const recipients = given.has('sandboxRecipients') ? values.sandboxRecipients : [];
  if (recipients === undefined || resolveSesMode(keys) === 'production' || resolveUsesSes(keys) === false) return [];
  return faultIf(
    !(values.existingRecipients ?? []).every((address) => recipients.includes(address)),
    'existingRecipients',
    'must name only addresses that are in sandboxRecipients too',
  );
};

const currentKeysAreListed: Rule = ({ values }) => [
  ...(['masterKeys', 'otpKeys'] as const).flatMap((key) =>
    faultIf(
      values[key]?.accepted.includes(values[key].current) === false,
      `${key}.current`,
      `must be one of ${key}.accepted`,
    ),
  ),
  ...(['signingKeys', 'proofSigningKeys'] as const).flatMap((key) =>
    faultIf(
      values[key]?.listed.includes(values[key].current) === false,
      `${key}.current`,
      `must be one of ${key}.listed`,
    ),
  ),
];

/** Otherwise the function of one-time codes could sign access tokens. */
const proofsHaveOwnKeys: Rule = ({ values: { signingKeys, proofSigningKeys } }) =>
  faultIf(
    proofSigningKeys?.listed.some((arn) => signingKeys?.listed.includes(arn)) === true,
    'proofSigningKeys.listed',
    'must have no key of signingKeys: one that signs proofs must sign no access tokens',
  );

const otpIsChosen: Rule = (keys) => {
  const { given, values } = keys;
  return [
    ...faultIf(
      resolveSesMode(keys) === 'production' && !given.has('otp'),
      'otp',
      'is missing: set it to "public" (anybody may have codes sent), "key" (trusted callers may) or "off"',
    ),
    ...faultIf(
      values.otp === 'key' && !given.has('trustedCallers') && !given.has('otpKeySha256'),
      'trustedCallers',
      'is missing: with otp "key" name at least one caller and the SHA-256 of its key',
    ),
  ];
};

/** The settings are in the environment of each function, which holds 4 KB in all. */
const MAXIMUM_CALLERS = 5;

const callersAreDistinct: Rule = ({ values: { otp, trustedCallers } }) => {
  if (!trustedCallers) return [];
  const distinct = (key: 'name' | 'keySha256') => new Set(trustedCallers.map((one) => one[key])).size;
  const count = trustedCallers.length;
  return [
    ...faultIf(otp === 'key' && count === 0, 'trustedCallers', 'must name at least one caller, because otp is "key"'),
    ...faultIf(count > MAXIMUM_CALLERS, 'trustedCallers', `must name at most ${MAXIMUM_CALLERS} callers`),
    ...faultIf(distinct('name') < count, 'trustedCallers', 'must give each caller a name of its own'),
    ...faultIf(distinct('keySha256') < count, 'trustedCallers', 'must give each caller a key of its own'),
  ];
};

/** Each copy counts as a mail, for pacing and for the quota. */
const MAXIMUM_COPIES = 5;

const copiesAreFew: Rule = ({ given, values: { noticeCopies } }) => {
  if (!given.has('noticeCopies') || !noticeCopies) return [];
  const { cc = [], bcc = [] } = noticeCopies;
  return [
    ...faultIf(
      cc.length + bcc.length === 0,
      'noticeCopies',
      'must name an address in cc or bcc: do so, or leave it out',
    ),
    ...faultIf(
      cc.length + bcc.length > MAXIMUM_COPIES,
      'noticeCopies',
      `must name at most ${MAXIMUM_COPIES} addresses in all: use the address of a group`,
    ),
  ];
};

const ROUTE_NAMES = Object.keys(ROUTES);

const throttledRoutesExist: Rule = ({ values: { throttles } }) =>
  Object.keys(throttles?.routes ?? {})
    .filter((name) => !ROUTE_NAMES.includes(name))
    .map((name) => {
      const nearest = nearestName(name, ROUTE_NAMES);
      const advice = nearest === undefined ? 'it is written like "POST /login"' : `did you mean "${nearest}"?`;
      return { path: `throttles.routes.${name}`, message: `is not a route of the API: ${advice}` };
    });

const alarmsHaveMail: Rule = ({ values: { alarmEmail, monitoring } }) =>
  faultIf(
    alarmEmail !== undefined && monitoring === 'off',
    'alarmEmail',
    'must be left out with "monitoring": "off", which makes no alarm',
  );

const RULES: readonly Rule[] = [
  modeIsKnown,
  hasBrandName,
  darkLogoHasLight,
  ...SENDER_RULES,
  zonesHoldNames,
  namesAreApart,
  recipientsAreForSandbox,
  existingAreRecipients,
  currentKeysAreListed,
  proofsHaveOwnKeys,
  copiesAreFew,
  otpIsChosen,
  alarmsHaveMail,
  throttledRoutesExist,
  callersAreDistinct,
  ...CONSENT_RULES,
  profileFieldsAreRight,
  ...CLAIMS_RULES,
  webhooksAreDistinct,
  ...CLIENT_RULES,
  ...HUMAN_CHECK_RULES,
  ...PASSKEY_RULES,
  ...CAPACITY_RULES,
  ...TEXT_RULES,
  ...TRANSPORT_RULES,
];
