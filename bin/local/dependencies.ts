// What the handlers need on this machine: what is deployed where it can be, and stand-ins of AWS.
import { createIds } from '#adapters/ids.ts';
import { createAccessTokenReader } from '#adapters/keys/access-token-reader.ts';
import { createIdTokenReader } from '#adapters/keys/id-token-reader.ts';
import { createMailComposer } from '#adapters/mail/mail-composer.ts';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { passkeys } from '#adapters/passkeys/passkeys.ts';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { createLeakedPasswords } from '#adapters/passwords/leaked-passwords.ts';
import { qrCodes } from '#adapters/qr-codes.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { readStreamRecord } from '#adapters/store/stream-records.ts';
import { systemPause, systemRandomness } from '#adapters/system-clock.ts';
import type { RequestLog } from '#domain/ports.ts';
import type { Settings } from '#domain/settings.ts';
import { createAdmission } from '#http/admission.ts';
import type { createLocalEvents } from './events/local-events.ts';
import type { LocalHumanCheck } from './human-check/human-check.ts';
import type { LocalClock } from './local-clock.ts';
import type { createLocalKeys } from './local-keys.ts';
import type { createLocalRetryQueue } from './local-retry-queue.ts';
import type { LocalMail } from './mail/mail.ts';
import type { LocalOptions } from './options.ts';
import type { LocalSms } from './sms/sms.ts';

/** What runs on this machine already. */
interface Parts {
  readonly settings: Settings;
  readonly log: RequestLog;
  readonly clock: LocalClock;
  readonly keys: ReturnType<typeof createLocalKeys>;
  readonly mail: LocalMail;
  readonly texts: LocalSms;
  readonly human: LocalHumanCheck | undefined;
  readonly events: ReturnType<typeof createLocalEvents>;
  readonly retries: ReturnType<typeof createLocalRetryQueue>;
}

const LOCAL_QUOTA = { mailsPer24Hours: -1, mailsPerSecond: 1000, sentInLast24Hours: 0 };

export const localDependencies = (
  options: LocalOptions,
  { settings, log, clock, keys, mail, texts, human, events, retries }: Parts,
) => ({
  ...keys,
  transport: mail.transport,
  renderer: createMailRenderer(settings.brand, settings),
  composer: createMailComposer(settings),
  smsRenderer: createSmsRenderer(settings),
  texts: texts.transport,
  // Nothing leaves this machine: no rate, no quota, no name server.
  quotaReader: { read: async () => LOCAL_QUOTA },
  // SES is a stand-in here, without a list of its own.
  accountSuppressions: undefined,
  mailDomains: { mayTakeMail: async () => true },
  pause: systemPause,
  phoneNumbers: createPhoneNumbers(Object.keys(settings.texts.countries)),
  accessTokens: createAccessTokenReader({ ...settings, signer: keys.signer, clock }),
  idTokens: createIdTokenReader({ ...settings, signer: keys.signer }),
  qrCodes,
  passkeys,
  claimsFunction: options.claimsFunction,
  humanCheck: human?.createCheck(settings, log),
  settings,
  clock,
  store: events.store,
  bus: events.bus,
  eventRetries: events.eventRetries,
  readStreamRecord,
  retries,
  ids: createIds(clock.forIds),
  random: systemRandomness,
  passwords: createArgon2Hasher(options.passwordHashing ?? settings.passwordHash),
  foreignPasswords: createForeignPasswords(settings.importedHash),
  commonPasswords: createCommonPasswords(settings.brand.name),
  leakedPasswords:
    settings.leakedPasswords &&
    createLeakedPasswords({
      clock,
      log,
      ...(options.leakedPasswordsUrl && { endpoint: options.leakedPasswordsUrl }),
    }),
  webhookNames: (options.webhooks ?? []).map(({ name }) => name),
  log,
  admission: createAdmission(),
});
