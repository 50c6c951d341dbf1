// The composition root of a laptop: the real handlers over an embedded database, local transports and local keys.
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { createIds } from '#adapters/ids.ts';
import { createAccessTokenReader } from '#adapters/keys/access-token-reader.ts';
import { createIdTokenReader } from '#adapters/keys/id-token-reader.ts';
import { createMailComposer } from '#adapters/mail/mail-composer.ts';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { passkeys } from '#adapters/passkeys/passkeys.ts';
import { type Argon2Parameters, createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { createCommonPasswords } from '#adapters/passwords/common-passwords.ts';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { createLeakedPasswords } from '#adapters/passwords/leaked-passwords.ts';
import { qrCodes } from '#adapters/qr-codes.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import { readStreamRecord } from '#adapters/store/stream-records.ts';
import { systemPause, systemRandomness } from '#adapters/system-clock.ts';
import type { Client } from '#domain/oauth/client.ts';
import type { ClaimsFunction } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';
import type { Settings, TrustedCaller } from '#domain/settings.ts';
import { type CourierHandler, createCourierHandler } from '#handlers/courier.ts';
import { createEventsHandler } from '#handlers/events.ts';
import { createPurgeHandler } from '#handlers/purge.ts';
import { createAdmission } from '#http/admission.ts';
import { createLogger } from '#runtime/logger.ts';
import { createApiHandlers } from './api-handlers.ts';
import { readAdminKey } from './data/admin-key.ts';
import { lockDataFolder } from './data/data-lock.ts';
import { explainFolder } from './data/folder-fault.ts';
import { withIndexes } from './data/old-users-table.ts';
import { startDatabase } from './database.ts';
import { createLocalEvents } from './events/local-events.ts';
import { createGateway } from './gateway.ts';
import { type LocalHumanCheck, startHumanCheck } from './human-check/human-check.ts';
import { closeAfter, listen } from './listen.ts';
import { createLocalClock } from './local-clock.ts';
import { createLocalKeys } from './local-keys.ts';
import { createLocalRetryQueue } from './local-retry-queue.ts';
import { createLocalRoutes } from './local-routes.ts';
import { type LocalMailOptions, startMail } from './mail/mail.ts';
import { onlyListed, openToThisMachine } from './open-origins.ts';
import { createOutbox } from './outbox.ts';
import { createLocalPurge } from './purge/local-purge.ts';
import { createRunningWork } from './running-work.ts';
import { type LocalSms, startSms } from './sms/sms.ts';
import { localSettings, type StageSettings } from './stage/settings.ts';
import { TABLE_NAMES } from './tables.ts';
import { createLocalWebhooks, type LocalWebhook } from './webhooks/local-webhooks.ts';

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

const LOCAL_QUOTA = { mailsPer24Hours: -1, mailsPerSecond: 1000, sentInLast24Hours: 0 };

export const startLocal = async (options: LocalOptions): Promise<LocalService> => {
  const stops: (() => unknown)[] = [lockDataFolder(options.dataFolder)];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step();
  };
  try {
    return await startParts(options, stops, stop);
  } catch (error) {
    await stop();
    throw explainFolder(error, options.dataFolder);
  }
};

