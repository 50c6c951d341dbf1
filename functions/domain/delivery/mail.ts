// The mails Latchkey sends, as data: the values that each one needs.
import type { Locale } from '../locale.ts';

/** Links are whole URLs. */
export interface MailValues {
  /** Where the button leads. */
  readonly link: string;
  readonly code: string;
  readonly lifetimeMinutes: number;
  /** To the page where a reset begins. */
  readonly resetLink: string;
  /** When something was done, in epoch milliseconds. */
  readonly when: number;
  /** E.g. `Chrome, Windows`. Empty: unknown. */
  readonly device: string;
  /** The last part is hidden, e.g. `203.0.113.*`. Empty: unknown. */
  readonly ip: string;
  readonly undoHours: number;
  /** In epoch milliseconds. */
  readonly undoUntil: number;
  /** A log-in until then keeps the account. In epoch milliseconds. */
  readonly keptUntil: number;
  /** Masked, e.g. `m***@example.com`. Empty: unknown. */
  readonly newAddress: string;
}

type LinkAndCode = 'link' | 'code' | 'lifetimeMinutes';
type Facts = 'when' | 'device' | 'ip';

/** The values that each mail needs, by its name. */
interface MailValueNames {
  /** To the address of a sign-up, to verify it. */
  readonly verification: LinkAndCode;
  /** To the owner of an account, when a sign-up or an email change names their address. The link leads to the log-in. */
  readonly 'account-exists': 'link' | 'resetLink';
  readonly reset: LinkAndCode;
  readonly login: LinkAndCode;
  /** To a person for whom the team made an account: the link sets the first password. */
  readonly invitation: 'link' | 'lifetimeMinutes';
  /** To the new address of an email change, to verify it. */
  readonly 'email-change': LinkAndCode;
  /** A one-time code, for an address without an account too. */
  readonly otp: 'code' | 'lifetimeMinutes';
  /** A notice: the password was changed. The link leads to a reset, as it does in the notices below that have one. */
  readonly 'password-changed': 'link' | Facts;
  /** A notice to the old address. The link undoes the change until `undoUntil`. */
  readonly 'email-changed': 'link' | 'undoHours' | 'undoUntil' | 'newAddress' | Facts;
  /** A notice to the old address that came too late to undo the change. */
  readonly 'email-changed-late': 'newAddress' | Facts;
  /** A notice to an address that lost the account, because the change to it was undone. */
  readonly 'email-restored': Facts;
  /** A notice: a phone number was set. */
  readonly 'phone-changed': 'link' | Facts;
  /** A notice: the account is gone. */
  readonly 'account-deleted': Facts;
  /** A notice: the owner asked for the deletion. The link leads to the log-in, which keeps the account. */
  readonly 'deletion-asked': 'link' | 'keptUntil' | Facts;
  /** A notice: a log-in kept the account. */
  readonly 'account-kept': 'link' | Facts;
  /** Before an unused account is deleted. The link leads to the log-in. */
  readonly 'account-unused': 'link' | 'keptUntil';
  /** A notice: a log-in from an unknown device and network. */
  readonly 'new-log-in': 'link' | Facts;
  /** Notices: another way to log in, or one less. */
  readonly 'passkey-added': 'link' | Facts;
  readonly 'passkey-removed': 'link' | Facts;
  /** Notices: from now on a log-in needs a code of an app too, or no longer does. */
  readonly 'second-factor-on': 'link' | Facts;
  readonly 'second-factor-off': 'link' | Facts;
}
export type MailName = keyof MailValueNames;

export type Mail = {
  readonly [Name in MailName]: {
    readonly name: Name;
    readonly locale: Locale;
    readonly values: Pick<MailValues, MailValueNames[Name]>;
  };
}[MailName];

/** An sms. */
export interface Sms {
  readonly name: 'code';
  readonly locale: Locale;
  /** Of the page where the code is typed, if that is none of ours. */
  readonly host?: string;
  readonly values: { readonly code: string };
}

/** A mail ready for the composer. `subject` is one line. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}
