// What a service on this machine is started with, and what it says of itself.
import type { Argon2Parameters } from '#adapters/passwords/argon2.ts';
import type { Client } from '#domain/oauth/client.ts';
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';
import type { TrustedCaller } from '#domain/settings.ts';
import type { LocalHumanCheck } from './human-check/human-check.ts';
import type { LocalMailOptions } from './mail/mail.ts';
import type { LocalSms } from './sms/sms.ts';
import type { StageSettings } from './stage/settings.ts';
import type { LocalWebhook } from './webhooks/local-webhooks.ts';

export interface LocalOptions {
  /** 0: a free one. */
  readonly port: number;
  readonly mail: LocalMailOptions;
  /** The name of a stage, for the page of this machine. */
  readonly stage?: string;
  /** What a stage says, for the address of this service. Default: nothing. */
  readonly settingsFor?: (issuer: string) => StageSettings;
  /** Default: a local SENS. */
  readonly startSms?: (clock: Clock) => Promise<LocalSms>;
  /** Of a stage with a human check. Default: a Turnstile on this machine. */
  readonly startHumanCheck?: (siteKey: string, clock: Clock) => Promise<LocalHumanCheck>;
  /** Default: as deployed. */
  readonly passwordHashing?: Argon2Parameters;
  /** Whether the pages of every port of this machine are allowed origins, beside those of the stage. Default: they are not. */
  readonly anyLocalPort?: boolean;
  /** Default: none. */
  readonly trustedCallers?: readonly TrustedCaller[];
  /** Default: none. */
  readonly clients?: readonly Client[];
  /** The team's own function for claims. Default: none. */
  readonly claimsFunction?: ClaimsFunction;
  /** In place of the service that a stage asks for leaked passwords. */
  readonly leakedPasswordsUrl?: string;
  /** Default: none. */
  readonly webhooks?: readonly LocalWebhook[];
  /** Holds tables, keys (mode 0600), clock offset and lock. */
  readonly dataFolder: string;
  /** Gets each log line. */
  readonly writeLog: (line: string) => unknown;
  /** Gets each line for the person who runs it: something on this machine needs a look. Default: nobody does. */
  readonly tell?: (line: string) => unknown;
}

export interface LocalService {
  readonly url: string;
  /** What administrators send as `x-admin-key`. */
  readonly adminKey: string;
  /** Where the mails are, if not at `/_local`. */
  readonly mails?: string;
  /** How far the clock is ahead of the machine's. Milliseconds. */
  readonly clockAhead: number;
  /** Of a stage with a human check: where the token of a sign-up comes from without a browser, by POST. */
  readonly solveUrl?: string;
  stop(): Promise<void>;
}
