// The settings of one deployment. `schemas/settings.ts` parses them: from one JSON variable, and from a file where words are set.
import type { AskedConsent } from './account/consents.ts';
import type { PasswordHashStrength } from './account/password-hash.ts';
import type { ProfileField } from './account/profile-fields.ts';
import type { Brand } from './brand.ts';
import type { Lifetimes, Limits } from './defaults.ts';
import type { Locale } from './locale.ts';
import type { AppLinks } from './oauth/app-links.ts';
import type { Client } from './oauth/client.ts';
import type { ClaimsSettings } from './session/own-claims.ts';

/** How mails are sent. */
export type MailSettings = { readonly transport: 'ses' } | ({ readonly transport: 'smtp' } & SmtpSettings);

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465). Otherwise STARTTLS is required. */
  readonly secure: boolean;
  /** Limits on recipients per 24 hours and per second. -1: no daily limit. */
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
  /** Whether SES sends the mails while the server is down. */
  readonly fallsBackToSes: boolean;
}

export const SMS_TRANSPORTS = ['sens', 'sns'] as const;
export type SmsTransportName = (typeof SMS_TRANSPORTS)[number];

export interface SmsSettings {
  /**
   * The transport for each country (ISO 3166-1 alpha-2). Empty: sms are off. A number without a country code belongs to the
   * first country.
   */
  readonly countries: Readonly<Record<string, SmsTransportName>>;
  readonly sens?: SensSettings;
  readonly sns?: SnsSettings;
}

/** https://api.ncloud-docs.com/docs/sens-sms-send */
export interface SensSettings {
  readonly serviceId: string;
  /** The registered sender number: digits only. */
  readonly from: string;
  /** Whether a message too long for SMS (90 bytes) is sent as LMS, which costs more. */
  readonly allowsLong: boolean;
}

export interface SnsSettings {
  readonly region: string;
  /** Up to 11 letters and digits, for countries that allow a sender name. */
  readonly senderId?: string;
}

/** The additional recipients of the notice of a changed password. */
export interface NoticeCopies {
  /** Appear in the header `Cc`. */
  readonly cc?: readonly string[];
  /** Appear in no header. */
  readonly bcc?: readonly string[];
}

/** Notices that a team may do without. The others are always sent. */
export interface NoticeSettings {
  /** Of a log-in from a device and network that are both new to the account. */
  readonly newLogIn: boolean;
}

/** Known by a key, of which only the SHA-256 in hex is stored. */
export interface TrustedCaller {
  readonly name: string;
  readonly keySha256: string;
}

/** The check that a person, and no program, asks for a message: Cloudflare Turnstile. */
export interface HumanCheckSettings {
  /** `whenBombed`: only while sign-up mails are not used, which is when the alarm on them rings. */
  readonly mode: 'on' | 'whenBombed';
  /** Of the widget. Public. */
  readonly siteKey: string;
  /** Whether Cloudflare is told the address of the person by this service too. Their browser tells it anyway. */
  readonly sendsAddress?: boolean;
  /** The names of trusted callers who see to it themselves that a person asks. */
  readonly exempt?: readonly string[];
  /** Where its script and its check are, on a laptop. Absent: at Cloudflare. */
  readonly origin?: string;
}

/** What others are told of accounts. */
export interface EventSettings {
  /** Whether an event holds the addresses of its account. */
  readonly addresses: boolean;
}

export interface OtpSettings {
  /** Who may ask for one-time codes: everyone, trusted callers, or nobody. */
  readonly access: 'public' | 'key' | 'off';
  /** Whether the keys of proofs are in the key set of access tokens too, for backends that still look for them there. */
  readonly proofKeysInJwks?: boolean;
}

/** The sentences that a team words itself: by language, and by their keys (docs/texts.md). */
export type OwnSentences = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a stage says, and in which languages. */
export type Speech = Pick<Settings, 'languages' | 'words'>;

export interface Settings {
  readonly stage: string;
  /** The public URL of the API without a trailing slash: `iss` of its tokens and the start of its links. */
  readonly issuer: string;
  /** `aud` of access tokens. */
  readonly audience: string;
  /** The origins besides the API's own that may use cookie mode. */
  readonly allowedOrigins: readonly string[];
  /** Of mails, SMS and pages. The first one is the default. */
  readonly languages: readonly Locale[];
  /** Absent: none. */
  readonly words?: OwnSentences;
  readonly brand: Brand;
  /** The sender's address. */
  readonly senderEmail: string;
  /** The labels (0–255) of the master secret's generations. */
  readonly masterKeys: { readonly accepted: readonly number[]; readonly current: number };
  /** The same for the secret of one-time codes. */
  readonly otpKeys: { readonly accepted: readonly number[]; readonly current: number };
  /** Who is believed about the address of a person: a backend, or a proxy in front of the API. */
  readonly trustedCallers: readonly TrustedCaller[];
  /** The applications that may log people in by the code flow. None: that part of the API answers 404. */
  readonly clients: readonly Client[];
  /** Absent: no app belongs to the domain. */
  readonly appLinks?: AppLinks;
  /** The RP ID of WebAuthn. Absent: there are no passkeys. */
  readonly passkeyDomain?: string;
  /** The origins besides the API's own that use them. Absent: none. */
  readonly passkeyOrigins?: readonly string[];
  readonly otp: OtpSettings;
  /** Absent: nobody is asked to be a person. */
  readonly humanCheck?: HumanCheckSettings;
  readonly mail: MailSettings;
  readonly texts: SmsSettings;
  /** Absent: only the owner gets the notice. */
  readonly noticeCopies?: NoticeCopies;
  readonly notices: NoticeSettings;
  /** What people are asked to agree to. Empty: nothing. */
  readonly consents: readonly AskedConsent[];
  /** What a profile may hold. Absent: any keys. */
  readonly profileFields?: readonly ProfileField[];
  /** Absent: tokens say what the service says alone. */
  readonly claims?: ClaimsSettings;
  /** Absent: the default. */
  readonly passwordHash?: PasswordHashStrength;
  /** Absent: nobody asks whether a new password is known from a leak. */
  readonly leakedPasswords?: 'refuse';
  readonly events: EventSettings;
  /** How long audit rows are kept. */
  readonly auditDays: number;
  /** Accounts that nobody has used for so long are deleted. Absent: none is. */
  readonly purgeAfterMonths?: number;
  /** So many days pass before a deletion that its owner asked for, who can keep the account until then. Absent: none. */
  readonly deletionGraceDays?: number;
  /** Whether people may add a second factor to their account. Absent: nobody adds one; who has one keeps it. */
  readonly secondFactor?: 'optional';
  /** A hash that the former system made of a random password (ADR 0056). */
  readonly importedHash?: string;
  readonly lifetimes: Lifetimes;
  readonly limits: Limits;
}
