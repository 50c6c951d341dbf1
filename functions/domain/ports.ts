// The ports of the use-cases. Each has one adapter for the real service and one for tests.
import type { HashRefusal } from './account/foreign-hash.ts';
import type { Metadata } from './account/metadata.ts';
import type { AccountEvent, EventTicket } from './audit/event.ts';
import type { DeliveryTicket } from './delivery/delivery.ts';
import type { Mail, RenderedMail, Sms } from './delivery/mail.ts';
import type { DeliveryReason } from './delivery/reasons.ts';
import type { QuotaFigures } from './delivery/sending-quota.ts';
import type { DerivedKeys } from './derived-keys.ts';
import type { EventCode } from './events.ts';
import type { NewCredential, UsedCredential } from './factors/credential.ts';
import type { NewPasskey, Passkey, PasskeyUse } from './factors/passkey.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';
import type { PostResult } from './webhooks/webhook.ts';

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
  readonly foreignPasswords: ForeignPasswords;
  readonly commonPasswords: CommonPasswords;
  /** `undefined`: the stage does not ask. */
  readonly leakedPasswords: LeakedPasswords | undefined;
  readonly phoneNumbers: PhoneNumbers;
  readonly keyRing: KeyRing;
  readonly signer: TokenSigner;
  readonly secondFactorSecrets: SecondFactorSecrets;
  readonly qrCodes: QrCodes;
  /** The same two for one-time codes, from keys of their own. */
  readonly otpKeyRing: KeyRing;
  readonly proofSigner: TokenSigner;
  readonly accessTokens: AccessTokenReader;
  readonly idTokens: IdTokenReader;
  readonly passkeys: Passkeys;
  /** `undefined`: the team has none. */
  readonly claimsFunction: ClaimsFunction | undefined;
  /** `undefined`: the stage asks nobody. */
  readonly humanCheck: HumanCheck | undefined;
  readonly renderer: MailRenderer;
  readonly smsRenderer: SmsRenderer;
  readonly composer: MailComposer;
  readonly transport: MailTransport;
  readonly texts: SmsTransport;
  readonly mailDomains: MailDomains;
  readonly quotaReader: QuotaReader;
  /** `undefined`: SES sends no mail. */
  readonly accountSuppressions: AccountSuppressions | undefined;
  readonly retries: RetryQueue;
  readonly webhookPoster: WebhookPoster;
  readonly webhookQueue: WebhookQueue;
  readonly bus: EventBus;
  readonly eventRetries: EventRetries;
}

/** Epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Waits in the clock's time. */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
}

export interface Ids {
  /** A ULID with the clock's time, always greater than `after`. An id is never a secret. */
  next(after?: string): string;
}

export interface Randomness {
  /** Cryptographically secure bytes. */
  bytes(count: number): Buffer;
}

/** argon2id, stored as PHC strings. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a wrong password, and after the same time if there is no hash, or one that is not ours. */
  verify(password: string, phc: string | undefined): Promise<boolean>;
  /** Whether it is a hash that we could have made. */
  isOwn(hash: string): boolean;
  /** Whether the hash should be replaced at the next log-in: it is not ours, or the parameters have been raised since. */
  isOutdated(hash: string): boolean;
}

/** Hashes that other systems made, of accounts that came from there. */
export interface ForeignPasswords {
  /**
   * Compares every form of the password that the other system may have hashed. Without a hash that can be compared, and if the
   * service has a sample of such hashes, it compares the sample. Never throws for a hash.
   */
  verify(typed: string, hash: string | undefined): Promise<'right' | 'wrong' | HashRefusal>;
}

/** Passwords that attackers try first, and the words they are made of. Compared in lower case. */
export interface CommonPasswords {
  has(password: string): Promise<boolean>;
}

/** Passwords that were published with the data of some service. */
export interface LeakedPasswords {
  /** Never throws: false, too, if nobody can say. */
  has(password: string): Promise<boolean>;
}

/** Phone numbers of the countries that sms are sent to. */
export interface PhoneNumbers {
  /** E.164; `undefined` if it is not a mobile number of these countries. */
  normalise(text: string): Promise<string | undefined>;
}

