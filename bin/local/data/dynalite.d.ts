declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: {
    path?: string;
    createTableMs?: number;
    updateTableMs?: number;
    deleteTableMs?: number;
  }) => Server;
  export default dynalite;
}

declare module 'dynalite/db/index.js' {
  export type Callback = (error: unknown, value?: unknown) => void;
  /** The last argument is the callback. */
  export type Operation = (...args: unknown[]) => void;

  /** Reads rows one by one; `undefined` after the last. */
  export interface Values {
    next(): Promise<unknown>;
    close(): Promise<void>;
  }
  /** The files below a table. */
  export interface Level {
    put: Operation;
    del: Operation;
    batch: Operation;
    values: (range: unknown) => Values;
    open(): Promise<void>;
  }
  export interface DynaliteStore {
    /** Another one after the server was closed and listens again. */
    readonly db: Level;
  }
  const database: { create: (options?: unknown) => DynaliteStore };
  export default database;
}
