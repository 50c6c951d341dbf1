// The mails Latchkey sends, as data: the values that each one needs.
import type { Locale } from '../locale.ts';

/** Every mail shows four characters of its id, so that a person with two mails can tell which one is current. */
interface Referred {
  readonly reference: string;
}

/** A code and its lifetime. */
interface CodeValues extends Referred {
  readonly code: string;
  readonly lifetimeMinutes: number;
}

interface LinkAndCodeValues extends CodeValues {
  readonly link: string;
}

/** When something was done, and from where. Empty: unknown. */
interface NoticeValues extends Referred {
  /** In words, in the language of the mail. */
  readonly when: string;
  /** E.g. `Chrome, Windows`. */
  readonly device: string;
  /** The last part is hidden, e.g. `203.0.113.*`. */
  readonly ip: string;
}

/** The values of each mail, by its name. Links are whole URLs. */
interface MailValues {
  /** To the address of a sign-up, to verify it. */
  readonly verification: LinkAndCodeValues;
  /** To the owner of an account, when a sign-up or an email change names their address. */
  readonly 'account-exists': Referred & { readonly loginLink: string; readonly resetLink: string };
  readonly reset: LinkAndCodeValues;
  readonly login: LinkAndCodeValues;
  /** To the new address of an email change, to verify it. */
  readonly 'email-change': LinkAndCodeValues;
  /** A one-time code, for an address without an account too. */
  readonly otp: CodeValues;
  /** A notice: the password was changed. */
  readonly 'password-changed': NoticeValues & { readonly resetLink: string };
  /** A notice to the old address, with a link to undo the change until `undoUntil`. */
  readonly 'email-changed': NoticeValues & {
    readonly undoLink: string;
    readonly undoHours: number;
    readonly undoUntil: string;
  };
  /** A notice to the old address that came too late to undo the change. */
  readonly 'email-changed-late': NoticeValues;
  /** A notice to an address that lost the account, because the change to it was undone. */
  readonly 'email-restored': NoticeValues;
  /** A notice: a phone number was set. */
  readonly 'phone-changed': NoticeValues & { readonly resetLink: string };
  /** A notice: the account is gone. */
  readonly 'account-deleted': NoticeValues;
  /** A notice: a log-in from an unknown device and network. */
  readonly 'new-log-in': NoticeValues & { readonly resetLink: string };
}
export type MailName = keyof MailValues;

export type Mail = {
  readonly [Name in MailName]: { readonly name: Name; readonly locale: Locale; readonly values: MailValues[Name] };
}[MailName];

/** An sms. */
export interface Sms {
  readonly name: 'code';
  readonly locale: Locale;
  readonly values: { readonly code: string };
}

/** A mail ready for the composer. `subject` is one line. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The reference of a challenge: the last four characters of its id. */
export const referenceOf = (id: string): string => id.slice(-4);
