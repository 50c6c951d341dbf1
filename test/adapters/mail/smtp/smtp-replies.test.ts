// Proves that each refusal of an SMTP server gives a reason an operator can act on, and that only a bad address is permanent.
import { describe, expect, it } from 'vitest';
import { sortSmtpFailure } from '#adapters/mail/smtp/smtp-replies.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';

const sortedReply = (command: string, response: string) => {
  const code = command.startsWith('AUTH') ? 'EAUTH' : command === 'STARTTLS' ? 'ETLS' : 'EENVELOPE';
  return sortSmtpFailure({ code, command, response });
};

describe('a reply that is retried', () => {
  it.each<[command: string, response: string, reason: DeliveryReason]>([
    ['CONN', '421 4.3.2 Service shutting down', 'transport_unavailable'],
    ['CONN', '421 4.7.0 Too many connections from your host', 'rate_exceeded'],
    ['CONN', '554 5.7.1 Your address is blocked', 'transport_unavailable'],
    ['EHLO', '421 Try later', 'transport_unavailable'],
    ['EHLO', '502 Command not implemented', 'transport_insecure'],
    ['STARTTLS', '454 4.7.0 TLS not available due to temporary reason', 'transport_insecure'],
    ['STARTTLS', '502 Not implemented', 'transport_insecure'],
    ['AUTH PLAIN', '535 5.7.8 Username and Password not accepted', 'credentials_refused'],
    ['AUTH PLAIN', '535-5.7.8 Not accepted.\n535 5.7.8 Learn more', 'credentials_refused'],
    ['AUTH LOGIN', '534 5.7.9 Application-specific password required', 'credentials_refused'],
    ['AUTH PLAIN', '538 Encryption required', 'credentials_refused'],
    ['AUTH PLAIN', '504 Unrecognised', 'credentials_refused'],
    ['AUTH PLAIN', '454 4.7.0 Temporary authentication failure', 'transport_unavailable'],
    ['AUTH PLAIN', '454 4.7.0 Too many login attempts, please try again later', 'transport_unavailable'],
    ['AUTH PLAIN', '421 4.7.0 Too many connections', 'transport_unavailable'],
    ['MAIL FROM', '530 5.7.0 Authentication Required', 'credentials_refused'],
    ['MAIL FROM', '553 5.7.1 Sender address rejected: not owned by user', 'sender_refused'],
    ['MAIL FROM', '550 No such sender', 'sender_refused'],
    ['MAIL FROM', '552 5.3.4 Message size exceeds fixed limit', 'mail_refused'],
    ['MAIL FROM', '421 4.7.28 Gmail has detected an unusual rate of mail', 'rate_exceeded'],
    ['MAIL FROM', '451 4.3.0 Try again', 'transport_unavailable'],
    ['MAIL FROM', '503 5.5.1 Bad sequence', 'transport_unavailable'],
    ['MAIL FROM', '550 5.4.5 Daily user sending limit exceeded', 'quota_exceeded'],
    ['DATA', '550-5.4.5 Daily user sending limit exceeded. For more\n550 5.4.5 information', 'quota_exceeded'],
    ['RCPT TO', '450 Busy', 'recipient_deferred'],
    ['RCPT TO', '450 4.7.1 Greylisted, come back', 'recipient_deferred'],
    ['RCPT TO', '450 4.7.1 You send too fast', 'recipient_deferred'],
    ['RCPT TO', '451 Local error', 'recipient_deferred'],
    ['RCPT TO', '421 4.3.2 Try again later', 'recipient_deferred'],
    ['DATA', '421 4.7.0 Too many mails from your server', 'recipient_deferred'],
    ['RCPT TO', '452 4.3.1 Insufficient system storage', 'recipient_deferred'],
    ['RCPT TO', '452 4.2.2 Mailbox full', 'mailbox_unavailable'],
    ['RCPT TO', '450 4.1.1 Unverified address', 'mailbox_unavailable'],
    ['RCPT TO', '450 4.1.8 Sender address rejected: Domain not found', 'sender_refused'],
    ['RCPT TO', '553 5.7.1 <a@b.example>: Sender address rejected: not owned by user', 'sender_refused'],
    ['RCPT TO', '550 5.1.8 Sender address rejected', 'sender_refused'],
    ['RCPT TO', '554 5.7.1 <a@b.example>: Relay access denied', 'sender_refused'],
    ['RCPT TO', '550 Relaying denied', 'sender_refused'],
    ['RCPT TO', '550 5.7.1 Blocked by our policy', 'mail_refused'],
    ['RCPT TO', '554 Transaction failed', 'mail_refused'],
    ['DATA', '550 5.7.1 Message rejected as spam', 'mail_refused'],
    ['DATA', '550 5.7.60 Client does not have permissions to send as this sender', 'sender_refused'],
    ['DATA', '554 5.6.0 Malformed', 'mail_refused'],
    ['DATA', '552 5.2.3 Message too large', 'mail_refused'],
    ['DATA', '554 Refused', 'mail_refused'],
    ['DATA', '451 4.3.0 Queue file write error', 'recipient_deferred'],
  ])('to %s: "%s" is %s', (command, response, reason) => {
    expect(sortedReply(command, response)).toMatchObject({ reason, permanent: false });
  });
});

