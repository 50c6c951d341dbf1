// What the hosted pages say: which sentences there are, and which of them a page words in its own way.
import type { ErrorCode, LIMIT_REASONS, PasswordReason } from '../domain/errors.ts';
import type { Locale } from '../domain/mail.ts';
import { EN } from './page-texts-en.ts';
import { KO } from './page-texts-ko.ts';

/** Named as their paths are. */
export const PAGE_NAMES = ['signup', 'verify', 'login', 'reset', 'email/confirm', 'email/undo'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** What the routes behind the pages can answer instead of success: each has its own sentence in `client.errors`. */
export const PAGE_ERROR_CODES = [
  'invalid_request',
  'invalid_token',
  'weak_password',
  'expired',
  'superseded',
  'already_used',
  'already_registered',
  'code_mismatch',
  'password_required',
  'continuation_required',
  'invalid_credentials',
  'unauthenticated',
  'session_ended',
  'email_not_verified',
  'origin_refused',
  'try_again',
  'too_many_requests',
  'payload_too_large',
  'unsupported_media_type',
  'not_found',
  'method_not_allowed',
  'unavailable',
  'internal_error',
] as const satisfies readonly ErrorCode[];
export type PageErrorCode = (typeof PAGE_ERROR_CODES)[number];

/** Answers after which the page has nothing left to try: they get a heading and a way on. */
export type EndingCode =
  | 'invalid_token'
  | 'expired'
  | 'superseded'
  | 'already_used'
  | 'already_registered'
  | 'email_not_verified';

/** What the script shows; it travels in the page as JSON. `{wait}`, `{count}` and `{digits}` are filled in the browser. */
export interface ClientTexts {
  readonly headings: Readonly<Record<'mail' | 'password' | 'done' | EndingCode, string>>;
  readonly errors: Readonly<Record<PageErrorCode, string>>;
  readonly limits: Readonly<Record<(typeof LIMIT_REASONS)[number], string>>;
  readonly weakPassword: Readonly<Record<PasswordReason, string>>;
  readonly fields: Readonly<Record<'email' | 'password' | 'passwordMissing' | 'code', string>>;
  readonly network: string;
  readonly attemptsLeft: string;
  readonly noAttemptsLeft: string;
  /** Stands for `{wait}` when the server names no time. */
  readonly aMoment: string;
  readonly resent: string;
  readonly resendWait: string;
  readonly show: string;
  readonly showPassword: string;
  readonly hide: string;
  readonly hidePassword: string;
}

/** What the server writes into a page: each name is a placeholder there. */
type HtmlTexts<Name extends string> = Readonly<Record<Name, string>> & Readonly<Record<string, string>>;

/** What a page says itself; where a sentence is said by all, its own comes first. */
interface OwnTexts {
  readonly html: HtmlTexts<'heading'>;
  readonly client?: {
    readonly headings?: Partial<ClientTexts['headings']>;
    readonly errors?: Partial<ClientTexts['errors']>;
    readonly limits?: Partial<ClientTexts['limits']>;
    readonly noAttemptsLeft?: string;
    readonly resent?: string;
  };
}

export interface PageTexts {
  readonly html: HtmlTexts<'codeLabel'>;
  readonly client: ClientTexts;
  readonly pages: Readonly<Record<PageName, OwnTexts>>;
}

export const PAGE_TEXTS: Readonly<Record<Locale, PageTexts>> = { ko: KO, en: EN };

export const clientTextsOf = (name: PageName, locale: Locale): ClientTexts => {
  const { client, pages } = PAGE_TEXTS[locale];
  const own = pages[name].client ?? {};
  return {
    ...client,
    ...own,
    headings: { ...client.headings, ...own.headings },
    errors: { ...client.errors, ...own.errors },
    limits: { ...client.limits, ...own.limits },
  };
};
