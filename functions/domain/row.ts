// The type of a row without its content. Kinds of items are only named here, so that every item can refer to its row
// without an import circle.

export type TableName = 'verifications' | 'users' | 'sessions' | 'audit';

/** Every kind of stored item. `Items` in `store.ts` has their shapes. */
export type ItemKind =
  | 'attempts'
  | 'audit'
  | 'ceremony'
  | 'challenge'
  | 'claim'
  | 'deferral'
  | 'grant'
  | 'limit'
  | 'notice'
  | 'passkeyDomain'
  | 'purge'
  | 'quota'
  | 'session'
  | 'suppression'
  | 'user';

/** Identifies one row. Only `domain/store-keys.ts` creates keys. */
export interface Key<Kind extends ItemKind = ItemKind> {
  readonly kind: Kind;
  readonly table: TableName;
  readonly pk: string;
}

/** An item before it is written. The store adds the `version`. */
export type Draft<Item> = Item extends unknown ? Omit<Item, 'version'> : never;

/** One fixed time window of a counter. */
export interface CountWindow {
  /** Epoch milliseconds; the row may be removed after it. */
  readonly endsAt: number;
  /** The name of a part of the window that is also counted, e.g. one minute of an hour. `[a-z0-9]+`. */
  readonly slice?: string | undefined;
}

/** The counter's values after the addition. `slice` is 0 if the window names none. */
export interface Count {
  readonly total: number;
  readonly slice: number;
}
