// Sorts what became of an SMTP command: whose fault it was, and so whether trying again or elsewhere helps.
import type { DeliveryReason } from '#domain/delivery/reasons.ts';

/** What nodemailer says of a failure. `response` may hold an address: it is read here and goes nowhere. */
export interface SmtpFailure {
  readonly code?: string | undefined;
  /** The system's or the TLS library's own code. */
  readonly originalCode?: string | undefined;
  /** The command that was answered; `CONN` before the first. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
}

export interface SortedFailure {
  readonly reason: DeliveryReason;
  readonly permanent: boolean;
  /** For the log: the codes alone. */
  readonly error: string;
}

interface Reply {
  readonly status: number;
  /** RFC 3463, where the server gives one: class, subject, detail. */
  readonly enhanced: string;
  readonly text: string;
}

export const sortSmtpFailure = (failure: SmtpFailure): SortedFailure => {
  const reply = replyOf(failure.response);
  const [reason, permanent = false] = reply ? sortReply(reply, failure) : [sortSilence(failure)];
  return { reason, permanent, error: nameOf(failure, reply) };
};

type Sorted = readonly [reason: DeliveryReason, permanent?: true];

const replyOf = (response = ''): Reply | undefined => {
  const [, status, enhanced = ''] = /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(response) ?? [];
  return status === undefined ? undefined : { status: Number(status), enhanced, text: response };
};

const nameOf = ({ code, originalCode }: SmtpFailure, reply: Reply | undefined): string => {
  if (reply) return ['SMTP', reply.status, reply.enhanced].filter(Boolean).join(' ');
  // Ours: the whole time for one mail was over.
  return code === 'EABORT' ? 'ETIMEDOUT' : (originalCode ?? code ?? 'unknown');
};

/** The server said nothing that counts. */
const sortSilence = ({ code = '', originalCode = '', command }: SmtpFailure): DeliveryReason => {
  if (code === 'ETLS' || isTlsFault(originalCode)) return 'transport_insecure';
  // No way to log in that both sides know.
  if (code === 'EAUTH') return 'credentials_refused';
  // Larger than the server said it takes.
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return 'mail_refused';
  return 'transport_unavailable';
};

/** TLS faults carry OpenSSL's names (`CERT_HAS_EXPIRED`) or Node's (`ERR_TLS_…`); those of the system have no underscore. */
const isTlsFault = (code: string): boolean =>
  code === 'EPROTO' || /^ERR_(TLS|SSL)_/.test(code) || (code.includes('_') && !code.startsWith('ERR_'));

const CREDENTIALS: ReadonlySet<number> = new Set([530, 534, 535, 538]);

const sortReply = (reply: Reply, { code, command = '' }: SmtpFailure): Sorted => {
  const { status, enhanced } = reply;
  // How Gmail says that the day's quota is used up, at whatever command.
  if (enhanced === '5.4.5') return ['quota_exceeded'];
  if (code === 'ETLS' || command === 'STARTTLS') return ['transport_insecure'];
  // Not even as a rate: whoever comes back within seconds to log in is locked out.
  if (code === 'EAUTH') return [status < 500 ? 'transport_unavailable' : 'credentials_refused'];
  if (CREDENTIALS.has(status)) return ['credentials_refused'];
  if (status < 500) return sortTemporary(reply, command);
  // A server that knows no EHLO knows no STARTTLS.
  if (command === 'EHLO') return ['transport_insecure'];
  // It refuses us as a client, or has lost count of the commands (503).
  if (status === 503 || !STAGES.has(command)) return ['transport_unavailable'];
  return sortRefusal(reply, command);
};

const STAGES: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const RATE = /\brate\b|too (many|much|fast|frequent)|throttl|\blimit|exceeded/i;

const sortTemporary = ({ status, enhanced, text }: Reply, command: string): Sorted => {
  if ((status === 421 || enhanced.startsWith('4.7.')) && RATE.test(text)) return ['rate_exceeded'];
  if (SENDER_CODES.test(enhanced)) return ['sender_refused'];
  // The mailbox is full, busy or not known yet: that is no fault of the server, which another one would mend.
  if (command !== 'MAIL FROM' && /^4\.[12]\./.test(enhanced)) return ['mailbox_unavailable'];
  return ['transport_unavailable'];
};

/** Bad sender's address: its syntax (7), or its domain (8). */
const SENDER_CODES = /^[45]\.1\.[78]$/;
/** Bad recipient's address: mailbox (1), domain (2), syntax (3), moved (6), null MX (10). */
const RECIPIENT_CODES = /^5\.1\.([1236]|10)$/;
const MAILBOX_CODES = /^5\.2\.[12]$/;
const SIZE_CODES = /^5\.(2\.3|3\.4)$/;
/** Servers that check the sender only at RCPT (Postfix), or after DATA (Exchange), and those that do not relay for us. */
const SENDER_WORDS =
  /\bsender\b.*\b(rejected|denied|refused|not (allowed|owned|permitted))|not owned by|send as|\brelay(ing)? (access )?(denied|not|prohibited)|unable to relay|not permitted to relay/i;

/** A 5xx to a command of one mail. The enhanced code counts more: it says whose fault, where 550 and 554 say anything. */
const sortRefusal = ({ status, enhanced, text }: Reply, command: string): Sorted => {
  if (SIZE_CODES.test(enhanced)) return ['mail_refused'];
  if (command === 'MAIL FROM') return [status === 552 ? 'mail_refused' : 'sender_refused'];
  if (RECIPIENT_CODES.test(enhanced)) return ['recipient_refused', true];
  if (SENDER_CODES.test(enhanced) || SENDER_WORDS.test(text)) return ['sender_refused'];
  if (MAILBOX_CODES.test(enhanced)) return ['mailbox_unavailable', true];
  // Policy (5.7) is about us or our mail, not about the person, and an operator can mend it while the link lives.
  if (command === 'DATA' || enhanced.startsWith('5.7.')) {
    return enhanced.startsWith('5.1.') ? ['recipient_refused', true] : ['mail_refused'];
  }
  if (status === 552) return ['mailbox_unavailable', true];
  return status === 550 || status === 551 || status === 553 ? ['recipient_refused', true] : ['mail_refused'];
};
