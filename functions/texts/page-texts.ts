// The shape of the hosted pages' texts: which sentences exist, and which of them a page can replace with its own.
import type { ErrorCode, LIMIT_REASONS, PasswordReason } from '#domain/errors.ts';

/** Named after their paths; the first is `/`. */
export const PAGE_NAMES = [
  '',
  'signup',
  'verify',
  'login',
  'reset',
  'invitation',
  'account',
  'account/security',
  'email/confirm',
  'email/undo',
] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** Every error code has its own sentence in `client.errors`. */
export type PageErrorCode = ErrorCode;

/** Errors after which the page cannot retry. They get a heading and a link to continue. */
export type EndingCode =
  | 'invalid_token'
  | 'expired'
  | 'superseded'
  | 'already_used'
  | 'already_registered'
  | 'email_not_verified';

type Heading = 'mail' | 'password' | 'new-password' | 'switch' | 'no_flow' | 'done';

/** What an error says to people. The browser fills in `{wait}` and similar placeholders. */
export interface ErrorTexts {
  readonly errors: Readonly<Record<PageErrorCode, string>>;
  readonly limits: Readonly<Record<(typeof LIMIT_REASONS)[number], string>>;
  readonly weakPassword: Readonly<Record<PasswordReason, string>>;
  /** By field name; `missing`, `choice` and `number` for those of the profile, `consent` for one that is required, `other` for a field that is not listed. */
  readonly fields: Readonly<
    Record<
      | 'email'
      | 'phone'
      | 'password'
      | 'passwordMissing'
      | 'code'
      | 'missing'
      | 'choice'
      | 'number'
      | 'consent'
      | 'other',
      string
    >
  >;
  /** Why what a person typed is refused. `space`: the character in the way is a space. */
  readonly typed: Readonly<Record<'character' | 'space' | 'several' | 'dot' | 'too_long', string>>;
  readonly network: string;
  readonly attemptsLeft: string;
  readonly noAttemptsLeft: string;
  /** Replaces `{wait}` when the server gives no time. */
  readonly aMoment: string;
}

/** The sentences that the script shows, sent in the page as JSON. The browser fills in `{wait}` and similar placeholders. */
export interface ClientTexts extends ErrorTexts {
  readonly headings: Readonly<Record<Heading | EndingCode, string>>;
  /** The labels of links to well-known webmail services. */
  readonly mailboxes: Readonly<Record<'naver' | 'gmail' | 'daum' | 'kakao' | 'nate' | 'outlook', string>>;
  readonly mailHint: string;
  /** While an answer takes longer than usual. */
  readonly slow: string;
  /** After waiting for an answer in vain. */
  readonly late: string;
  readonly resent: string;
  readonly resendWait: string;
  readonly resendReady: string;
  /** How long the code in the mail works, and that it no longer does. */
  readonly lifetime: string;
  readonly lifetimeOver: string;
  /** Above the address of the account that is logged in here. */
  readonly here: string;
  /** Names the account of a link before it is used. */
  readonly linkAccount: string;
  /** Names the account after a proof. */
  readonly doneAs: string;
  readonly mailSuppressed: string;
  /** After a log-in with the password that started the mail again. */
  readonly mailResumed: string;
  readonly show: string;
  readonly showPassword: string;
  readonly hide: string;
  readonly hidePassword: string;
  /** Of a new password while it is typed: it may be used, and it is long. */
  readonly passwordEnough: string;
  readonly passwordLong: string;
  /** On the log-in page only: after too many attempts with a password, where a mail is another way. */
  readonly manyLogIns?: string;
  /** On the account page only. */
  readonly account?: AccountTexts;
  /** On the page of passkeys and the second factor only. */
  readonly security?: SecurityTexts;
}

/** A field of the profile in one language. */
export interface ShownField {
  readonly key: string;
  readonly label: string;
  /** The labels of a choice by value. */
  readonly choices?: Readonly<Record<string, string>>;
}

type AccountState =
  | ('signed_out' | 'logged_out' | 'unavailable' | 'language' | 'profile' | 'profile-new' | 'password' | 'devices')
  | ('email' | 'email-code' | 'phone' | 'phone-new' | 'phone-code' | 'delete' | 'deleted');

export interface AccountTexts
  extends Readonly<
    Record<
      | ('add' | 'change')
      | (
          | 'noPhone'
          | 'noProfile'
          | 'yes'
          | 'no'
          | 'sameEmail'
          | 'thisDevice'
          | 'unknownDevice'
          | 'begun'
          | 'lastUsed'
          | 'endDevice'
        )
      | ('deviceEnded' | 'othersEnded' | 'loggedOutAll' | 'confirmationNeeded'),
      string
    >
  > {
  readonly headings: Readonly<Record<AccountState, string>>;
  readonly changed: Readonly<Record<'email' | 'phone' | 'password' | 'profile', string>>;
  /** In lower case, compared with what the person types. */
  readonly deleteWord: string;
}

type SecurityState =
  | ('signed_out' | 'unavailable')
  | ('rename' | 'remove' | 'turn-on' | 'codes' | 'new-codes' | 'turn-off');

export interface SecurityTexts
  extends Readonly<
    Record<
      | ('added' | 'used' | 'neverUsed' | 'synced' | 'renameOf' | 'removeOf' | 'nameMissing')
      | ('passkeyAdded' | 'passkeyRenamed' | 'passkeyRemoved' | 'cancelled' | 'alreadyThere' | 'notSupported')
      | ('factorOn' | 'factorFew' | 'factorOff' | 'turnedOff' | 'turnedOn' | 'proofMissing' | 'proofWrong')
      | ('codesRenewed' | 'copied' | 'notCopied'),
      string
    >
  > {
  readonly headings: Readonly<Record<SecurityState, string>>;
}

/** The sentences that the server renders into a page: each name is a placeholder in its template. */
type HtmlTexts<Name extends string> = Readonly<Record<Name, string>> & Readonly<Record<string, string>>;

/** A page's own sentences. Where a sentence is common to all pages, the page's own takes precedence. */
interface OwnTexts {
  readonly html: HtmlTexts<'heading'>;
  readonly client?: {
    readonly headings?: Partial<ClientTexts['headings']>;
    readonly errors?: Partial<ClientTexts['errors']>;
    readonly limits?: Partial<ClientTexts['limits']>;
    readonly fields?: Partial<ClientTexts['fields']>;
    readonly account?: AccountTexts;
    readonly security?: SecurityTexts;
    readonly linkAccount?: string;
    readonly manyLogIns?: string;
    readonly noAttemptsLeft?: string;
    readonly resent?: string;
    readonly resendReady?: string;
    readonly lifetime?: string;
  };
}

export interface PageTexts {
  readonly html: HtmlTexts<
    | ('consentsRequired' | 'consentsOptional' | 'consentText')
    | 'languageName'
    | 'humanLead'
    | 'minimumAge'
    | 'codeLabel'
    | 'codeHint'
    | 'accountLink'
    | 'goOn'
    | 'optionalLabel'
    | 'noChoice'
    | 'noChoiceOptional'
  >;
  readonly client: ClientTexts;
  readonly pages: Readonly<Record<PageName, OwnTexts>>;
}