const startParts = async (
  options: LocalOptions,
  stops: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<LocalService> => {
  const { dataFolder } = options;
  // Stopped in reverse order: no new requests and mails, then wait for running work, then close what it uses.
  const database = await startDatabase(join(dataFolder, 'tables'), options.tell);
  stops.push(() => database.stop());
  const mail = await startMail(options.mail);
  stops.push(() => mail.stop());
  const clock = createLocalClock(dataFolder, options.tell);
  const texts = await (options.startSms ?? startSms)(clock);
  stops.push(() => texts.stop());
  const work = createRunningWork();
  // A request that comes before the service is ready waits for it.
  const ready = Promise.withResolvers<RequestListener>();
  const server = createServer((request, response) => void ready.promise.then((answer) => answer(request, response)));
  const port = await listen(server, options.port, 'PORT');
  stops.push(() => closeAfter(server, () => work.settle()));

  const ofStage = localSettings(options.settingsFor ?? (() => ({})), {
    ...{ port, mail, texts },
    ...(options.trustedCallers && { trustedCallers: options.trustedCallers }),
    ...(options.clients && { clients: options.clients }),
  });
  const start = options.startHumanCheck ?? startHumanCheck;
  const human = ofStage.humanCheck && (await start(ofStage.humanCheck.siteKey, clock));
  stops.push(() => human?.turnstile.stop());
  const settings = human ? withOrigin(ofStage, human.turnstile.origin) : ofStage;
  const plain = createDynamoDBStore({ client: database.client, tableNames: TABLE_NAMES });
  const store = await withIndexes(plain, database.client);
  const outbox = createOutbox(store);
  const log = createLogger(options.writeLog, settings.stage);
  const webhooks = createLocalWebhooks({ webhooks: options.webhooks ?? [], clock, log });
  webhooks.start();
  stops.push(() => webhooks.stop());
  const events = createLocalEvents({
    ...{ store: outbox.store, client: database.client, clock },
    subscribe: webhooks.put,
  });
  const retries = createLocalRetryQueue(clock);
  stops.push(() => retries.stop());
  stops.push(() => outbox.stop());
  stops.push(() => events.stop());
  const keys = createLocalKeys(dataFolder, settings);
  const dependencies = {
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
  };

  const handleDeliveries = createCourierHandler(dependencies);
  const courier: CourierHandler = async (event, context) => {
    // A mail whose outcome cannot be written would be sent again and again.
    await database.room.wait();
    return work.run(() => handleDeliveries(event, context));
  };
  const handleEvents = createEventsHandler(dependencies);
  events.start(async (event, context) => {
    await database.room.wait();
    return work.run(() => handleEvents(event, context));
  });
  outbox.start(courier);
  retries.start(courier);
  // The clock jumps here: a long time without a run is no pause.
  const handlePurge = createPurgeHandler(dependencies, false);
  const purge = createLocalPurge(clock, (context) => work.run(() => handlePurge({}, context)));
  stops.push(() => purge.stop());

  const createHandlers = (own: Settings) => createApiHandlers({ ...dependencies, settings: own });
  const openTo = options.anyLocalPort ? openToThisMachine : onlyListed;
  const adminKey = readAdminKey(dataFolder);
  const gateway = createGateway(openTo(createHandlers, settings), adminKey);
  const mails = mail.place === undefined ? {} : { mails: mail.place };
  const localRoutes = createLocalRoutes({
    messages: async () => [...(await mail.messages()), ...texts.messages()],
    events: events.sent,
    clock,
    facts: { settings, ...mails, ...(options.stage !== undefined && { stage: options.stage }) },
  });
  ready.resolve(async (request, response) => {
    try {
      if (await localRoutes(request, response)) return;
      await work.run(() => gateway(request, response));
    } catch {
      // The client is gone, or this harness failed: nobody could read an answer.
      response.destroy();
    }
  });
  // Beside the requests. What it cannot read before a stop, the next start reads.
  void outbox.replay(database.client, retries).catch(() => {
    if (stops.length > 0)
      options.tell?.('The mails that the last run owed could not be read. Start again to send them.');
  });
  void events.replay().catch(() => {
    if (stops.length > 0)
      options.tell?.('The events that the last run owed could not be read. Start again to send them.');
  });
  const solve = human && { solveUrl: human.solveUrl };
  return { url: settings.issuer, adminKey, ...mails, ...solve, clockAhead: clock.ahead(), stop };
};

/** The pages load the widget from this machine. */
const withOrigin = (settings: Settings, origin: string): Settings => ({
  ...settings,
  ...(settings.humanCheck && { humanCheck: { ...settings.humanCheck, origin } }),
});
