// The configuration of one stage, as the stack reads it.
import type { PasswordHashStrength } from '#domain/account/password-hash.ts';
import type { Brand } from '#domain/brand.ts';
import type { Lifetimes, Limits } from '#domain/defaults.ts';
import type { SesMode } from '#domain/delivery/ses-quotas.ts';
import type { SmtpPresetName } from '#domain/delivery/smtp-presets.ts';
import type { NoticeCopies, OwnSentences, Settings } from '#domain/settings.ts';

/** A public hosted zone of Route 53 in the same account. */
export interface HostedZone {
  readonly id: string;
  /** Such as `example.com`, without a dot at its end. */
  readonly name: string;
}

/** The API's own domain; `certificateArn` is an ACM certificate in the API's region. */
export interface ApiDomain {
  readonly name: string;
  readonly certificateArn: string;
  /** Where the alias record is made; without it the operator makes it. */
  readonly hostedZone?: HostedZone;
}

export type DmarcPolicy = 'none' | 'quarantine' | 'reject';

/** What API Gateway lets through to one route, from all clients together. */
export interface Throttle {
  /** Requests a second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface Throttles {
  /** Of every route that `routes` does not name. */
  readonly default: Throttle;
  readonly routes: Readonly<Record<string, Throttle>>;
}

/** An endpoint of the team that is told of events. */
export interface WebhookConfig {
  readonly name: string;
  /** https, on the public Internet. */
  readonly url: string;
  /** The whole ARN of the secret `{"secrets": ["whsec_…"]}`. */
  readonly secretArn: string;
  /** Types of events, or all of a kind (`user.*`). Left out: all. */
  readonly events?: readonly string[];
}

/** Tables from before: of a stack that was deleted, or of a restore. */
export interface ExistingTables {
  /** The ARN of its stream, which starts the events function; the table's name is in it. */
  readonly users?: string;
  readonly sessions?: string;
  /** The ARN of its stream, which starts the courier. */
  readonly verifications?: string;
  /** The same for audit rows: its stream starts the function that sends events. */
  readonly audit?: string;
}

