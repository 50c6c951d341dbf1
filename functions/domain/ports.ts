// What the use-cases need from outside: each port has one adapter per real thing and a twin for tests.

import type { AccessToken } from './access-token.ts';
import type { Challenge } from './challenge.ts';
import type { DeliveryReason, DeliveryTicket } from './delivery.ts';
import type { EventCode } from './events.ts';
import type { DerivedKeys } from './keys.ts';
import type { LogInAttempts } from './log-in-attempts.ts';
import type { Mail, RenderedMail, Text } from './mail.ts';
import type { Notice } from './notice.ts';
import type { QuotaFigures, SendingQuota } from './sending-quota.ts';
import type { Session } from './session.ts';
import type { EmailClaim, User } from './user.ts';

export type TableName = 'verifications' | 'users' | 'sessions';

/** A counter of one fixed window. It never blocks anything by itself: `domain/limits.ts` decides. */
export interface LimitCounter {
  readonly total: number;
}

/** An address where nothing is sent until an operator lifts it. */
export interface Suppression {
  readonly version: string;
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Every kind of stored item and its shape. `functions/schemas/stored-items.ts` parses each on load. */
export interface Items {
  attempts: LogInAttempts;
  challenge: Challenge;
  claim: EmailClaim;
  limit: LimitCounter;
  notice: Notice;
  quota: SendingQuota;
  session: Session;
  suppression: Suppression;
  user: User;
}
export type ItemKind = keyof Items;

/** Names one row. Made by `domain/store-keys.ts` alone. */
export interface Key<Kind extends ItemKind = ItemKind> {
  readonly kind: Kind;
  readonly table: TableName;
  readonly pk: string;
}

/** An item about to be written: the store gives it its `version`. */
export type Draft<Item> = Item extends unknown ? Omit<Item, 'version'> : never;

/** The rows behind `Keys`, in the same order; `undefined` where there is none. */
export type Loaded<Keys extends readonly Key[]> = {
  -readonly [Index in keyof Keys]: Keys[Index] extends Key<infer Kind> ? Items[Kind] | undefined : never;
};

/** A swap either holds, or says what stands there instead (so that the caller can decide once more without another read). */
export type Swap<Item> =
  | { readonly ok: true; readonly item: Item }
  | { readonly ok: false; readonly current: Item | undefined };

/** One fixed window of a counter. */
export interface CountWindow {
  /** Epoch milliseconds; the row may be removed after it. */
  readonly endsAt: number;
  /** Names a part of the window counted beside the total, e.g. one minute of an hour. `[a-z0-9]+`. */
  readonly slice?: string;
}

/** What a counter shows after the addition. `slice` is 0 when the window names none. */
export interface Count {
  readonly total: number;
  readonly slice: number;
}

/**
 * The whole of what Latchkey asks of a database: to read rows, and to swap, remove or count in one row at a time.
 * Every method throws `DependencyError` when the store cannot be reached after its retries.
 */
export interface Store {
  /** Reads one row or a batch across tables, strongly consistent. */
  load<const Keys extends readonly Key[]>(keys: Keys): Promise<Loaded<Keys>>;
  /**
   * Writes `next` on the condition that the row is still as `expected`:
   * absent, or of that version. Repeating a swap whose answer was lost answers `ok` again.
   */
  swap<Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ): Promise<Swap<Items[Kind]>>;
  /** Removes the row on the condition that it still has that version; `false` if it has not. A missing row counts as removed. */
  remove(key: Key, expected: { readonly version: string }): Promise<boolean>;
  /** Adds `by` atomically; makes the row if there is none. */
  count(key: Key<'limit'>, by: number, window: CountWindow): Promise<Count>;
  /** Ids of up to 100 sessions of a user, the newest first. Eventually consistent, and ended ones may be among them. */
  sessionsOf(userId: string): Promise<readonly string[]>;
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

/** Checks an access token of this deployment: signature, type, issuer, audience, expiry. Not whether its session lives. */
export interface AccessTokenReader {
  /** `undefined` for anything else. */
  read(token: string): Promise<AccessToken | undefined>;
}

/** Who a mail goes to. Our own mails hold links and codes, so they have one reader: `cc` and `bcc` are for mails without. */
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
export interface OutgoingText {
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
export type TextOutcome = 'delivered' | 'undelivered' | 'unknown';

/** Never throws for a failure to send. */
export interface TextTransport {
  send(text: OutgoingText): Promise<SendResult>;
  /** `messageId` as `send` gave it for this number. Never throws: what cannot be asked is `unknown`. */
  outcomeOf(to: string, messageId: string): Promise<TextOutcome>;
}

/** What a transport logs in with: the operator's own secret, whose fields its schema names. */
export interface SecretReader<Secret> {
  /** Kept for some minutes. Throws `DependencyError` when the secret cannot be read or is not as it should be. */
  read(): Promise<Secret>;
  /** Asks anew next time: the secret may have been changed since. */
  forget(): void;
}

/** Writes a text message in the reader's language. */
export interface TextRenderer {
  render(text: Text): Pick<OutgoingText, 'body' | 'lastLine'>;
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
