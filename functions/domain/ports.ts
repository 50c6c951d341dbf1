// The ports of the use-cases. Each has one adapter for the real service and one for tests.
import type { EventCode } from './events.ts';
import type {
  AccountSuppressions,
  MailComposer,
  MailDomains,
  MailRenderer,
  MailTransport,
  PhoneNumbers,
  QuotaReader,
  RetryQueue,
  SmsRenderer,
  SmsTransport,
} from './ports/delivery.ts';
import type { EventBus, EventRetries, WebhookPoster, WebhookQueue } from './ports/events.ts';
import type { HumanCheck, Passkeys, QrCodes, SecondFactorSecrets } from './ports/factors.ts';
import type { CommonPasswords, ForeignPasswords, LeakedPasswords, PasswordHasher } from './ports/passwords.ts';
import type { AccessTokenReader, ClaimsFunction, IdTokenReader, KeyRing, TokenSigner } from './ports/tokens.ts';
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

/** Writes structured log lines. They never contain an address, code, token, password or whole event. */
export interface EventLog {
  write(event: EventCode, fields?: Readonly<Record<string, string | number | boolean | undefined>>): void;
}

export interface RequestLog extends EventLog {
  /** Runs `work` so that every line it writes carries the request's id. */
  during<Value>(requestId: string, work: () => Value): Value;
}