/** One stage's configuration, parsed: defaults filled in, addresses and domains in their normal form. Holds no secret. */
export interface StageConfig {
  /** Names the deployment (context `stage`, default `sandbox`): lower-case letters, digits and hyphens. */
  readonly stage: string;
  /** The account that the stage is deployed to. Default: whichever the credentials are for. */
  readonly account?: string;
  /** Which SES quotas and permissions apply. Default: the stage's name, if it is one of the two. */
  readonly sesMode: SesMode;
  /** How mails are sent: `transport` (default `ses`), `smtp` and `fallback`. */
  readonly mail: Settings['mail'];
  /** Whether SES sends anything. If not, there is no identity, no configuration set and no feedback. */
  readonly usesSes: boolean;
  /** With transport `smtp`: the whole ARN of the secret `{"user", "password"}`, and the preset, if there is one. */
  readonly smtp?: { readonly secretArn: string; readonly preset?: SmtpPresetName };
  /** How SMS are sent: `sms` (default `off`), `sens` and `sns`. */
  readonly texts: Settings['texts'];
  /** With SENS: the whole ARN of the secret `{"accessKey", "secretKey"}`. */
  readonly sensSecretArn?: string;
  /**
   * The address mails come from: `senderEmail`, or `<senderLocalPart, default no-reply>@<senderDomain>`, in lower case. Address
   * identities of SES are case-sensitive: an `existing` one must have been verified in lower case.
   */
  readonly senderAddress: string;
  /** The SES identity. Left out: the identity is `senderAddress` itself. */
  readonly senderDomain?: string;
  /** The label below `senderDomain` whose MX and SPF are those of SES, so it must have no other record. Default `bounce`. */
  readonly mailFromSubdomain: string;
  /** Where the sender domain's DKIM, MAIL FROM and DMARC records are made; only with `senderDomain`. Left out: the operator makes them. */
  readonly hostedZone?: HostedZone;
  /** `existing`: the sender's identity is in this account and region already and is left out of the stack. Default `managed`. */
  readonly senderIdentity: 'managed' | 'existing';
  /** With an `existing` sender domain and `hostedZone`: the tokens of its DKIM records. Default: none, and no such records are made. */
  readonly dkimTokens: readonly string[];
  /** Whether an address has one logical id whatever its role, or the sender has one of its own. Default `role`, as in older stages. */
  readonly identityIds: 'name' | 'role';
  /** Whether this stage has the alarms that count the whole account, and the second dashboard. Default true. */
  readonly watchesAccount: boolean;
  /** Those that this stage makes and another stage of `cdk.json` uses, so that they must outlive this stack. */
  readonly lentIdentities: readonly string[];
  /** `existing`: the sender domain has a DMARC record already, and the stack neither makes nor prints one. Default `managed`. */
  readonly dmarcRecord: 'managed' | 'existing';
  /** Who gets the daily DMARC reports; the record shows the address to everyone. Default: nobody. */
  readonly dmarcReports?: string;
  /** The policy of the DMARC record that the stack makes or prints. Default `none`. */
  readonly dmarcPolicy: DmarcPolicy;
  /** Addresses that SES verifies for the sandbox, without duplicates; the sender may be one. Default none; none in production. */
  readonly sandboxRecipients: readonly string[];
  /** Those of `sandboxRecipients` whose identity is in this account and region already. Default none. */
  readonly existingRecipients: readonly string[];
  /** Who else gets the notice of a changed password, never a link or a code: at most 5 addresses in `cc` and `bcc`. Default: nobody. */
  readonly noticeCopies?: NoticeCopies;
  /** Which notices are sent that a team may do without. Default: all. */
  readonly notices: Settings['notices'];
  /** What people are asked to agree to. Left out: nothing. */
  readonly consents?: Settings['consents'];
  /** Of mails, SMS and pages; the first one is the default. Default: Korean and English. */
  readonly languages: Settings['languages'];
  /** `texts`: the sentences that the team words itself. Left out: none. */
  readonly words?: OwnSentences;
  /** How mails and pages look: `brandName` (1–40 characters), `brandColor` (default `#2563eb`), `supportAddress?`, `appUrl?`, `logoUrl?`, `logoUrlDark?`, `faviconUrl?`, `theme?`. */
  readonly brand: Brand;
  /** Origins besides the API's own that may call it from a browser, exactly as browsers send them. Default none. */
  readonly allowedOrigins: readonly string[];
  /** `aud` of access tokens. Default: the API's URL. */
  readonly audience?: string;
  /** Who gets the alarms, after confirming a mail from AWS. Default: nobody. */
  readonly alarmEmail?: string;
  /** `essential`: at most ten alarms and no dashboard. `off`: neither. Default `all`. */
  readonly monitoring: 'all' | 'essential' | 'off';
  /** Default: API Gateway's own URL. */
  readonly apiDomain?: ApiDomain;
  /** Concurrent runs kept for each function. Default: none kept, since a new account has ten in all. */
  readonly reservedConcurrency?: number;
  /** The same for the courier alone, so that a flood of requests cannot keep mails waiting. */
  readonly courierConcurrency?: number;
  /**
   * Keeps the functions started that people wait for: so many runs of each are always ready, or an event starts each every few
   * minutes. Default: neither.
   */
  readonly warm?: { readonly provisioned?: number; readonly everyMinutes?: number };
  /** Whether a failed deployment may still delete the stack and its tables, as only the first one of a stage should. Default false. */
  readonly firstDeployment: boolean;
  /** Tables that are there already, in place of those that the stack makes: a name, and the ARNs of three streams. Default: none. */
  readonly tables: ExistingTables;
  /** Overrides of `lib/throttles.ts`. */
  readonly throttles: Throttles;
  /** Whose `x-client-ip` is believed. Default: nobody's. */
  readonly trustedCallers: Settings['trustedCallers'];
  /** The applications that log people in by the code flow. Left out: none. */
  readonly clients?: Settings['clients'];
  /** The apps that belong to the domain of the API. Left out: none. */
  readonly appLinks?: Settings['appLinks'];
  /** The domain that all passkeys are for, which can never change. Left out: there are no passkeys. */
  readonly passkeyDomain?: string;
  /** The web apps, besides the pages of the API, that use these passkeys. Left out: none. */
  readonly passkeyOrigins?: readonly string[];
  /**
   * Whether a person must ask for a message: always, or while sign-up mails are not used. `secretArn`: the whole ARN of the
   * secret `{"secretKey"}`. Left out: never.
   */
  readonly humanCheck?: Omit<NonNullable<Settings['humanCheck']>, 'origin'> & {
    readonly provider: 'turnstile';
    readonly secretArn: string;
  };
  /** Whether people may add a second factor. Default: `off`. Who has one keeps it. */
  readonly secondFactor?: 'off' | 'optional';
  /** Who may ask for one-time codes. Default in the sandbox: anybody; production must choose. */
  readonly otp: Settings['otp'];
  /** Labels (0–255) of the master secret's generations. Default: `{ accepted: [1], current: 1 }`. */
  readonly masterKeys: { readonly accepted: readonly number[]; readonly current: number };
  /** ARNs of RSA keys in JWKS, and the one that signs. Default: the stack makes one key. */
  readonly signingKeys?: { readonly listed: readonly string[]; readonly current: string };
  /** The same two for one-time codes and their proofs. */
  readonly otpKeys: { readonly accepted: readonly number[]; readonly current: number };
  readonly proofSigningKeys?: { readonly listed: readonly string[]; readonly current: string };
  /** What a profile may hold. Default: any keys. */
  readonly profileFields?: Settings['profileFields'];
  /** What the team puts into tokens itself. Left out: nothing. */
  readonly claims?: Settings['claims'];
  /** Who is told of events. Left out: nobody by this service. */
  readonly webhooks?: readonly WebhookConfig[];
  /** How strongly passwords are hashed. Default: `PASSWORD_HASH_DEFAULT`. */
  readonly passwordHash?: PasswordHashStrength;
  /** Default: nobody is asked whether a new password is known from a leak. */
  readonly leakedPasswords?: Settings['leakedPasswords'];
  /** What is in the events of accounts. Default: no addresses. */
  readonly events: Settings['events'];
  /** How long audit rows are kept. Default 365. */
  readonly auditDays: number;
  /** Accounts that nobody has used for so long are deleted. Left out: none is. */
  readonly purgeAfterMonths?: number;
  /** So many days pass before a deletion that its owner asked for. Left out: it is at once. */
  readonly deletionGraceDays?: number;
  /** A hash that the former system made of a random password. */
  readonly importedHash?: string;
  /** Overrides by the names of `functions/domain/defaults.ts`; what is left out keeps its default. */
  readonly lifetimes: Lifetimes;
  /** Overrides by the names of `functions/domain/defaults.ts`; what is left out keeps its default. */
  readonly limits: Limits;
}
