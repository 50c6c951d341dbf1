// What the hosted pages say: which sentences there are, and which of them a page words in its own way.
import type { ErrorCode, LIMIT_REASONS, PasswordReason } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';

/** Named as their paths are; the first is `/`. */
export const PAGE_NAMES = ['', 'signup', 'verify', 'login', 'reset', 'account', 'email/confirm', 'email/undo'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** Whatever the service may answer instead of success has its own sentence in `client.errors`. */
export type PageErrorCode = ErrorCode;

/** Answers after which the page has nothing left to try: they get a heading and a way on. */
export type EndingCode =
  | 'invalid_token'
  | 'expired'
  | 'superseded'
  | 'already_used'
  | 'already_registered'
  | 'email_not_verified';

/** What the script shows; it travels in the page as JSON. `{wait}` and other names are filled in the browser. */
export interface ClientTexts {
  readonly headings: Readonly<Record<'mail' | 'password' | 'done' | EndingCode, string>>;
  readonly errors: Readonly<Record<PageErrorCode, string>>;
  readonly limits: Readonly<Record<(typeof LIMIT_REASONS)[number], string>>;
  readonly weakPassword: Readonly<Record<PasswordReason, string>>;
  /** By the name of the field; `other` for one that is not listed. */
  readonly fields: Readonly<Record<'email' | 'phone' | 'password' | 'passwordMissing' | 'code' | 'other', string>>;
  /** How to get to where the mail is read. */
  readonly mailboxes: Readonly<Record<'naver' | 'gmail' | 'daum' | 'kakao' | 'nate' | 'outlook', string>>;
  readonly mailHint: string;
  readonly network: string;
  readonly attemptsLeft: string;
  readonly noAttemptsLeft: string;
  /** Stands for `{wait}` when the server names no time. */
  readonly aMoment: string;
  readonly resent: string;
  readonly resendWait: string;
  readonly resendReady: string;
  readonly show: string;
  readonly showPassword: string;
  readonly hide: string;
  readonly hidePassword: string;
  /** On the account page only. */
  readonly account?: AccountTexts;
}

type AccountState =
  | ('signed_out' | 'logged_out' | 'unavailable' | 'language' | 'profile' | 'password' | 'devices')
  | ('email' | 'email-code' | 'phone' | 'phone-code' | 'delete' | 'deleted');

interface AccountTexts
  extends Readonly<
    Record<
      | ('noPhone' | 'sameEmail' | 'numberNeeded' | 'thisDevice' | 'otherDevice' | 'begun' | 'lastUsed' | 'endDevice')
      | ('deviceEnded' | 'loggedOutAll' | 'confirmationNeeded'),
      string
    >
  > {
  readonly headings: Readonly<Record<AccountState, string>>;
  readonly changed: Readonly<Record<'email' | 'phone' | 'password' | 'profile', string>>;
  readonly languages: Readonly<Record<Locale, string>>;
  /** In lower case. */
  readonly deleteWord: string;
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
    readonly fields?: Partial<ClientTexts['fields']>;
    readonly account?: AccountTexts;
    readonly noAttemptsLeft?: string;
    readonly resent?: string;
    readonly resendReady?: string;
  };
}

export interface PageTexts {
  readonly html: HtmlTexts<'codeLabel' | 'accountLink' | 'goOn'>;
  readonly client: ClientTexts;
  readonly pages: Readonly<Record<PageName, OwnTexts>>;
}