describe('a reply that is permanent', () => {
  it.each<[command: string, response: string, reason: DeliveryReason]>([
    ['RCPT TO', '550 No such user', 'recipient_refused'],
    [
      'RCPT TO',
      '550 5.1.1 <user@example.com>: Recipient address rejected: User unknown in relay recipient table',
      'recipient_refused',
    ],
    [
      'RCPT TO',
      '550-5.1.1 The email account that you tried to reach does not exist.\n550 5.1.1 Check',
      'recipient_refused',
    ],
    ['RCPT TO', '551 User not local', 'recipient_refused'],
    ['RCPT TO', '553 Mailbox name not allowed', 'recipient_refused'],
    ['RCPT TO', '501 5.1.3 Bad recipient address syntax', 'recipient_refused'],
    ['RCPT TO', '556 5.1.10 Recipient address has null MX', 'recipient_refused'],
    ['RCPT TO', '550 5.4.1 Recipient address rejected: Access denied', 'recipient_refused'],
    ['RCPT TO', '552 Mailbox full', 'mailbox_unavailable'],
    ['RCPT TO', '552 5.2.2 Mailbox full', 'mailbox_unavailable'],
    ['RCPT TO', '550 5.2.1 Mailbox disabled', 'mailbox_unavailable'],
    ['DATA', '550 5.1.1 User unknown', 'recipient_refused'],
    ['DATA', '552 5.2.2 Mailbox full', 'mailbox_unavailable'],
  ])('to %s: "%s" is %s', (command, response, reason) => {
    expect(sortedReply(command, response)).toMatchObject({ reason, permanent: true });
  });
});

describe('no reply', () => {
  it.each<[name: string, failure: Parameters<typeof sortSmtpFailure>[0], reason: DeliveryReason]>([
    ['a refused connection', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'transport_unavailable'],
    ['a lost connection', { code: 'ESOCKET', originalCode: 'ECONNRESET' }, 'transport_unavailable'],
    ['an unknown host', { code: 'EDNS', originalCode: 'ENOTFOUND' }, 'transport_unavailable'],
    ['a time-out', { code: 'ETIMEDOUT' }, 'transport_unavailable'],
    ['a closed connection', { code: 'ECONNECTION' }, 'transport_unavailable'],
    ['the end of our patience', { code: 'EABORT' }, 'transport_unavailable'],
    ['a failed handshake', { code: 'ETLS' }, 'transport_insecure'],
    ['no TLS at all', { code: 'ESOCKET', originalCode: 'EPROTO' }, 'transport_insecure'],
    ['another name', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'transport_insecure'],
    ['an unknown authority', { code: 'ESOCKET', originalCode: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'transport_insecure'],
    ['an old certificate', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'transport_insecure'],
    ['no way to log in', { code: 'EAUTH', command: 'API' }, 'credentials_refused'],
    ['a mail that is too large', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'mail_refused'],
    ['something new', {}, 'transport_unavailable'],
  ])('because of %s', (_name, failure, reason) => {
    expect(sortSmtpFailure(failure)).toMatchObject({ reason, permanent: false });
  });
});

describe('what the log gets', () => {
  it.each([
    [{ command: 'RCPT TO', response: '550 5.1.1 <user@example.com> unknown' }, 'SMTP 550 5.1.1'],
    [{ command: 'RCPT TO', response: '550 <user@example.com> unknown' }, 'SMTP 550'],
    [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'ECONNREFUSED'],
    [{ code: 'ETLS' }, 'ETLS'],
    [{ code: 'EABORT' }, 'ETIMEDOUT'],
    [{}, 'unknown'],
  ])('of %o is %s: codes, and no word of the server', (failure, error) => {
    expect(sortSmtpFailure(failure).error).toBe(error);
  });
});
