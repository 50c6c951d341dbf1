// What the use-cases need from outside: each port has one adapter per real thing and a twin for tests.
import type { DeliveryTicket } from './delivery/delivery.ts';
import type { Mail, RenderedMail, Sms } from './delivery/mail.ts';
import type { DeliveryReason } from './delivery/reasons.ts';
import type { QuotaFigures } from './delivery/sending-quota.ts';
import type { DerivedKeys } from './derived-keys.ts';
import type { EventCode } from './events.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/** Everything a flow may need. Each function takes a `Pick` of it, which says what it touches. */
export interface Ports {
  readonly store: Store;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly ids: Ids;
  readonly random: Randomness;
  readonly settings: Settings;
  readonly log: EventLog;
  readonly passwords: PasswordHasher;
  readonly commonPasswords: CommonPasswords;
  readonly phoneNumbers: PhoneNumbers;
  readonly keyRing: KeyRing;
  readonly signer: TokenSigner;
  readonly accessTokens: AccessTokenReader;
  readonly renderer: MailRenderer;
  readonly smsRenderer: SmsRenderer;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly texts: SmsTransport;
  readonly mailDomains: MailDomains;
  readonly quotaReader: QuotaReader;
  readonly retries: RetryQueue;
}

/** Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Waits, in the time of the clock. */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
}

export interface Ids {
  /** A ULID of the clock's time, greater than `after`. An id is never a secret. */
  next(after?: string): string;
}

export interface Randomness {
  /** Cryptographically secure bytes. */
  bytes(count: number): Buffer;
}

/** argon2id behind PHC strings. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a wrong password, and as slowly where there is no hash. Throws for a string that is no PHC string of ours. */
  verify(password: string, phc: string | undefined): Promise<boolean>;
  /** Whether a password that is known now should be hashed anew: the parameters were raised since. */
  isOutdated(phc: string): boolean;
}

/** Passwords that attackers try first. Compared in lower case. */
export interface CommonPasswords {
  has(password: string): Promise<boolean>;
}

/** Phone numbers of the countries that texts are sent to. */
export interface PhoneNumbers {
  /** E.164; `undefined` for what is no mobile number there. */
  normalise(text: string): string | undefined;
}

/** The master secrets, one per accepted generation, as keys derived from them. */
export interface KeyRing {
  /** `undefined` for a generation the configuration does not accept. */
  generation(label: number): Promise<DerivedKeys | undefined>;
}

/** Public RSA key as published in JWKS (RFC 7517). */
export interface PublicKey {
  readonly kty: 'RSA';
  readonly kid: string;
  readonly alg: 'RS256';
  readonly use: 'sig';
  readonly n: string;
  readonly e: string;
}

/** Signs with RSASSA-PKCS1-v1_5 and SHA-256. `kid` is the RFC 7638 thumbprint of the current key. */
export interface TokenSigner {
  keyId(): Promise<string>;
  sign(input: string): Promise<Buffer>;
  publicKeys(): Promise<readonly PublicKey[]>;
}

/** What a valid access token says. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: string;
}

/** Checks an access token of this deployment: signature, type, issuer, audience, expiry. Not whether its session lives. */
export interface AccessTokenReader {
  /** `undefined` for anything else. */
  read(token: string): Promise<AccessToken | undefined>;
}

/** Who a mail goes to. A mail with a token or a code has one reader; only the notice of a changed password is copied (ADR 0022). */
export interface MailRecipients {
  readonly to: string;
  readonly cc?: readonly string[];
  /** In no header. */
  readonly bcc?: readonly string[];
}

/** A composed mail on its way. `raw` is the whole MIME message. */
export interface OutgoingMail extends MailRecipients {
  readonly raw: Buffer;
  /** Sent as message tags: ASCII, never an address. */
  readonly tags: { readonly purpose: string; readonly challenge: string; readonly seq: string };
}

/** `permanent` failures are noted, others retried. `error` names the transport's own error for the log; never its message. */
export type SendResult =
  | {
      readonly ok: true;
      readonly messageId: string;
      /** Set where the transport has only accepted it: ask `outcomeOf` once, so much later. */
      readonly askAfterSeconds?: number;
    }
  | { readonly ok: false; readonly permanent: boolean; readonly reason: DeliveryReason; readonly error?: string };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>;
}

/** What the mail transport's account may send. May be asked once a second, over all functions. */
export interface QuotaReader {
  read(): Promise<QuotaFigures>;
}

/** Whether a domain can get mail at all. */
export interface MailDomains {
  /** False only if it is certain: no such domain, or one without MX and address records. */
  mayTakeMail(domain: string): Promise<boolean>;
}

/** A text message on its way. */
export interface OutgoingSms {
  /** E.164. */
  readonly to: string;
  /** One line. */
  readonly body: string;
  /** The line by which a browser fills in the code (WebOTP); sent where it fits. */
  readonly lastLine: string;
  /** Names the delivery for the transport's own records: never a number. */
  readonly reference: string;
}

/** What became of a text that was accepted. */
export type SmsOutcome = 'delivered' | 'undelivered' | 'unknown';

/** Never throws for a failure to send. */
export interface SmsTransport {
  send(text: OutgoingSms): Promise<SendResult>;
  /** `messageId` as `send` gave it for this number. Never throws: what cannot be asked is `unknown`. */
  outcomeOf(to: string, messageId: string): Promise<SmsOutcome>;
}

/** What a transport logs in with: the operator's own secret, whose fields its schema names. */
export interface SecretReader<Secret> {
  /** Kept for some minutes. Throws `DependencyError` when the secret cannot be read or is not as it should be. */
  read(): Promise<Secret>;
  /** Asks anew next time: the secret may have been changed since. */
  forget(): void;
}

/** Writes a text message in the reader's language. */
export interface SmsRenderer {
  render(text: Sms): Pick<OutgoingSms, 'body' | 'lastLine'>;
}

/** Turns a mail and its values into text in the reader's language. */
export interface MailRenderer {
  render(mail: Mail): RenderedMail;
}

/** Makes one MIME message of a rendered mail. */
export interface MailComposer {
  compose(recipients: MailRecipients, mail: RenderedMail): Promise<Buffer>;
}

/** Where a delivery waits for its next try, or for the question what became of it. Urgent: reset, login, otp, notice. */
export interface RetryQueue {
  put(ticket: DeliveryTicket, options: { readonly urgent: boolean; readonly delaySeconds: number }): Promise<void>;
}

/** Structured log lines; never an address, code, token, password or whole event. */
export interface EventLog {
  write(event: EventCode, fields?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}

export interface RequestLog extends EventLog {
  /** Runs `work` so that every line it writes carries the request's id. */
  during<Value>(requestId: string, work: () => Value): Value;
}
