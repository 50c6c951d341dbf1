// The whole service for tests: the real handlers on any store, with a clock that can be moved and a courier that can be run.
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { marshall } from '@aws-sdk/util-dynamodb';
import type {
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
  SQSBatchResponse,
  SQSEvent,
} from 'aws-lambda';
import { createIds } from '#adapters/ids.ts';
import { createAccessTokenReader } from '#adapters/keys/access-token-reader.ts';
import { createIdTokenReader } from '#adapters/keys/id-token-reader.ts';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { passkeys } from '#adapters/passkeys/passkeys.ts';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import { qrCodes } from '#adapters/qr-codes.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { toRow } from '#adapters/store/stored-items.ts';
import { readStreamRecord } from '#adapters/store/stream-records.ts';
import { systemRandomness } from '#adapters/system-clock.ts';
import type { AccountEvent, EventTicket } from '#domain/audit/event.ts';
import type { Brand } from '#domain/brand.ts';
import { otpGenerations } from '#domain/challenge/key-generations.ts';
import { DEFAULT_AUDIT_DAYS, DEFAULT_EVENTS, DEFAULT_NOTICES, DEFAULTS } from '#domain/defaults.ts';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { QuotaFigures } from '#domain/delivery/sending-quota.ts';
import type { DerivedKeys } from '#domain/derived-keys.ts';
import { SECRET_BYTES } from '#domain/factors/totp.ts';
import { DEFAULT_LANGUAGES } from '#domain/locale.ts';
import type {
  AccountSuppressions,
  MailRenderer,
  MailTransport,
  OutgoingMail,
  OutgoingSms,
  RetryQueue,
  SendResult,
  SmsOutcome,
} from '#domain/ports/delivery.ts';
import type { HumanCheck, Passkeys } from '#domain/ports/factors.ts';
import type { LeakedPasswords, PasswordHasher } from '#domain/ports/passwords.ts';
import type { AccessTokenReader, ClaimsFunction, TokenSigner } from '#domain/ports/tokens.ts';
import type { Clock, Pause } from '#domain/ports.ts';
import type { Purpose } from '#domain/purpose.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Settings } from '#domain/settings.ts';
import type { Items, Store } from '#domain/store.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { type CourierEvent, createCourierHandler } from '#handlers/courier.ts';
import { createEventsHandler, type EventsEvent } from '#handlers/events.ts';
import { createFeedbackHandler } from '#handlers/feedback.ts';
import { createPurgeHandler } from '#handlers/purge.ts';
import { routeOf } from '#routes.ts';
import { createLogger } from '#runtime/logger.ts';
import { createApiHandlers } from '../../bin/local/api-handlers.ts';
import { recordChanges } from '../../bin/local/events/recorded-store.ts';
import { apiEvent, lambdaContext, type TestRequest } from './api-event.ts';
import { keysOf, NOW } from './builders.ts';
import { CHEAP_HASHING } from './cheap-hashing.ts';
import { decodeBody } from './decode-body.ts';
import { type FaultPlan, faulty } from './faults/faults.ts';
import { freshNumber } from './fresh-numbers.ts';
import { actAs, guardRows } from './row-rights.ts';

const WEBHOOK_NAMES = ['orders', 'crm'];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as clients do.
  readonly body: any;
}

export interface ReceivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly token?: string;
  readonly code?: string;
  readonly tags: OutgoingMail['tags'];
}

export interface ServiceOptions {
  readonly store?: Store;
  readonly settings?: Partial<Settings>;
  readonly faults?: FaultPlan;
  /** The sending quota; large by default. Read again at each request. */
  readonly quota?: QuotaFigures;
  /** The list that SES keeps; empty by default. */
  readonly accountSuppressions?: AccountSuppressions;
  /** How couriers wait; by default the clock jumps. */
  readonly pause?: Pause;
  /** The retry queues; by default `queue`, without delays. */
  readonly retries?: RetryQueue;
  /** Decides the result of each mail before it counts as received. */
  readonly onSend?: (mail: OutgoingMail) => SendResult | undefined;
  /** Replaces the transport whose mails are in `mails`. */
  readonly transport?: MailTransport;
  /** How long a late call waits; by default 3 ms. */
  readonly late?: () => Promise<void>;
  /** The team's own function for claims; by default there is none. */
  readonly claimsFunction?: ClaimsFunction;
  /** By default there is none. */
  readonly humanCheck?: HumanCheck;
  /** By default the stage does not ask. */
  readonly leakedPasswords?: LeakedPasswords;
  /** Replace the real ones. A signer comes with the reader of its tokens. */
  readonly passwords?: PasswordHasher;
  readonly passkeys?: Passkeys;
  readonly signing?: {
    readonly signer: TokenSigner;
    readonly createReader: (clock: Clock) => AccessTokenReader;
  };
}

