// Parses the settings of a deployment. Reports all faults at once and names keys, never values.
import * as z from 'zod/mini';
import { CONSENT_KINDS } from '#domain/account/consents.ts';
import { DEFAULT_AUDIT_DAYS, DEFAULT_EVENTS, DEFAULT_NOTICES, DEFAULTS } from '#domain/defaults.ts';
import { DEFAULT_LANGUAGES, LOCALES } from '#domain/locale.ts';
import { type Settings, SMS_TRANSPORTS } from '#domain/settings.ts';
import { describeFieldErrors, parseFields } from './field-errors.ts';
import { ProfileFields } from './profile-fields.ts';
import { color, imageUrl, theme } from './theme.ts';
import { words } from './words.ts';

const atLeast = (minimum: number) =>
  z.int('must be a whole number').check(z.gte(minimum, `must be at least ${minimum}`));
const label = z.int('must be a whole number').check(z.gte(0, 'must be 0 to 255'), z.lte(255, 'must be 0 to 255'));
const labels = z
  .strictObject({ accepted: z.array(label), current: label })
  .check(z.refine(({ accepted, current }) => accepted.includes(current), 'accepted must include current'));

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'));

/** An http or https URL without credentials. `isOrigin` also allows nothing after the host. */
const isWebUrl = (url: string): boolean => /^https?:\/\/[^\s@]+$/.test(url) && URL.canParse(url);
const isOrigin = (url: string): boolean => isWebUrl(url) && new URL(url).origin === url;
const origin = z.string('must be text').check(z.refine(isOrigin, 'must be an origin like https://app.example'));

/**
 * A number that is left out gets its default. One schema for all of them: a schema for each would take longer to build than the
 * rest of the settings. `toMinute`: those that may be 0 to 60.
 */
const numbers = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  minimum: number,
  toMinute: readonly string[] = [],
) => {
  const faultOf = (name: string, value: unknown): string | undefined => {
    if (!Object.hasOwn(defaults, name)) return 'is not a setting';
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'must be a whole number';
    if (toMinute.includes(name)) return value < 0 || value > 60 ? 'must be 0 to 60' : undefined;
    return value < minimum ? `must be at least ${minimum}` : undefined;
  };
  const complete = z.transform<Partial<Record<Name, number>>, Record<Name, number>>((given, { issues }) => {
    if (typeof given !== 'object' || given === null) {
      issues.push({ code: 'custom', path: [], message: 'must be an object', input: given });
      return defaults;
    }
    for (const [name, value] of Object.entries(given)) {
      const message = faultOf(name, value);
      if (message !== undefined) issues.push({ code: 'custom', path: [name], message, input: value });
    }
    return { ...defaults, ...given };
  });
  return z.prefault(complete, {});
};

/** Made when it is first needed: most stages have none. */
const consent = z.lazy(() =>
  z.strictObject({
    key: z.string().check(z.minLength(1)),
    kind: z.enum(CONSENT_KINDS),
    version: z.string().check(z.minLength(1)),
    required: z.boolean(),
    url: z.exactOptional(z.string()),
    title: words,
  }),
);

const client = z.lazy(() =>
  z.strictObject({
    id: z.string().check(z.minLength(1)),
    name: z.string(),
    redirectUris: z.array(z.string()),
    postLogoutRedirectUris: z.exactOptional(z.array(z.string())),
    secretSha256: z.exactOptional(sha256),
    linkUrl: z.exactOptional(z.string()),
    accessTokenSeconds: z.exactOptional(atLeast(1)),
  }),
);

const claims = z.lazy(() =>
  z.strictObject({
    static: z.exactOptional(z.record(z.string(), z.unknown())),
    metadata: z.exactOptional(z.array(z.string())),
    functionArn: z.exactOptional(z.string()),
  }),
);

const appLinks = z.lazy(() =>
  z.strictObject({
    apple: z.exactOptional(z.array(z.string())),
    android: z.exactOptional(z.array(z.strictObject({ package: z.string(), sha256Fingerprints: z.array(z.string()) }))),
  }),
);

const humanCheck = z.lazy(() =>
  z.strictObject({
    mode: z.enum(['on', 'whenBombed']),
    siteKey: z.string().check(z.minLength(1)),
    sendsAddress: z.exactOptional(z.boolean()),
    exempt: z.exactOptional(z.array(z.string())),
    origin: z.exactOptional(origin),
  }),
);

/** Mails state lifetimes in whole minutes. */
const LIFETIME_MINIMUM_SECONDS = 60;

