// Reads what a team configured for one stage, so that every mistake is shown at synth and none at run time.
import type { Lifetimes, Limits } from '../functions/domain/defaults.ts';
import type { Brand } from '../functions/domain/mail.ts';
import type { SesMode } from '../functions/domain/ses-quotas.ts';
import type { Settings } from '../functions/domain/settings.ts';
import type { SmtpPresetName } from '../functions/domain/smtp-presets.ts';
import { complete } from './config-defaults.ts';
import { ConfigError, type ConfigFault } from './config-faults.ts';
import { resolveSenderAddress, resolveSesMode } from './config-keys.ts';
import { checkRules } from './config-rules.ts';
import { parseKeys } from './config-schema.ts';

export { ConfigError } from './config-faults.ts';

/** A public hosted zone of Route 53 in the same account. */
export interface HostedZone {
  readonly id: string;
  /** Such as `example.com`, without a dot at its end. */
  readonly name: string;
}

/** The API's own domain; `certificateArn` is an ACM certificate of the API's region. */
export interface ApiDomain {
  readonly name: string;
  readonly certificateArn: string;
  /** Where the alias record is made; without it the operator makes it. */
  readonly hostedZone?: HostedZone;
}

/** One stage's configuration, parsed: defaults filled in, addresses and domains in their normal form. Holds no secret. */
export interface StageConfig {
  /** Names the deployment (context `stage`, default `sandbox`): lower-case letters, digits and hyphens. */
  readonly stage: string;
  /** Which SES quotas and rights count. Default: the stage's name, if it is one of the two. */
  readonly sesMode: SesMode;
  /** What mails go out by: `transport` (default `ses`), `smtp` and `fallback`. */
  readonly mail: Settings['mail'];
  /** Whether SES sends anything: without it there is no identity, no configuration set and no feedback. */
  readonly usesSes: boolean;
  /** With transport `smtp`: the secret `{"user", "password"}` by its whole ARN, and the preset, if it is one. */
  readonly smtp?: { readonly secretArn: string; readonly preset?: SmtpPresetName };
  /** What texts go out by: `sms` (default `off`), `sens` and `sns`. */
  readonly texts: Settings['texts'];
  /** With texts by SENS: the secret `{"accessKey", "secretKey"}` by its whole ARN. */
  readonly sensSecretArn?: string;
  /**
   * The address mails come from: `senderEmail`, or `<senderLocalPart, default no-reply>@<senderDomain>`. In lower case, and SES
   * tells cases apart in address identities: an `existing` one must have been verified in lower case.
   */
  readonly senderAddress: string;
  /** Set: the SES identity is this domain. Left out: it is `senderAddress` itself. */
  readonly senderDomain?: string;
  /** Where the sender domain's DKIM, MAIL FROM and DMARC records are made; only with `senderDomain`. Left out: the operator makes them. */
  readonly hostedZone?: HostedZone;
  /** `existing`: the sender's identity is in this account and region already and is left out of the stack. Default `managed`. */
  readonly senderIdentity: 'managed' | 'existing';
  /** `existing`: the sender domain has a DMARC record already, and the stack neither makes nor prints one. Default `managed`. */
  readonly dmarcRecord: 'managed' | 'existing';
  /** Who gets the daily reports of DMARC; the record tells it to everyone. Default: nobody. */
  readonly dmarcReports?: string;
  /** Addresses SES verifies for the sandbox, each once, the sender perhaps among them. Default none; none in production. */
  readonly sandboxRecipients: readonly string[];
  /** Those of `sandboxRecipients` whose identity is in this account and region already. Default none. */
  readonly existingRecipients: readonly string[];
  /** How mails and pages speak: `brandName` (1–40 characters), `brandColor` (default `#2563eb`), `supportAddress?`, `appUrl?`, `logoUrl?`, `theme?`. */
  readonly brand: Brand;
  /** Origins besides the API's own that may call it from a browser, exactly as browsers send them. Default none. */
  readonly allowedOrigins: readonly string[];
  /** `aud` of access tokens. Default: the API's URL. */
  readonly audience?: string;
  /** Who is told of alarms, after confirming AWS's mail. Default: nobody. */
  readonly alarmEmail?: string;
  /** Default: API Gateway's own URL. */
  readonly apiDomain?: ApiDomain;
  /** Concurrent runs kept for each function. Default: none kept, since a new account has ten in all. */
  readonly reservedConcurrency?: number;
  /** Who may ask for one-time codes: `otp` and `otpKeySha256`. Default in the sandbox: anybody; production must choose. */
  readonly otp: Settings['otp'];
  /** Labels (0–255) of the master secret's generations. Default: `{ accepted: [1], current: 1 }`. */
  readonly masterKeys: { readonly accepted: readonly number[]; readonly current: number };
  /** ARNs of RSA keys in JWKS, and the one that signs. Default: the stack makes one key. */
  readonly signingKeys?: { readonly listed: readonly string[]; readonly current: string };
  /** Overrides by the names of `functions/domain/defaults.ts`; what is left out keeps its default. */
  readonly lifetimes: Lifetimes;
  /** Overrides by the names of `functions/domain/defaults.ts`; what is left out keeps its default. */
  readonly limits: Limits;
}

const STAGE_NAME = /^[a-z][a-z0-9-]{0,19}$/;
const DEFAULT_STAGE = 'sandbox';

/**
 * The stage that context `stage` names. `context` reads one key, as `(key) => app.node.tryGetContext(key)` does.
 * @throws ConfigError with every fault, one line each: the key's path and what would be right, never a value.
 */
export const readConfig = (context: (key: string) => unknown): StageConfig => {
  const stage = readStage(context('stage') ?? DEFAULT_STAGE);
  const input = readObject(stage, context(stage));
  const { given, values, faults: keyFaults } = parseKeys(input);
  const keys = { stage, given, values };
  const faults = [...keyFaults, ...checkRules(keys)].map((fault) => ({ ...fault, path: `${stage}.${fault.path}` }));
  const sesMode = resolveSesMode(keys);
  const senderAddress = resolveSenderAddress(keys);
  const { brandName } = values;
  if (faults.length > 0 || !sesMode || !senderAddress || !brandName) throw new ConfigError(faults);
  return complete({ ...values, brandName }, { stage, sesMode, senderAddress });
};

const readStage = (stage: unknown): string => {
  if (typeof stage === 'string' && STAGE_NAME.test(stage)) return stage;
  throw faultAt('stage', 'must be a name of 1 to 20 lower-case letters, digits and hyphens that begins with a letter');
};

const readObject = (stage: string, input: unknown): object => {
  if (input === undefined) throw faultAt(stage, 'is missing: set this key of the context to an object with the stage');
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  throw faultAt(stage, 'must be an object with the keys of the stage');
};

const faultAt = (path: string, message: string): ConfigError => {
  const fault: ConfigFault = { path, message };
  return new ConfigError([fault]);
};