const makeSigner = (): TokenSigner => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const publicKey = toPublicKey(pair.publicKey);
  return {
    keyId: async () => publicKey.kid,
    sign: async (input: string) => sign('sha256', Buffer.from(input), pair.privateKey),
    publicKeys: async () => [publicKey],
  };
};
const SIGNERS = { signer: makeSigner(), proofSigner: makeSigner() };

/** The generation of one-time codes, as their rows name it. */
export const OTP_GENERATION = 257;

export const testSettings: Settings = {
  stage: 'test',
  issuer: 'https://api.example',
  audience: 'https://api.example',
  allowedOrigins: ['https://app.example'],
  brand: { name: '모두의마켓', color: '#2563eb' },
  senderEmail: 'no-reply@modu.example',
  masterKeys: { accepted: [1, 2], current: 1 },
  otpKeys: { accepted: [1], current: 1 },
  trustedCallers: [],
  clients: [],
  otp: { access: 'public' },
  mail: { transport: 'ses' },
  texts: { countries: { KR: 'sens' } },
  languages: DEFAULT_LANGUAGES,
  notices: DEFAULT_NOTICES,
  consents: [],
  events: DEFAULT_EVENTS,
  auditDays: DEFAULT_AUDIT_DAYS,
  lifetimes: DEFAULTS.lifetimes,
  limits: DEFAULTS.limits,
};

const NO_LIST: AccountSuppressions = { find: async () => undefined, lift: async () => false };

const PLENTY: QuotaFigures = { mailsPer24Hours: -1, mailsPerSecond: 100_000, sentInLast24Hours: 0 };

/** A renderer compiles its templates, which takes longer than a whole flow: services of one brand and its languages share it. */
const renderers = new WeakMap<Brand, MailRenderer>();
const rendererOf = (settings: Settings): MailRenderer => {
  const { brand, languages, words } = settings;
  if (languages !== DEFAULT_LANGUAGES || words) return createMailRenderer(brand, settings);
  const renderer = renderers.get(brand) ?? createMailRenderer(brand);
  renderers.set(brand, renderer);
  return renderer;
};

const generations = new Map<number, DerivedKeys>();
const generationOf = (label: number): DerivedKeys => {
  const keys = generations.get(label) ?? keysOf(label);
  generations.set(label, keys);
  return keys;
};

/** That of the app, as the test service derives it. */
const secondFactorSecretOf = (userId: string, enrolmentId: string): Buffer =>
  createHmac('sha256', 'second factors').update(`${userId}/${enrolmentId}`).digest().subarray(0, SECRET_BYTES);

export type TestService = ReturnType<typeof createTestService>;

