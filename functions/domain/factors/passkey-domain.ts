// The domain that all passkeys of a deployment are for. It is inside each of them, so it is fixed by the first one and never changes.

/** It stands beside the accounts that have the passkeys, so that a backup brings back both. */
export interface PasskeyDomain {
  readonly version: string;
  readonly domain: string;
  readonly fixedAt: number;
}
