// What one deployment is told about itself; parsed from one JSON variable by `schemas/settings.ts`.
import type { Lifetimes, Limits } from './defaults.ts';
import type { Brand } from './mail.ts';

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
  /** Whether texts can be sent, and to which countries (ISO 3166-1 alpha-2). */
  readonly texts: { readonly isOn: boolean; readonly countries: readonly string[] };
  readonly lifetimes: Lifetimes;
  readonly limits: Limits;
}
