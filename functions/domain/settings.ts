// What one deployment is told about itself; parsed from one JSON variable by `schemas/settings.ts`.
import type { Brand } from './brand.ts';
import type { Lifetimes, Limits } from './defaults.ts';

/** What mails go out by. */
export type MailSettings = { readonly transport: 'ses' } | ({ readonly transport: 'smtp' } & SmtpSettings);

export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (port 465). Else STARTTLS, without which nothing is sent. */
  readonly secure: boolean;
  /** Recipients in any 24 hours and a second; -1: no limit a day. */
  readonly mailsPer24Hours: number;
  readonly mailsPerSecond: number;
  /** Whether SES sends while the server is down. */
  readonly fallsBackToSes: boolean;
}

export const SMS_TRANSPORTS = ['sens', 'sns'] as const;
export type SmsTransportName = (typeof SMS_TRANSPORTS)[number];

export interface SmsSettings {
  /** Which transport serves which country (ISO 3166-1 alpha-2); none: texts are off. Numbers without a country code are of the first. */
  readonly countries: Readonly<Record<string, SmsTransportName>>;
  readonly sens?: SensSettings;
  readonly sns?: SnsSettings;
}

/** https://api.ncloud-docs.com/docs/sens-sms-send */
export interface SensSettings {
  readonly serviceId: string;
  /** The registered number texts come from: digits. */
  readonly from: string;
  /** Whether a text too long for SMS (90 bytes) goes as LMS, which costs more. */
  readonly allowsLong: boolean;
}

export interface SnsSettings {
  readonly region: string;
  /** Up to 11 letters and digits, where the country allows one. */
  readonly senderId?: string;
}

/** Who else is told that a password was changed. */
export interface NoticeCopies {
  /** Named in the header `Cc`. */
  readonly cc?: readonly string[];
  /** In no header. */
  readonly bcc?: readonly string[];
}

export interface Settings {
  readonly stage: string;
  /** The public URL of the API without a trailing slash: `iss` of its tokens and the start of its links. */
  readonly issuer: string;
  /** `aud` of access tokens. */
  readonly audience: string;
  /** Origins besides the API's own that may use cookie mode. */
  readonly allowedOrigins: readonly string[];
  readonly brand: Brand;
  /** The address mails come from. */
  readonly senderEmail: string;
  /** Labels (0–255) of the master secret's generations. */
  readonly masterKeys: { readonly accepted: readonly number[]; readonly current: number };
  /** Who may ask for one-time codes: anybody, who has the key (its SHA-256 in hex), or nobody. */
  readonly otp: { readonly access: 'public' | 'off' } | { readonly access: 'key'; readonly keySha256: string };
  readonly mail: MailSettings;
  readonly texts: SmsSettings;
  /** Left out: nobody else. */
  readonly noticeCopies?: NoticeCopies;
  readonly lifetimes: Lifetimes;
  readonly limits: Limits;
}
