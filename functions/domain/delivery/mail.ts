// The mails Latchkey sends, as data: what each one needs to be written.
import type { Locale } from '../locale.ts';

/** What every mail shows: four characters of its id, so that a person with two mails knows which one counts. */
interface Referred {
  readonly reference: string;
}

/** A code, and for how long it works. */
interface CodeValues extends Referred {
  readonly code: string;
  readonly lifetimeMinutes: number;
}

interface LinkAndCodeValues extends CodeValues {
  readonly link: string;
}

/** What each mail is given, by its name. Links are whole URLs. */
interface MailValues {
  /** Proves the address of a sign-up. */
  readonly verification: LinkAndCodeValues;
  /** To the owner of an address that somebody signed up or changed to once more. */
  readonly 'account-exists': Referred & { readonly loginLink: string; readonly resetLink: string };
  readonly reset: LinkAndCodeValues;
  readonly login: LinkAndCodeValues;
  /** To the new address, which is not proven yet. */
  readonly 'email-change': LinkAndCodeValues;
  /** A code without an account. */
  readonly otp: CodeValues;
  /** A notice: somebody set a new password. */
  readonly 'password-changed': Referred & { readonly resetLink: string };
  /** A notice to the old address, with the way back. */
  readonly 'email-changed': Referred & { readonly undoLink: string; readonly undoHours: number };
}
export type MailName = keyof MailValues;

export type Mail = {
  readonly [Name in MailName]: { readonly name: Name; readonly locale: Locale; readonly values: MailValues[Name] };
}[MailName];

/** A text message to a phone. */
export interface Sms {
  readonly name: 'code';
  readonly locale: Locale;
  readonly values: { readonly code: string };
}

/** A mail ready to be composed; `subject` is one line. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The reference tag of a challenge: the last four characters of its id. */
export const referenceOf = (id: string): string => id.slice(-4);
