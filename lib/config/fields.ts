// The kinds of values in a configuration. Every message says what would be right, and never repeats what was given.
import * as z from 'zod/mini';
import { readHash } from '#domain/account/foreign-hash.ts';
import { PASSWORD_HASH_MAXIMUM, PASSWORD_HASH_MINIMA } from '#domain/account/password-hash.ts';
import { normaliseEmail } from '#domain/address.ts';
import { type Locale, mustBeOneOf } from '#domain/locale.ts';
import { isClientId, isRedirectUri, OWN_CLIENT_ID } from '#domain/oauth/client.ts';

const CONTROL_CHARACTERS = /\p{Cc}/u;
/** Only the form is checked. Whether the key or certificate exists, only AWS knows. */
const CERTIFICATE_ARN = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/;
const KMS_KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
const SECRET_ARN = /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;
const ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
/** What `HostedZone.fromLookup` gives before the CDK has asked Route 53. */
const NOT_LOOKED_UP = 'DUMMY';

export const textThat = (isRight: (text: string) => boolean, message: string) =>
  z.string(message).check(z.refine(isRight, message));

/** A value that only CloudFormation knows, as the CDK passes it around. Nobody can write one into `cdk.json`. */
const isToken = (text: string): boolean => /^\$\{Token\[.+\]\}$/.test(text);

/** Text in its normal form. `normalise` returns `undefined` for invalid text. */
const normalised = (normalise: (text: string) => string | undefined, message: string) =>
  z.pipe(
    z.string(message),
    z.transform((text, context): string => {
      const normal = normalise(text);
      if (normal !== undefined) return normal;
      context.issues.push({ code: 'custom', message, input: undefined });
      return z.NEVER;
    }),
  );

const normaliseDomain = (name: string): string | undefined => normaliseEmail(`x@${name}`)?.slice('x@'.length);

export const email = normalised(normaliseEmail, 'must be an email address, such as "no-reply@example.com"');
export const domain = normalised(normaliseDomain, 'must be a domain name, such as "example.com"');
export const localPart = normalised(
  (text) => normaliseEmail(`${text}@example.com`)?.slice(0, -'@example.com'.length),
  'must be the part before the "@", such as "no-reply"',
);
/** One label of a host name (RFC 1035, section 2.3.1). */
export const subdomain = textThat(
  (text) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text),
  'must be one label of lower-case letters, digits and hyphens, such as "bounce"',
);
/** As SES shows it in the names of the three DKIM records. */
export const dkimToken = textThat(
  (text) => /^[a-z0-9]{32}$/.test(text),
  'must be a DKIM token of SES: 32 lower-case letters and digits, what stands before "._domainkey" in the name of the record',
);
export const accountId = textThat(
  (text) => /^\d{12}$/.test(text),
  'must be the twelve digits of an AWS account, as text',
);
export const tableName = textThat(
  (text) => /^[\w.-]{3,255}$/.test(text),
  'must be the name of a table in DynamoDB, such as "Latchkey-production-TablesUsersBA34CAA2-1ABCDEFGHIJKL"',
);
const STREAM_ARN = /^arn:aws[a-z-]*:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}\/stream\/[\w:.-]+$/;
export const streamArn = textThat(
  (text) => STREAM_ARN.test(text),
  'must be the ARN of the stream of a table, such as "arn:aws:dynamodb:<region>:<account>:table/<name>/stream/<time>"',
);
export const oneLine = (maximumLength: number) =>
  textThat(
    (text) => text.trim() === text && text !== '' && text.length <= maximumLength && !CONTROL_CHARACTERS.test(text),
    `must be one line of 1 to ${maximumLength} characters without spaces around it`,
  );

const isLocal = (url: URL): boolean => url.hostname === 'localhost' || url.hostname === '127.0.0.1';
/** Plain http can be read in transit; on localhost there is no transit. */
const isSafe = (url: URL): boolean => url.protocol === 'https:' || (url.protocol === 'http:' && isLocal(url));
const parseUrl = (text: string): URL | undefined => URL.parse(text) ?? undefined;

/** A `*` would be a wildcard to API Gateway's CORS. */
export const origin = textThat((text) => {
  const url = parseUrl(text);
  return url !== undefined && isSafe(url) && url.origin === text && !text.includes('*');
}, 'must be an exact origin, such as "https://app.example.com": https unless localhost, no path, no "/" at its end');
export const appUrl = textThat((text) => {
  const url = parseUrl(text);
  return url !== undefined && isSafe(url) && url.username === '' && url.password === '';
}, 'must be a URL, such as "https://app.example.com/welcome": https unless localhost');

export const wholeBetween = (minimum: number, maximum: number) => {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return z.int(message).check(z.gte(minimum, message), z.lte(maximum, message));
};
export const label = wholeBetween(0, 255);
const POSITIVE_MESSAGE = 'must be a whole number of 1 or more';
export const positive = z.int(POSITIVE_MESSAGE).check(z.gte(1, POSITIVE_MESSAGE));

export const graceSeconds = wholeBetween(0, 60);
/** A month to ten years. */
export const auditDays = wholeBetween(30, 3650);
/** Three months to five years. */
export const purgeAfterMonths = wholeBetween(3, 60);
export const deletionGraceDays = wholeBetween(1, 30);

