// Every line Latchkey may log, by code. `docs/logging.md` says what each means and which fields it carries.
export const EVENTS = {
  request_completed: 'info',
  request_refused: 'info',
  dependency_failed: 'error',
  unexpected_error: 'error',
  signup_started: 'info',
  signup_resent: 'info',
  verify_completed: 'info',
  verify_guess_wrong: 'warn',
  mail_sent: 'info',
  mail_retried: 'warn',
  mail_failed: 'error',
  mail_skipped: 'info',
  delivery_not_recorded: 'error',
} as const satisfies Record<string, 'info' | 'warn' | 'error'>;
export type EventCode = keyof typeof EVENTS;
