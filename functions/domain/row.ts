// A row of a table, without what is in it: kinds of items stand here by name, so that each item can name its row.

export type TableName = 'verifications' | 'users' | 'sessions';

/** Every kind of stored item. `Items` of `store.ts` has their shapes. */
export type ItemKind =
  | 'attempts'
  | 'challenge'
  | 'claim'
  | 'limit'
  | 'notice'
  | 'quota'
  | 'session'
  | 'suppression'
  | 'user';

/** Names one row. Made by `domain/store-keys.ts` alone. */
export interface Key<Kind extends ItemKind = ItemKind> {
  readonly kind: Kind;
  readonly table: TableName;
  readonly pk: string;
}

/** An item about to be written: the store gives it its `version`. */
export type Draft<Item> = Item extends unknown ? Omit<Item, 'version'> : never;

/** One fixed window of a counter. */
export interface CountWindow {
  /** Epoch milliseconds; the row may be removed after it. */
  readonly endsAt: number;
  /** Names a part of the window counted beside the total, e.g. one minute of an hour. `[a-z0-9]+`. */
  readonly slice?: string | undefined;
}

/** What a counter shows after the addition. `slice` is 0 when the window names none. */
export interface Count {
  readonly total: number;
  readonly slice: number;
}