export const object = <Shape extends z.core.$ZodShape>(shape: Shape) => z.strictObject(shape, 'must be an object');
const leastMemory = Math.min(...PASSWORD_HASH_MINIMA.map(({ memoryKibibytes }) => memoryKibibytes));
export const passwordHash = object({
  memoryKibibytes: wholeBetween(leastMemory, PASSWORD_HASH_MAXIMUM.memoryKibibytes),
  passes: wholeBetween(1, PASSWORD_HASH_MAXIMUM.passes),
});
export const importedHash = textThat(
  (text) => readHash(text).ok,
  'must be a hash of a password in a form that can be imported, and none that is weak or too expensive',
);
export const warm = object({
  provisioned: z.exactOptional(positive),
  everyMinutes: z.exactOptional(wholeBetween(1, 60)),
});
/** Duplicates are dropped. */
export const listOf = <Item extends z.core.$ZodType>(item: Item, ofWhat: string) =>
  z.pipe(
    z.array(item, `must be a list of ${ofWhat}`),
    z.transform((items) => [...new Set(items)]),
  );

/** At least one. */
export const languages = (locales: readonly [Locale, ...Locale[]]) => {
  const example = JSON.stringify(locales.slice(0, 2));
  const message = `must be a list of languages, such as ${example}: ${mustBeOneOf(locales)}`;
  return z.pipe(
    z.array(z.enum(locales, mustBeOneOf(locales)), message).check(z.minLength(1, message)),
    z.transform((items): readonly Locale[] => [...new Set(items)]),
  );
};

/** Numbers that are left out keep their default. */
export const numbers = <Name extends string>(
  defaults: Readonly<Record<Name, number>>,
  others: { readonly [Key in Name]?: typeof positive } = {},
) => {
  const forms: Readonly<Record<string, typeof positive | undefined>> = others;
  const entries = Object.entries<number>(defaults).map(([name, value]) => [
    name,
    z._default(forms[name] ?? positive, value),
  ]);
  return object(Object.fromEntries(entries) as Record<Name, z.ZodMiniDefault<typeof positive>>);
};

export const keyArn = textThat(
  (text) => KMS_KEY_ARN.test(text),
  'must be a KMS key ARN, such as "arn:aws:kms:<region>:<account>:key/<id>"',
);
export const certificateArn = textThat(
  (text) => CERTIFICATE_ARN.test(text) || isToken(text),
  'must be an ACM certificate ARN, such as "arn:aws:acm:<region>:<account>:certificate/<id>"',
);
export const secretArn = textThat(
  (text) => SECRET_ARN.test(text) || isToken(text),
  'must be the whole ARN of a secret in Secrets Manager, such as "arn:aws:secretsmanager:<region>:<account>:secret:<name>-<six characters>"',
);
export const hostName = normalised(normaliseDomain, 'must be a host name, such as "smtp.example.com"');
export const port = z
  .int('must be a port from 1 to 65535')
  .check(z.gte(1, 'must be a port from 1 to 65535'), z.lte(65_535, 'must be a port from 1 to 65535'));
export const boolean = z.boolean('must be true or false');
/** As the console of SENS shows it. */
export const serviceId = textThat(
  (text) => /^[\w:-]{1,100}$/.test(text),
  'must be a service id of SENS, such as "ncp:sms:kr:123456789012:project"',
);
/** A registered sender: digits, in the national form, without hyphens. */
export const senderNumber = textThat(
  (text) => /^(0\d{7,10}|1\d{7})$/.test(text),
  'must be a registered number in digits alone, such as "0212345678" or "15881234"',
);
export const senderId = textThat(
  (text) => /^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/.test(text),
  'must be 1 to 11 letters, digits and hyphens, with a letter among them',
);
export const awsRegion = textThat(
  (text) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(text),
  'must be an AWS region, such as "ap-northeast-1"',
);
export const country = textThat((text) => /^[A-Z]{2}$/.test(text), 'must be a country such as "KR"');
/** Of no text: what `printf %s "$KEY"` gives if the variable is not set. */
const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
export const keySha256 = textThat(
  (text) => /^[0-9a-f]{64}$/.test(text),
  'must be the SHA-256 of the key in lower-case hex: 64 digits',
).check(z.refine((hash) => hash !== SHA256_OF_NOTHING, 'is the SHA-256 of an empty key: make a key, then its SHA-256'));
export const callerName = textThat(
  (text) => /^[a-z][a-z0-9-]{0,19}$/.test(text),
  'must be a name of 1 to 20 lower-case letters, digits and hyphens that begins with a letter',
);
export const clientId = textThat(
  isClientId,
  `must be an id of 1 to 64 letters, digits, ".", "_" and "-" that begins with a letter or digit, and not "${OWN_CLIENT_ID}"`,
);
export const redirectUri = textThat(
  isRedirectUri,
  'must be an exact URI without "#" and "*": https, http on 127.0.0.1, [::1] or localhost, or a scheme of your own with a dot, such as "com.example.app:/callback"',
);
const LINK_URL_MAXIMUM_LENGTH = 200;
/** In the form that a browser gives it, and of characters that every mail program takes for a part of a link. */
export const linkUrl = textThat((text) => {
  const url = parseUrl(text);
  if (!url || !isSafe(url) || !/^https?:\/\/[\w\-.~:/%]+$/.test(text) || text.endsWith('/')) return false;
  return text.length <= LINK_URL_MAXIMUM_LENGTH && (url.href === text || url.href === `${text}/`);
}, `must be where pages of yours begin, such as "https://app.example.com/auth": https unless localhost, no "?", "#", user or "/" at its end, at most ${LINK_URL_MAXIMUM_LENGTH} characters. Mail programs make no link of an app's own scheme: let the app open https links`);
/** An hour at most: a token cannot be called back from other services. */
export const accessTokenSeconds = wholeBetween(60, 3600);
export const hostedZone = object({
  id: textThat(
    (text) => ZONE_ID.test(text) || isToken(text) || text === NOT_LOOKED_UP,
    'must be a Route 53 hosted zone id, such as "Z0123456789ABCDEFGHIJ"',
  ),
  name: domain,
});
