// The composition root of a laptop: the real handlers over an embedded database, local transports and local keys.
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { createDynamoDBStore } from '#adapters/store/dynamodb-store.ts';
import type { Settings } from '#domain/settings.ts';
import { type CourierHandler, createCourierHandler } from '#handlers/courier.ts';
import { createEventsHandler } from '#handlers/events.ts';
import { createPurgeHandler } from '#handlers/purge.ts';
import { createLogger } from '#runtime/logger.ts';
import { createApiHandlers } from './api-handlers.ts';
import { readAdminKey } from './data/admin-key.ts';
import { lockDataFolder } from './data/data-lock.ts';
import { explainFolder } from './data/folder-fault.ts';
import { withIndexes } from './data/old-users-table.ts';
import { startDatabase } from './database.ts';
import { localDependencies } from './dependencies.ts';
import { createLocalEvents } from './events/local-events.ts';
import { createGateway } from './gateway.ts';
import { startHumanCheck } from './human-check/human-check.ts';
import { closeAfter, listen } from './listen.ts';
import { createLocalClock } from './local-clock.ts';
import { createLocalKeys } from './local-keys.ts';
import { createLocalRetryQueue } from './local-retry-queue.ts';
import { createLocalRoutes } from './local-routes.ts';
import { startMail } from './mail/mail.ts';
import { onlyListed, openToThisMachine } from './open-origins.ts';
import type { LocalOptions, LocalService } from './options.ts';
import { createOutbox } from './outbox.ts';
import { createLocalPurge } from './purge/local-purge.ts';
import { createRunningWork } from './running-work.ts';
import { startSms } from './sms/sms.ts';
import { localSettings } from './stage/settings.ts';
import { TABLE_NAMES } from './tables.ts';
import { createLocalWebhooks } from './webhooks/local-webhooks.ts';

/** A request on a connection that is just being closed gets no answer. Node's own 5 s are over while a person reads a page. */
const KEEP_ALIVE_MILLISECONDS = 120_000;

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
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS },
    (request, response) => void ready.promise.then((answer) => answer(request, response)),
  );
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
  const dependencies = localDependencies(options, { settings, log, clock, keys, mail, texts, human, events, retries });

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
