// Turns a failed SMTP command into a delivery reason, which decides whether a retry or another server can help.
import type { DeliveryReason } from '#domain/delivery/reasons.ts';

/** What nodemailer reports about a failure. `response` may contain an address: it is only read here and never passed on. */
export interface SmtpFailure {
  readonly code?: string | undefined;
  /** The error code of the operating system or the TLS library. */
  readonly originalCode?: string | undefined;
  /** The command that the server answered; `CONN` before the first one. */
  readonly command?: string | undefined;
  readonly response?: string | undefined;
}

export interface SortedFailure {
  readonly reason: DeliveryReason;
  readonly permanent: boolean;
  /** For the log: codes only. */
  readonly error: string;
}

interface Reply {
  readonly status: number;
  /** The enhanced status code (RFC 3463), if the server sends one: class, subject, detail. */
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
  // Our own time limit for the mail has passed.
  return code === 'EABORT' ? 'ETIMEDOUT' : (originalCode ?? code ?? 'unknown');
};

/** For a failure without a usable reply. */
const sortSilence = ({ code = '', originalCode = '', command }: SmtpFailure): DeliveryReason => {
  if (code === 'ETLS' || isTlsFault(originalCode)) return 'transport_insecure';
  // Client and server have no authentication method in common.
  if (code === 'EAUTH') return 'credentials_refused';
  // The message is larger than the size limit that the server announced.
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return 'mail_refused';
  return 'transport_unavailable';
};

/** TLS errors have OpenSSL's names (`CERT_HAS_EXPIRED`) or Node's (`ERR_TLS_…`); names of system errors have no underscore. */
const isTlsFault = (code: string): boolean =>
  code === 'EPROTO' || /^ERR_(TLS|SSL)_/.test(code) || (code.includes('_') && !code.startsWith('ERR_'));

const CREDENTIALS: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/**
 * nodemailer sends MAIL, RCPT and DATA at once where the server can. If a 421 to RCPT closes the connection then, it reports
 * the reply as one to no command; one to MAIL FROM keeps its name, and one before is no ECONNECTION.
 */
const commandOf = ({ code, command = '' }: SmtpFailure, { status }: Reply): string =>
  status === 421 && code === 'ECONNECTION' && command === 'CONN' ? 'RCPT TO' : command;

const sortReply = (reply: Reply, failure: SmtpFailure): Sorted => {
  const { status, enhanced } = reply;
  const { code } = failure;
  const command = commandOf(failure, reply);
  // Gmail sends this code, after any command, when the day's quota is used up.
  if (enhanced === '5.4.5') return ['quota_exceeded'];
  if (code === 'ETLS' || command === 'STARTTLS') return ['transport_insecure'];
  // A temporary failure is not treated as a rate limit: a server may lock an account that tries to log in again within seconds.
  if (code === 'EAUTH') return [status < 500 ? 'transport_unavailable' : 'credentials_refused'];
  if (CREDENTIALS.has(status)) return ['credentials_refused'];
  if (status < 500) return sortTemporary(reply, command);
  // A server that does not support EHLO does not support STARTTLS.
  if (command === 'EHLO') return ['transport_insecure'];
  // The server refuses this client, or lost track of the command sequence (503).
  if (status === 503 || !STAGES.has(command)) return ['transport_unavailable'];
  return sortRefusal(reply, command);
};

const STAGES: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

const RATE = /\brate\b|too (many|much|fast|frequent)|throttl|\blimit|exceeded/i;

const sortTemporary = ({ status, enhanced, text }: Reply, command: string): Sorted => {
  if (SENDER_CODES.test(enhanced)) return ['sender_refused'];
  // The mailbox is full, busy or not known yet. That is no fault of the server, so another server would not help.
  if (command !== 'MAIL FROM' && /^4\.[12]\./.test(enhanced)) return ['mailbox_unavailable'];
  // The server had heard the recipient, so it may take mails to others. It names a rate here, too, without a word whose.
  if (command === 'RCPT TO' || command === 'DATA') return ['recipient_deferred'];
  if ((status === 421 || enhanced.startsWith('4.7.')) && RATE.test(text)) return ['rate_exceeded'];
  return ['transport_unavailable'];
};

/** A bad sender address: its syntax (7) or its domain (8). */
const SENDER_CODES = /^[45]\.1\.[78]$/;
/** A bad recipient address: mailbox (1), domain (2), syntax (3), moved (6), null MX (10). */
const RECIPIENT_CODES = /^5\.1\.([1236]|10)$/;
const MAILBOX_CODES = /^5\.2\.[12]$/;
const SIZE_CODES = /^5\.(2\.3|3\.4)$/;
/** Phrases of servers that check the sender only at RCPT (Postfix) or after DATA (Exchange), or that refuse to relay. */
const SENDER_WORDS =
  /\bsender\b.*\b(rejected|denied|refused|not (allowed|owned|permitted))|not owned by|send as|\brelay(ing)? (access )?(denied|not|prohibited)|unable to relay|not permitted to relay/i;

/** Sorts a 5xx reply to a command of one mail. The enhanced code comes first: servers use 550 and 554 for almost anything. */
const sortRefusal = ({ status, enhanced, text }: Reply, command: string): Sorted => {
  if (SIZE_CODES.test(enhanced)) return ['mail_refused'];
  if (command === 'MAIL FROM') return [status === 552 ? 'mail_refused' : 'sender_refused'];
  if (RECIPIENT_CODES.test(enhanced)) return ['recipient_refused', true];
  if (SENDER_CODES.test(enhanced) || SENDER_WORDS.test(text)) return ['sender_refused'];
  if (MAILBOX_CODES.test(enhanced)) return ['mailbox_unavailable', true];
  // A policy refusal (5.7) is about us or our mail, not about the recipient. An operator can fix it before the link expires.
  if (command === 'DATA' || enhanced.startsWith('5.7.')) {
    return enhanced.startsWith('5.1.') ? ['recipient_refused', true] : ['mail_refused'];
  }
  if (status === 552) return ['mailbox_unavailable', true];
  return status === 550 || status === 551 || status === 553 ? ['recipient_refused', true] : ['mail_refused'];
};
