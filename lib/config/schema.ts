// What each key of a stage may hold, checked key by key.
import * as z from 'zod/mini';
import { DEFAULT_EVENTS, DEFAULT_NOTICES, DEFAULTS } from '#domain/defaults.ts';
import { SES_MODES } from '#domain/delivery/ses-quotas.ts';
import { SMTP_PRESET_NAMES } from '#domain/delivery/smtp-presets.ts';
import { LOCALES } from '#domain/locale.ts';
import { SMS_TRANSPORTS } from '#domain/settings.ts';
import { color, imageUrl, theme } from '#schemas/theme.ts';
import { claims } from './claims.ts';
import { appLinks } from './clients/app-links.ts';
import { humanCheck } from './clients/human-check.ts';
import { passkeyDomain } from './clients/passkeys.ts';
import { webhooks } from './events/webhooks.ts';
import { type ConfigFault, toFaults, unknownKey } from './faults.ts';
import {
  accessTokenSeconds,
  accountId,
  appUrl,
  auditDays,
  awsRegion,
  boolean,
  callerName,
  certificateArn,
  clientId,
  country,
  deletionGraceDays,
  dkimToken,
  domain,
  email,
  graceSeconds,
  hostedZone,
  hostName,
  importedHash,
  keyArn,
  keySha256,
  label,
  languages,
  linkUrl,
  listOf,
  localPart,
  numbers,
  object,
  oneLine,
  origin,
  passwordHash,
  port,
  positive,
  purgeAfterMonths,
  redirectUri,
  secretArn,
  senderId,
  senderNumber,
  serviceId,
  streamArn,
  subdomain,
  tableName,
  warm,
} from './fields.ts';
import { consents, minimumAge } from './sign-up/consents.ts';
import { profileFields } from './sign-up/profile-fields.ts';

const managedOrExisting = z.enum(['managed', 'existing'], 'must be "managed" or "existing"');
/** The nearest region to Korea from which, by AWS's list, SNS sends SMS. */
export const DEFAULT_SNS_REGION = 'ap-northeast-1';

/** Requests a second, and how many may come at once. */
const throttle = object({ rate: positive, burst: positive });

const copies = listOf(email, 'email addresses');

const labels = object({ accepted: listOf(label, 'labels'), current: label });
const listedKeys = object({ listed: listOf(keyArn, 'KMS key ARNs'), current: keyArn });

