// Every line Latchkey may log, by code. `docs/logging.md` says what each means and which fields it carries.
export const EVENTS = {
  request_completed: 'info',
  dependency_failed: 'error',
  unexpected_error: 'error',
  signup_started: 'info',
  signup_resent: 'info',
  verify_completed: 'info',
  verify_guess_wrong: 'warn',
  mail_sent: 'info',
  mail_queued: 'warn',
  mail_failed: 'error',
  mail_skipped: 'info',
  courier_failed: 'error',
  retry_queue_refused: 'error',
} as const satisfies Record<string, 'info' | 'warn' | 'error'>;
export type EventCode = keyof typeof EVENTS;
