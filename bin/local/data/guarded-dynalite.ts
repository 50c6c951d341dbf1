// dynalite ends the whole process when its files cannot be written. Here it answers 500, as DynamoDB does, until they can.
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import database, { type Callback, type DynaliteStore, type Operation, type Values } from 'dynalite/db/index.js';
import type { Room } from './room.ts';

/** dynalite answers an error of this form, and throws any other. */
const UNAVAILABLE = {
  statusCode: 500,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
    message: 'the data folder cannot be written',
  },
};

export interface GuardedDynalite {
  readonly server: Server;
  /** After the server was closed and listens again, its files are others. */
  guard(): Promise<void>;
}

export const createGuardedDynalite = (options: Parameters<typeof dynalite>[0], room: Room): GuardedDynalite => {
  const { server, store } = createBoth(options);
  const guard = async () => {
    const { db } = store;
    await db.open();
    db.values = endingQuietly(db.values.bind(db));
    for (const name of ['put', 'del', 'batch'] as const) db[name] = guarded(db[name], room);
  };
  return { server, guard };
};

/** dynalite keeps its store to itself, so it is caught where it is made. */
const createBoth = (options: Parameters<typeof dynalite>[0]): { server: Server; store: DynaliteStore } => {
  const { create } = database;
  let store: DynaliteStore | undefined;
  database.create = (given) => {
    store = create(given);
    return store;
  };
  try {
    const server = dynalite(options);
    if (!store) throw new Error('dynalite made no store');
    return { server, store };
  } finally {
    database.create = create;
  }
};

/**
 * Nothing is written after a write that failed: behind it the file may hold a part of it, and what follows would be lost when
 * the file is read. A write that ends meanwhile may or may not be there.
 */
const guarded =
  (operation: Operation, room: Room): Operation =>
  (...args) => {
    const callback = args.pop() as Callback;
    if (!room.isThere) {
      setImmediate(callback, UNAVAILABLE);
      return;
    }
    operation(...args, (error: unknown, value: unknown) => {
      if (error) room.miss(error);
      callback(room.isThere ? null : UNAVAILABLE, value);
    });
  };

/**
 * A scan that is cut by a stop ends; nobody reads its answer any more. dynalite closes what it has read to the end only if it
 * has a `return`: otherwise the database keeps a view of its files for each scan.
 */
const endingQuietly =
  (values: (range: unknown) => Values) =>
  (range: unknown): Values & { return(): Promise<void> } => {
    const rows = values(range);
    const next = async () => {
      try {
        return await rows.next();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'LEVEL_ITERATOR_NOT_OPEN') return undefined;
        throw error;
      }
    };
    const close = () => rows.close();
    return { next, close, return: close };
  };