/** Each key of a stage by itself. The rules between keys are in `rules.ts`. */
export const STAGE_SCHEMAS = {
  account: accountId,
  sesMode: z.enum(SES_MODES, 'must be "sandbox" or "production"'),
  transport: z.enum(['ses', 'smtp'], 'must be "ses" or "smtp"'),
  fallback: z.literal('ses', 'must be "ses"'),
  smtp: object({
    preset: z.exactOptional(z.enum(SMTP_PRESET_NAMES, 'must be "naver", "gmail" or "sendgrid"')),
    host: z.exactOptional(hostName),
    port: z.exactOptional(port),
    secure: z.exactOptional(boolean),
    secretArn,
    mailsPer24Hours: z.exactOptional(positive),
    mailsPerSecond: z.exactOptional(positive),
  }),
  senderEmail: email,
  senderDomain: domain,
  senderLocalPart: localPart,
  mailFromSubdomain: subdomain,
  hostedZone,
  senderIdentity: managedOrExisting,
  dkimTokens: listOf(dkimToken, 'DKIM tokens'),
  identityIds: z.enum(['name', 'role'], 'must be "name" or "role"'),
  watchesAccount: boolean,
  dmarcRecord: managedOrExisting,
  dmarcReports: email,
  dmarcPolicy: z.enum(['none', 'quarantine', 'reject'], 'must be "none", "quarantine" or "reject"'),
  sandboxRecipients: listOf(email, 'email addresses'),
  existingRecipients: listOf(email, 'email addresses'),
  noticeCopies: object({ cc: z.exactOptional(copies), bcc: z.exactOptional(copies) }),
  notices: object({ newLogIn: z._default(boolean, DEFAULT_NOTICES.newLogIn) }),
  languages: languages(LOCALES),
  texts: z.record(
    z.string(),
    z.record(z.string(), z.string('must be text'), 'must be an object of sentences by their keys (docs/texts.md)'),
    'must be an object of languages, such as { "en": { "mail.verification.subject": "…", "page.signup.heading": "…" } }',
  ),
  brandName: oneLine(40),
  brandColor: color,
  logoUrl: imageUrl,
  logoUrlDark: imageUrl,
  faviconUrl: imageUrl,
  theme,
  consents,
  minimumAge,
  supportAddress: email,
  appUrl,
  allowedOrigins: listOf(origin, 'origins'),
  audience: oneLine(255),
  alarmEmail: email,
  monitoring: z.enum(['all', 'essential', 'off'], 'must be "all", "essential" or "off"'),
  apiDomain: object({
    name: domain,
    certificateArn,
    hostedZone: z.exactOptional(hostedZone),
  }),
  reservedConcurrency: positive,
  courierConcurrency: positive,
  warm,
  throttles: object({
    default: z.exactOptional(throttle),
    routes: z.exactOptional(
      z.record(
        z.string(),
        throttle,
        'must be an object of routes, such as { "POST /login": { "rate": 100, "burst": 200 } }',
      ),
    ),
  }),
  firstDeployment: boolean,
  tables: object({
    users: z.exactOptional(streamArn),
    sessions: z.exactOptional(tableName),
    verifications: z.exactOptional(streamArn),
    audit: z.exactOptional(streamArn),
  }),
  trustedCallers: listOf(
    object({ name: callerName, keySha256 }),
    'callers, such as [{ "name": "backend", "keySha256": "…" }]',
  ),
  clients: listOf(
    object({
      id: clientId,
      name: oneLine(40),
      redirectUris: listOf(redirectUri, 'URIs').check(
        z.refine((uris) => uris.length > 0, 'must name at least one URI'),
      ),
      postLogoutRedirectUris: z.exactOptional(listOf(redirectUri, 'URIs')),
      secretSha256: z.exactOptional(keySha256),
      linkUrl: z.exactOptional(linkUrl),
      accessTokenSeconds: z.exactOptional(accessTokenSeconds),
    }),
    'clients, such as [{ "id": "shop", "name": "Shop", "redirectUris": ["https://shop.example.com/callback"] }]',
  ),
  appLinks,
  passkeyDomain,
  passkeyOrigins: listOf(origin, 'origins'),
  humanCheck,
  secondFactor: z.enum(['off', 'optional'], 'must be "off" or "optional"'),
  otp: z.enum(['public', 'key', 'off'], 'must be "public", "key" or "off"'),
  sms: z.union(
    [z.enum(['off', ...SMS_TRANSPORTS]), z.record(country, z.enum(SMS_TRANSPORTS))],
    'must be "off", "sens", "sns", or the transport of each country, such as { "KR": "sens", "JP": "sns" }',
  ),
  sens: object({ serviceId, from: senderNumber, secretArn, allowsLong: z._default(boolean, false) }),
  sns: object({ region: z._default(awsRegion, DEFAULT_SNS_REGION), senderId: z.exactOptional(senderId) }),
  masterKeys: labels,
  signingKeys: listedKeys,
  otpKeys: labels,
  proofSigningKeys: listedKeys,
  proofKeysInJwks: boolean,
  profileFields,
  claims,
  webhooks,
  passwordHash,
  leakedPasswords: z.enum(['off', 'refuse'], 'must be "off" or "refuse"'),
  events: object({ addresses: z._default(boolean, DEFAULT_EVENTS.addresses) }),
  auditDays,
  purgeAfterMonths,
  deletionGraceDays,
  importedHash,
  lifetimes: numbers(DEFAULTS.lifetimes, { refreshGraceSeconds: graceSeconds }),
  limits: numbers(DEFAULTS.limits),
};

export type StageKey = keyof typeof STAGE_SCHEMAS;

/** The keys of one stage that are given and valid by themselves. */
export type StageInput = { readonly [Key in StageKey]?: z.output<(typeof STAGE_SCHEMAS)[Key]> };

const pathsOf = (shape: z.core.$ZodShape, prefix = ''): string[] =>
  Object.entries(shape).flatMap(([name, schema]) => {
    const inner = schema instanceof z.ZodMiniExactOptional ? schema.def.innerType : schema;
    const below = inner instanceof z.ZodMiniObject ? pathsOf(inner.shape, `${prefix}${name}.`) : [];
    return [`${prefix}${name}`, ...below];
  });
/** Every key there is, with dots: `sesMode`, …, `apiDomain.hostedZone.id`. */
export const KNOWN_PATHS = pathsOf(STAGE_SCHEMAS);

/** Keys of an earlier release, and what to write now. */
const REPLACED = new Map([
  [
    'otpKeySha256',
    'is now part of trustedCallers: write "trustedCallers": [{ "name": "backend", "keySha256": "…" }] with the value you have here',
  ],
]);

/** Each key is parsed alone: one wrong key hides no other, and `rules.ts` can check the valid ones. */
export const parseKeys = (input: object) => {
  const faults: ConfigFault[] = [];
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  const values: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    if (!isStageKey(key)) {
      const message = REPLACED.get(key);
      faults.push(message === undefined ? unknownKey(key, KNOWN_PATHS) : { path: key, message });
      continue;
    }
    const parsed = STAGE_SCHEMAS[key].safeParse(value);
    if (parsed.success) values[key] = parsed.data;
    else faults.push(...toFaults(key, parsed.error, KNOWN_PATHS));
  }
  return { given: new Set(entries.map(([key]) => key)), values: values as StageInput, faults };
};

const isStageKey = (key: string): key is StageKey => Object.hasOwn(STAGE_SCHEMAS, key);
