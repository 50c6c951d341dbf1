// The mails Latchkey sends, as data: what each one needs to be written.
export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export interface VerificationMail {
  readonly name: 'verification';
  readonly locale: Locale;
  readonly values: {
    readonly link: string;
    readonly code: string;
    readonly lifetimeMinutes: number;
    /** Four characters of the challenge's id, so that a person with two mails knows which one counts. */
    readonly reference: string;
  };
}

export interface AccountExistsMail {
  readonly name: 'account-exists';
  readonly locale: Locale;
  readonly values: { readonly reference: string };
}

export type Mail = VerificationMail | AccountExistsMail;

/** A mail ready to be composed; `subject` is one line. */
export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** How the team appears to its users, from the configuration. */
export interface Brand {
  readonly name: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly supportAddress?: string;
  /** Where a person goes on after verifying. */
  readonly appUrl?: string;
}

/** The reference tag of a challenge: the last four characters of its id. */
export const referenceOf = (id: string): string => id.slice(-4);