const SettingsSchema = z.strictObject({
  stage: z.string(),
  issuer: origin,
  audience: z.string().check(z.minLength(1)),
  allowedOrigins: z.array(origin),
  languages: z._default(z.array(z.enum(LOCALES)).check(z.minLength(1)), [...DEFAULT_LANGUAGES]),
  words: z.exactOptional(z.record(z.string(), z.record(z.string(), z.string()))),
  brand: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(40)),
    color,
    supportAddress: z.exactOptional(z.string()),
    appUrl: z.exactOptional(z.string().check(z.refine(isWebUrl, 'must be an http or https URL'))),
    logoUrl: z.exactOptional(imageUrl),
    logoUrlDark: z.exactOptional(imageUrl),
    faviconUrl: z.exactOptional(imageUrl),
    theme: z.exactOptional(theme),
  }),
  senderEmail: z.string(),
  masterKeys: labels,
  otpKeys: z._default(labels, { accepted: [1], current: 1 }),
  trustedCallers: z._default(
    z.array(
      z.strictObject({
        name: z.string().check(z.minLength(1)),
        keySha256: sha256,
      }),
    ),
    [],
  ),
  clients: z._default(z.array(client), []),
  appLinks: z.exactOptional(appLinks),
  passkeyDomain: z.exactOptional(z.string().check(z.minLength(1))),
  passkeyOrigins: z.exactOptional(z.array(origin)),
  otp: z.strictObject({
    access: z.enum(['public', 'key', 'off']),
    proofKeysInJwks: z.exactOptional(z.boolean()),
  }),
  humanCheck: z.exactOptional(humanCheck),
  mail: z.discriminatedUnion('transport', [
    z.strictObject({ transport: z.literal('ses') }),
    z.strictObject({
      transport: z.literal('smtp'),
      host: z.string().check(z.minLength(1)),
      port: atLeast(1),
      secure: z.boolean(),
      mailsPer24Hours: atLeast(-1),
      mailsPerSecond: atLeast(1),
      fallsBackToSes: z.boolean(),
    }),
  ]),
  texts: z.strictObject({
    countries: z.record(z.string().check(z.regex(/^[A-Z]{2}$/, 'must be like "KR"')), z.enum(SMS_TRANSPORTS)),
    sens: z.exactOptional(
      z.strictObject({
        serviceId: z.string().check(z.minLength(1)),
        from: z.string().check(z.regex(/^\d{8,11}$/, 'must be 8 to 11 digits')),
        allowsLong: z.boolean(),
      }),
    ),
    sns: z.exactOptional(z.strictObject({ region: z.string(), senderId: z.exactOptional(z.string()) })),
  }),
  noticeCopies: z.exactOptional(
    z.strictObject({ cc: z.exactOptional(z.array(z.string())), bcc: z.exactOptional(z.array(z.string())) }),
  ),
  notices: z.prefault(z.strictObject({ newLogIn: z._default(z.boolean(), DEFAULT_NOTICES.newLogIn) }), {}),
  consents: z._default(z.array(consent), []),
  profileFields: z.exactOptional(ProfileFields),
  claims: z.exactOptional(claims),
  secondFactor: z.exactOptional(z.literal('optional')),
  importedHash: z.exactOptional(z.string()),
  passwordHash: z.exactOptional(z.strictObject({ memoryKibibytes: atLeast(1), passes: atLeast(1) })),
  leakedPasswords: z.exactOptional(z.literal('refuse')),
  events: z.prefault(z.strictObject({ addresses: z._default(z.boolean(), DEFAULT_EVENTS.addresses) }), {}),
  auditDays: z._default(atLeast(1), DEFAULT_AUDIT_DAYS),
  purgeAfterMonths: z.exactOptional(atLeast(1)),
  deletionGraceDays: z.exactOptional(atLeast(1)),
  lifetimes: numbers(DEFAULTS.lifetimes, LIFETIME_MINIMUM_SECONDS, ['refreshGraceSeconds']),
  limits: numbers(DEFAULTS.limits, 1),
});

/** The settings as JSON: notices, lifetimes and limits may be left out, in whole or in part. */
export type SettingsInput = z.input<typeof SettingsSchema>;

export const parseSettings = (input: unknown): Settings => {
  const parsed = parseFields(SettingsSchema, input);
  if (parsed.ok) return parsed.value;
  throw new Error(`the settings are wrong at ${describeFieldErrors(parsed.errors)}`);
};