export const createTestService = (options: ServiceOptions = {}) => {
  const settings = { ...testSettings, ...options.settings };
  const plan: { current: FaultPlan } = { current: options.faults ?? (() => undefined) };
  const befall: FaultPlan = (call) => plan.current(call);
  const clock = { time: NOW, now: () => clock.time };
  const stream: DynamoDBStreamEvent['Records'] = [];
  const queue: DeliveryTicket[] = [];
  const changes: DynamoDBRecord[] = [];
  const eventQueue: EventTicket[] = [];
  const sent: AccountEvent[] = [];
  const replayed: { readonly event: AccountEvent; readonly endpoint: string }[] = [];
  const mails: ReceivedMail[] = [];
  const received: OutgoingSms[] = [];
  const lines: string[] = [];
  const operations: string[] = [];
  const wrap = <Port extends object>(name: string, port: Port): Port => faulty(name, port, befall, options.late);
  const memory = createMemoryStore();
  const base = options.store ?? memory;

  const recorded = recordChanges(base, clock, (record) => changes.push(record));
  const store = wrap('store', watch(guardRows(recorded), operations, stream));
  const transport = wrap(
    'transport',
    options.transport ?? {
      send: async (mail: OutgoingMail): Promise<SendResult> => {
        const refused = options.onSend?.(mail);
        if (refused) return refused;
        mails.push(toReceived(mail));
        return { ok: true, messageId: `message-${mails.length}` };
      },
    },
  );
  const ownQueue = { put: async (ticket: DeliveryTicket) => void queue.push(ticket) };
  const retries = wrap('retries', options.retries ?? ownQueue);
  const passwords = options.passwords ?? createArgon2Hasher(CHEAP_HASHING);
  const signer = wrap('signer', options.signing?.signer ?? SIGNERS.signer);
  const texts = wrap('texts', {
    send: async (text: OutgoingSms): Promise<SendResult> => {
      received.push(text);
      return { ok: true, messageId: `text-${received.length}` };
    },
    outcomeOf: async (_to: string, _messageId: string): Promise<SmsOutcome> => 'unknown',
  });
  const dependencies = {
    settings,
    texts,
    accountSuppressions: wrap('accountSuppressions', options.accountSuppressions ?? NO_LIST),
    quotaReader: wrap('quotaReader', { read: async () => options.quota ?? PLENTY }),
    mailDomains: wrap('mailDomains', { mayTakeMail: async (domain: string) => domain !== 'nowhere.example' }),
    pause: options.pause ?? {
      wait: async (milliseconds: number) => {
        clock.time += milliseconds;
      },
    },
    smsRenderer: createSmsRenderer(settings),
    phoneNumbers: createPhoneNumbers(Object.keys(settings.texts.countries)),
    accessTokens: options.signing?.createReader(clock) ?? createAccessTokenReader({ ...settings, signer, clock }),
    idTokens: createIdTokenReader({ ...settings, signer }),
    passkeys: options.passkeys ?? passkeys,
    clock,
    store,
    transport,
    retries,
    readStreamRecord,
    bus: wrap('bus', {
      put: async (events: readonly AccountEvent[], endpoint?: string) => {
        if (endpoint === undefined) sent.push(...events);
        else replayed.push(...events.map((event) => ({ event, endpoint })));
        return events.map(() => true);
      },
    }),
    eventRetries: wrap('eventRetries', { put: async (ticket: EventTicket) => void eventQueue.push(ticket) }),
    webhookNames: WEBHOOK_NAMES,
    ids: createIds(clock),
    random: systemRandomness,
    passwords,
    foreignPasswords: createForeignPasswords(settings.importedHash),
    commonPasswords: { has: async (password: string) => password === 'password1234' },
    leakedPasswords: options.leakedPasswords,
    keyRing: wrap('keyRing', {
      generation: async (label: number) =>
        settings.masterKeys.accepted.includes(label) ? generationOf(label) : undefined,
    }),
    signer,
    secondFactorSecrets: wrap('secondFactorSecrets', {
      secretOf: async (userId: string, enrolmentId: string) => secondFactorSecretOf(userId, enrolmentId),
    }),
    qrCodes,
    claimsFunction: options.claimsFunction && wrap('claimsFunction', options.claimsFunction),
    humanCheck: options.humanCheck && wrap('humanCheck', options.humanCheck),
    otpKeyRing: wrap('otpKeyRing', {
      generation: async (label: number) =>
        otpGenerations(settings).includes(label) ? keysOf(label, `one-time codes ${label}`) : undefined,
    }),
    proofSigner: wrap('proofSigner', SIGNERS.proofSigner),
    renderer: rendererOf(settings),
    composer: { compose: async (_recipients: object, mail: object) => Buffer.from(JSON.stringify(mail)) },
    log: createLogger((line) => lines.push(line), settings.stage),
  };
  const handlers = createApiHandlers(dependencies);
  const handleCourier = createCourierHandler(dependencies);
  const courier = (event: CourierEvent) => actAs('courier', () => handleCourier(event, lambdaContext));
  const handleFeedback = createFeedbackHandler(dependencies);
  const handleEvents = createEventsHandler(dependencies);
  const handlePurge = createPurgeHandler(dependencies);
  const tellEvents = (event: EventsEvent) => actAs('events', () => handleEvents(event, lambdaContext));

  const ip = `${freshNetwork()}.7`;

  const request = async (asked: TestRequest): Promise<Answer> => {
    const event = apiEvent({ ip, ...asked });
    const name = routeOf(event.routeKey)?.function ?? 'pages';
    const result = await actAs(name, () => handlers[name](event, lambdaContext));
    const headers = result.headers as Record<string, string>;
    const bytes = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
    const text = decodeBody(bytes, headers['content-encoding']);
    return {
      status: result.statusCode ?? 0,
      headers,
      cookies: result.cookies ?? [],
      text,
      body: headers['content-type']?.includes('json') && text ? JSON.parse(text) : undefined,
    };
  };
  const post = (path: string, body: unknown, rest: Partial<TestRequest> = {}) =>
    request({ method: 'POST', path, body, ...rest });

  return {
    settings,
    clock,
    store,
    dependencies,
    /** The rows of the memory store, unless another store was given. */
    rows: memory.rows,
    mails,
    /** The sms that were sent. */
    texts: received,
    lines,
    operations,
    stream,
    queue,
    /** The records of the streams of users and of audit rows. */
    changes,
    /** The retry queue of events. */
    eventQueue,
    /** The events on the bus, in the order in which they came. */
    sent,
    /** Those that are for one endpoint of webhooks alone. */
    replayed,
    tellEvents,
    courier,
    /** Passes on an SES event as EventBridge does. */
    feedback: (detail: unknown) => actAs('feedback', () => handleFeedback({ detail }, lambdaContext)),
    /** What the schedule does every hour. */
    purge: () => actAs('purge', () => handlePurge({}, lambdaContext)),
    request,
    post,
    /** Replaces the fault plan; without an argument, nothing fails. */
    setFaults: (next?: FaultPlan) => {
      plan.current = next ?? (() => undefined);
    },
    advance: (seconds: number) => {
      clock.time += seconds * 1000;
    },
    /** Passes all pending rows of the stream to the courier; failed ones are passed on once more. */
    deliver: async (): Promise<void> => {
      for (let round = 0; round < 2 && stream.length > 0; round++) {
        const records = stream.splice(0);
        const failed = failures(await courier({ Records: records }));
        stream.push(...records.filter(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? '')));
      }
    },
    /** Passes the messages of the retry queue to the courier; failed ones stay in the queue. */
    deliverQueued: async (): Promise<void> => {
      const tickets = queue.splice(0);
      const failed = failures(await courier({ Records: tickets.map(toMessage) }));
      queue.push(...tickets.filter((_ticket, index) => failed.has(String(index))));
    },
    /** Passes all records and tickets to the function that sends events, until there are none left; failed ones are passed on again. */
    tellAll: async (): Promise<void> => {
      for (let round = 0; round < 20 && changes.length + eventQueue.length > 0; round++) {
        const records = changes.splice(0);
        const tickets = eventQueue.splice(0);
        const failed = failures(await tellEvents({ Records: records }));
        changes.push(...records.filter(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? '')));
        const left = failures(await tellEvents({ Records: tickets.map(toMessage) }));
        eventQueue.push(...tickets.filter((_ticket, index) => left.has(String(index))));
      }
    },
    loadChallenge: async (address: string, purpose: Purpose = 'signup') => {
      const [challenge] = await base.load([challengeKey({ purpose, channel: 'email', address })]);
      return challenge;
    },
  };
};

