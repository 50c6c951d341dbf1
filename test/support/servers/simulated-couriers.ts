// Many couriers in simulated time, invoked as Lambda invokes them: by one shard of the stream and two queues with delays.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';
import type { RetryQueue } from '#domain/ports/delivery.ts';
import type { Pause } from '#domain/ports.ts';
import type { Store } from '#domain/store.ts';
import { type TestService, toMessage } from '../service.ts';

/** The values of `lib/courier.ts`. Lambda begins with five pollers per queue. */
const STREAM_BATCH = 25;
const QUEUE_BATCH = 10;
const POLLERS = 5;
const VISIBILITY_MILLISECONDS = 360_000;

interface Waiting {
  readonly ticket: DeliveryTicket;
  readonly readyAt: number;
}

type Queue = { waiting: Waiting[]; running: number };

export interface SimulatedCouriers {
  /** The ports for the service under test. */
  readonly ports: { readonly store: Store; readonly pause: Pause; readonly retries: RetryQueue };
  /** Simulated time stops while this works. */
  during<Value>(work: Promise<Value>): Promise<Value>;
  /** Handles everything in the service's stream, and everything that follows from it, until nothing is waiting. */
  run(service: TestService): Promise<void>;
}

/** `shards`: how many of the stream are read side by side. */
export const createSimulatedCouriers = (base: Store, shards = 1): SimulatedCouriers => {
  const sleepers: { readonly wakesAt: number; readonly wake: () => void }[] = [];
  const queues: Record<'urgent' | 'ordinary', Queue> = {
    urgent: { waiting: [], running: 0 },
    ordinary: { waiting: [], running: 0 },
  };
  const { store, during, untilIdle } = watched(base);
  let service: TestService;
  let readShards = 0;

  const readStream = async (): Promise<void> => {
    readShards++;
    while (service.stream.length > 0) {
      const records = service.stream.splice(0, STREAM_BATCH) as DynamoDBRecord[];
      // The event source only passes on pending deliveries.
      const pending = records.filter((record) => statusOf(record) === 'pending');
      const { batchItemFailures } = await service.courier({ Records: pending });
      if (batchItemFailures.length > 0) throw new Error('the stream was told of a failure');
    }
    readShards--;
  };

  const receive = async (queue: Queue): Promise<void> => {
    const ready = queue.waiting.filter(({ readyAt }) => readyAt <= service.clock.time).slice(0, QUEUE_BATCH);
    queue.waiting = queue.waiting.filter((message) => !ready.includes(message));
    queue.running++;
    const Records = ready.map(({ ticket }, index) => toMessage(ticket, index));
    const { batchItemFailures } = await service.courier({ Records });
    const readyAt = service.clock.time + VISIBILITY_MILLISECONDS;
    for (const { itemIdentifier } of batchItemFailures) {
      const failed = ready[Number(itemIdentifier)];
      if (failed) queue.waiting.push({ ...failed, readyAt });
    }
    queue.running--;
  };

  const failures: unknown[] = [];
  const begin = (work: Promise<void>): void => void work.catch((error) => failures.push(error));
  const beginAll = (): void => {
    for (let shard = readShards; shard < shards && service.stream.length > 0; shard++) begin(readStream());
    for (const queue of Object.values(queues)) {
      const isReady = () => queue.waiting.some(({ readyAt }) => readyAt <= service.clock.time);
      while (queue.running < POLLERS && isReady()) begin(receive(queue));
    }
  };
  const nextTime = (): number => {
    const wakes = sleepers.map(({ wakesAt }) => wakesAt);
    const arrives = Object.values(queues).flatMap(({ waiting, running }) =>
      running < POLLERS ? waiting.map(({ readyAt }) => readyAt) : [],
    );
    return Math.min(...wakes, ...arrives);
  };

  return {
    ports: {
      store,
      pause: {
        wait: (milliseconds) =>
          new Promise((wake) => sleepers.push({ wakesAt: service.clock.time + milliseconds, wake })),
      },
      retries: {
        put: async (ticket, { urgent, delaySeconds }) => {
          const readyAt = service.clock.time + delaySeconds * 1000;
          queues[urgent ? 'urgent' : 'ordinary'].waiting.push({ ticket, readyAt });
        },
      },
    },
    during,
    run: async (given) => {
      service = given;
      for (;;) {
        beginAll();
        await untilIdle();
        if (failures.length > 0) throw failures[0];
        if (readShards < shards && service.stream.length > 0) continue;
        const next = nextTime();
        if (next === Number.POSITIVE_INFINITY) break;
        service.clock.time = Math.max(service.clock.time, next);
        const woken = sleepers.filter(({ wakesAt }) => wakesAt <= service.clock.time);
        for (const sleeper of woken) sleepers.splice(sleepers.indexOf(sleeper), 1);
        for (const { wake } of woken) wake();
      }
      if (readShards > 0 || queues.urgent.running + queues.ordinary.running > 0) throw new Error('a courier hangs');
    },
  };
};

const statusOf = ({ dynamodb }: DynamoDBRecord): string | undefined =>
  dynamodb?.NewImage?.['delivery']?.M?.['status']?.S;

/** Simulated time stops while the store works. Between two store calls no turn of the event loop is needed. */
const watched = (
  base: Store,
): Pick<SimulatedCouriers, 'during'> & { readonly store: Store; untilIdle(): Promise<void> } => {
  let running = 0;
  const during = async <Value>(work: Promise<Value>): Promise<Value> => {
    running++;
    return work.finally(() => running--);
  };
  return {
    store: {
      load: (keys, reads) => during(base.load(keys, reads)),
      swap: (key, expected, next) => during(base.swap(key, expected, next)),
      remove: (key, expected) => during(base.remove(key, expected)),
      count: (key, by, window) => during(base.count(key, by, window)),
      sessionsOf: (userId, page) => during(base.sessionsOf(userId, page)),
      auditOf: (userId, page) => during(base.auditOf(userId, page)),
      usersAfter: (userId, limit) => during(base.usersAfter(userId, limit)),
      usersByPhone: (phone) => during(base.usersByPhone(phone)),
    },
    during,
    untilIdle: async () => {
      for (let quiet = 0; quiet < 3; quiet = running > 0 ? 0 : quiet + 1) await nextTurn();
    },
  };
};
