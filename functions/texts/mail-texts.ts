// The words of every mail in one language. `{brand}`, and the values named at each text, are filled in; nothing else is.
import type { MailName } from '#domain/delivery/mail.ts';

/** The words of one mail, in the order they are read. What it does not need is left out. */
export interface MailTexts {
  /** One line. A code may stand in it only if it opens nothing: lock screens show subjects. */
  readonly subject: string;
  /** What an inbox shows after the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly intro?: string;
  /** A notice: what to do if the reader did it. */
  readonly ifYou?: string;
  /** A notice: what to do if somebody else did it. The first part stands out. */
  readonly ifNotYou?: readonly [string, string];
  /** On the button, which leads to the link of the mail. */
  readonly button?: string;
  /** Of a second link. */
  readonly otherLink?: string;
  /** Above the code. */
  readonly code?: string;
  /** What to do if the reader did not ask for the mail. */
  readonly ifNotAsked?: string;
  /** Why the reader got the mail. */
  readonly why: string;
}

/** How a moment is said: values `{year}`, `{month}`, `{monthName}`, `{day}`, `{hour}`, `{hourOf12}`, `{half}` and `{minute}`. */
export interface MomentTexts {
  readonly form: string;
  /** The time that `form` is in: the readers of one language may be anywhere, so `form` names it. */
  readonly hoursFromUtc: number;
  readonly am: string;
  readonly pm: string;
  /** The names of the twelve months, with a space between. */
  readonly months: string;
}

/** Spaces stand around `{code}`: phones fill in what touches it. Values: `{code}`, `{minutes}`, `{hours}`, `{lifetime}` (in days, hours or minutes) and `{until}`, where the mail has them. */
export interface MailLanguage {
  readonly mails: Readonly<Record<MailName, MailTexts>>;
  /** Below a code or a link that does not live long: `{minutes}`. */
  readonly lifetime: string;
  readonly facts: Readonly<Record<'when' | 'device' | 'ip' | 'newAddress' | 'unknown', string>>;
  /** Before the support address. */
  readonly support: string;
  readonly moment: MomentTexts;
  readonly units: Readonly<Record<'minute' | 'minutes' | 'hour' | 'hours' | 'day' | 'days', string>>;
}