/** The first three numbers of an unused IPv4 network: in some tests services share tables, and so limits. */
export const freshNetwork = (): string => {
  const number = freshNumber('network');
  return `${16 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
};

const failures = ({ batchItemFailures }: DynamoDBBatchResponse | SQSBatchResponse): ReadonlySet<string> =>
  new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));

export const toMessage = (ticket: DeliveryTicket | EventTicket, index: number): SQSEvent['Records'][number] =>
  ({
    messageId: String(index),
    body: JSON.stringify(ticket),
    eventSource: 'aws:sqs',
  }) as unknown as SQSEvent['Records'][number];

const toReceived = ({ to, raw, tags }: OutgoingMail): ReceivedMail => {
  const mail = JSON.parse(raw.toString('utf8')) as { subject: string; text: string; html: string };
  const token = /[?#]([\w-]{20,})\.[a-z]{2}$/m.exec(mail.text)?.[1];
  const code = /(?<![\w-])\d{6}(?:\d{2})?(?![\w-])/.exec(mail.text.replaceAll(/https?:\S+/g, ''))?.[0];
  return { to, tags, ...mail, ...(token && { token }), ...(code && { code }) };
};

/** Records every operation by the kind of its row, and the records of the table's stream. */
const watch = (store: Store, operations: string[], stream: DynamoDBStreamEvent['Records']): Store => ({
  load: (keys, reads) => {
    operations.push(`load ${keys.map(({ kind }) => kind).join('+')}`);
    return store.load(keys, reads);
  },
  swap: async <Kind extends ItemKind>(
    key: Key<Kind>,
    expected: { readonly version: string } | 'absent',
    next: Draft<Items[Kind]>,
  ) => {
    operations.push(`swap ${key.kind}`);
    const result = await store.swap(key, expected, next);
    if (result.ok && (key.kind === 'challenge' || key.kind === 'notice')) stream.push(streamRecord(key, next));
    return result;
  },
  remove: (key, expected) => {
    operations.push(`remove ${key.kind}`);
    return store.remove(key, expected);
  },
  count: (key, by, window) => {
    operations.push(`count ${by}`);
    return store.count(key, by, window);
  },
  sessionsOf: (userId, page) => {
    operations.push('query session');
    return store.sessionsOf(userId, page);
  },
  auditOf: (userId, page) => {
    operations.push('query audit');
    return store.auditOf(userId, page);
  },
  usersAfter: (userId, limit) => {
    operations.push('scan user');
    return store.usersAfter(userId, limit);
  },
  usersByPhone: (phone) => {
    operations.push('query user');
    return store.usersByPhone(phone);
  },
});

let sequence = 0;

const streamRecord = <Kind extends ItemKind>(
  key: Key<Kind>,
  item: Draft<Items[Kind]>,
): DynamoDBStreamEvent['Records'][number] => ({
  eventID: String(++sequence),
  eventName: 'MODIFY',
  eventSource: 'aws:dynamodb',
  dynamodb: {
    SequenceNumber: String(sequence),
    NewImage: marshall(toRow(key, item), { removeUndefinedValues: true }) as never,
  },
});
