// Which mails a suppressed address still gets. A bounce ends by itself; a complaint stops what strangers can ask for.
import { DAY_MILLISECONDS } from '../window.ts';
import type { MessagePurpose } from './delivery.ts';

/**
 * `bounced` and `complained` come from SES; `by_hand`: an operator wrote it, and only an operator lifts it; `lifted`: it ended
 * at `at`, and an event from before that which comes late does not bring it back.
 */
export const SUPPRESSION_REASONS = ['bounced', 'complained', 'by_hand', 'lifted'] as const;
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number];

export interface Suppression {
  readonly version: string;
  /** One of `SUPPRESSION_REASONS`; a row of another release may have another one, which stops everything. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A mailbox that did not exist two weeks ago may exist today. One more mail shows it: a second bounce suppresses again. */
const BOUNCE_MILLISECONDS = 14 * DAY_MILLISECONDS;

/** Epoch milliseconds; `undefined` if it does not end by itself. */
export const suppressionEndsAt = ({ reason, at }: Omit<Suppression, 'version'>): number | undefined => {
  if (reason === 'lifted') return at;
  return reason === 'bounced' ? at + BOUNCE_MILLISECONDS : undefined;
};

/** The suppression if it has not ended. */
export const liveSuppression = (suppression: Suppression | undefined, now: number): Suppression | undefined =>
  suppression && now < (suppressionEndsAt(suppression) ?? Number.POSITIVE_INFINITY) ? suppression : undefined;

/** Whether it stops a message. `unless_owner`: it does, unless the owner asked as far as anybody can know. */
export const stopsMail = ({ reason }: Suppression, purpose: MessagePurpose): boolean | 'unless_owner' => {
  if (reason !== 'complained') return true;
  if (purpose === 'reset' || purpose === 'login') return 'unless_owner';
  return STRANGERS.some((strangers) => strangers === purpose);
};

/** Anybody can ask for these mails for any address, or the team for a person who never asked. */
const STRANGERS = ['signup', 'otp', 'email_change', 'invitation'] as const satisfies readonly MessagePurpose[];

/** A right password lifts what SES reported: the person is there, and says by the log-in that the address is theirs. */
export const isLiftedByLogIn = ({ reason }: Suppression): boolean => reason === 'bounced' || reason === 'complained';

/** What the owner of an account is told about mail to its address; nothing while all mail goes. */
export interface MailState {
  /** Some mail or all mail to the address is stopped. */
  readonly mailSuppressed?: true;
  /** It was stopped, and this log-in started it again. */
  readonly mailResumed?: true;
}