/** The master secrets, one per accepted generation, as keys derived from them. */
export interface KeyRing {
  /** `undefined` for a generation that the configuration does not accept. */
  generation(label: number): Promise<DerivedKeys | undefined>;
}

/** The secrets of authenticator apps. They are derived each time, and no generation of the master secret changes them. */
export interface SecondFactorSecrets {
  /** 20 bytes, for one enrolment of one account. */
  secretOf(userId: string, enrolmentId: string): Promise<Buffer>;
}

export interface QrCodes {
  /** An image of the text, as SVG. */
  svg(text: string): Promise<string>;
}

/** A public RSA key as published in JWKS (RFC 7517). */
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

/** The claims of a valid access token. */
export interface AccessToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly epoch: string;
  readonly clientId: string;
  readonly scope: string;
  readonly tokenId: string;
  /** Seconds since the epoch, as in the token. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Checks signature, type, issuer, audience and expiry of an access token. Does not check whether its session still exists. */
export interface AccessTokenReader {
  /** `undefined` if the token is not valid. */
  read(token: string): Promise<AccessToken | undefined>;
}

/** The claims of an ID token of ours. */
export interface IdToken {
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** Checks signature, type and issuer of an ID token that a client sends back. It may have expired. */
export interface IdTokenReader {
  read(token: string): Promise<IdToken | undefined>;
}

/** What a credential must be for. */
export interface ExpectedCeremony {
  readonly challenge: string;
  /** Exactly as browsers send them. */
  readonly origins: readonly string[];
  /** The domain that the passkeys are for. */
  readonly rpId: string;
}

/** Verifies what authenticators sign (WebAuthn). Neither throws for what a browser sends. */
export interface Passkeys {
  /** `undefined`: it is no new passkey for this challenge. Who made the authenticator is not asked. */
  verifyNew(credential: NewCredential, expected: ExpectedCeremony): Promise<NewPasskey | undefined>;
  /** `undefined`: this passkey did not sign this challenge. The counter is not compared. */
  verifyUse(
    credential: UsedCredential,
    passkey: Pick<Passkey, 'id' | 'publicKey'>,
    expected: ExpectedCeremony,
  ): Promise<PasskeyUse | undefined>;
}

/** What the team's own function gets to know of a token that is about to be signed. */
export interface ClaimsRequest {
  /** `log-in`: for a new session. `refresh`: for one that is there. */
  readonly trigger: 'log-in' | 'refresh';
  readonly userId: string;
  readonly email: string;
  /** Absent: for a session of no client. */
  readonly clientId?: string;
  readonly scopes: readonly string[];
  /** All of it. Absent: the account has none. */
  readonly metadata?: Metadata;
}

/** The team's own function, which adds claims to tokens. */
export interface ClaimsFunction {
  /** Its answer in JSON: nobody has checked it. Throws if there is none. */
  ask(request: ClaimsRequest): Promise<unknown>;
}

/** What a token of the human check must be for. */
export interface HumanCheckRequest {
  /** What its widget was shown for. */
  readonly action: string;
  /** The IP address of the person. Absent: it is not told. */
  readonly address?: string;
  /** The same for a repeat of the request, which may bring the same token once more. */
  readonly repeatOf?: string;
}

/** Whether a person solved the check. A token counts once. */
export interface HumanCheck {
  /** `unavailable`: nobody can tell right now. Never throws. */
  check(token: string, request: HumanCheckRequest): Promise<'passed' | 'refused' | 'unavailable'>;
}

/** The recipients of a mail. A mail with a token or a code has exactly one; only the notice of a changed password is copied (ADR 0022). */
export interface MailRecipients {
  readonly to: string;
  readonly cc?: readonly string[];
  /** Appears in no header. */
  readonly bcc?: readonly string[];
}

/** A composed mail. `raw` is the whole MIME message. */
export interface OutgoingMail extends MailRecipients {
  readonly raw: Buffer;
  /** Sent as message tags: ASCII, never an address. */
  readonly tags: { readonly purpose: string; readonly challenge: string; readonly seq: string };
}

/**
 * A `permanent` failure is final, others are retried. `error` is the name of the transport's own error for the log, never
 * its message.
 */
export type SendResult =
  | {
      readonly ok: true;
      readonly messageId: string;
      /** Set if the transport only accepted the message: ask `outcomeOf` once after this time. */
      readonly askAfterSeconds?: number;
    }
  | { readonly ok: false; readonly permanent: boolean; readonly reason: DeliveryReason; readonly error?: string };

export interface MailTransport {
  send(mail: OutgoingMail): Promise<SendResult>;
}

/** How much the mail account may send. May be asked once a second, over all functions. */
export interface QuotaReader {
  read(): Promise<QuotaFigures>;
}

/** The suppression list that SES itself keeps for the account: it does not try the addresses on it. */
export interface AccountSuppressions {
  /** `undefined` if the address is not on it. */
  find(address: string): Promise<AccountSuppression | undefined>;
  /** Whether it was on it. */
  lift(address: string): Promise<boolean>;
}

export interface AccountSuppression {
  /** `BOUNCE` or `COMPLAINT`. */
  readonly reason: string;
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** Whether a domain can receive mail at all. */
export interface MailDomains {
  /** False only if it is certain: the domain does not exist, or has no MX and address records. */
  mayTakeMail(domain: string): Promise<boolean>;
}

/** An sms ready to be sent. */
export interface OutgoingSms {
  /** E.164. */
  readonly to: string;
  /** One line. */
  readonly body: string;
  /** The line from which a browser fills in the code (WebOTP). Sent only if it fits. */
  readonly lastLine: string;
  /** Identifies the delivery in the transport's own records. Never a phone number. */
  readonly reference: string;
}

/** The outcome of an sms that the transport accepted. */
export type SmsOutcome = 'delivered' | 'undelivered' | 'unknown';

/** Never throws when sending fails. */
export interface SmsTransport {
  send(text: OutgoingSms): Promise<SendResult>;
  /** `messageId` is the one that `send` returned for this number. Never throws; `unknown` if the transport cannot be asked. */
  outcomeOf(to: string, messageId: string): Promise<SmsOutcome>;
}

/** The credentials of a transport: the operator's own secret, whose fields a schema describes. */
export interface SecretReader<Secret> {
  /** Cached for some minutes. Throws `DependencyError` if the secret cannot be read or does not match its schema. */
  read(): Promise<Secret>;
  /** Drops the cached value, because the secret may have changed. */
  forget(): void;
}

/** Writes an sms in the reader's language. */
export interface SmsRenderer {
  render(text: Sms): Pick<OutgoingSms, 'body' | 'lastLine'>;
}

/** Writes a mail in the reader's language from its values. */
export interface MailRenderer {
  render(mail: Mail): RenderedMail;
}

/** Builds one MIME message from a rendered mail. */
export interface MailComposer {
  compose(recipients: MailRecipients, mail: RenderedMail): Promise<Buffer>;
}

/**
 * Holds a delivery until its next try, or until the transport can be asked for the outcome. Urgent: reset, login, otp,
 * notice.
 */
export interface RetryQueue {
  put(ticket: DeliveryTicket, options: { readonly urgent: boolean; readonly delaySeconds: number }): Promise<void>;
}

/** Posts a webhook once. Follows no redirect. Never throws. */
export interface WebhookPoster {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostResult>;
}

/** Where the events wait that an endpoint has not accepted yet. */
export interface WebhookQueue {
  /** Hides a message until its next try. `queue`: its URL. */
  hide(queue: string, receipt: string, seconds: number): Promise<void>;
}

/** Passes events on to all who subscribe. */
export interface EventBus {
  /** Takes at most 10. `endpoint`: only for this endpoint of webhooks, and for nobody else. Returns for each whether it was taken. Throws `DependencyError` if the bus cannot be reached. */
  put(events: readonly AccountEvent[], endpoint?: string): Promise<readonly boolean[]>;
}

/** Holds what could not be written or sent until its next try. */
export interface EventRetries {
  put(ticket: EventTicket): Promise<void>;
}

/** Writes structured log lines. They never contain an address, code, token, password or whole event. */
export interface EventLog {
  write(event: EventCode, fields?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}

export interface RequestLog extends EventLog {
  /** Runs `work` so that every line it writes carries the request's id. */
  during<Value>(requestId: string, work: () => Value): Value;
}
