// What a team stores with an account. Only the team writes it, past this service; its owner never does, as with a profile.

export const METADATA_MAXIMUM_KEYS = 20;
export const METADATA_MAXIMUM_BYTES = 2048;

/** A row of an account. */
interface WithMetadata {
  readonly metadata?: unknown;
}

/** Values of JSON. */
export type Metadata = Readonly<Record<string, unknown>>;

/** The table can hold more than JSON: sets, bytes and numbers of any size. */
const isJson = (value: unknown): boolean => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isObject(value) && Object.values(value).every(isJson);
};

const isObject = (value: unknown): value is Metadata =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** `undefined` if it is no JSON object of at most 20 keys and 2 KB. An account with a wrong one works as without one. */
export const readMetadata = ({ metadata }: WithMetadata): Metadata | undefined => {
  if (!isObject(metadata) || !isJson(metadata)) return undefined;
  if (Object.keys(metadata).length > METADATA_MAXIMUM_KEYS) return undefined;
  return Buffer.byteLength(JSON.stringify(metadata)) > METADATA_MAXIMUM_BYTES ? undefined : metadata;
};

/** The keys that the configuration shows in tokens and to the owner. `undefined` if the account has none of them. */
export const shownMetadata = (user: WithMetadata, keys: readonly string[] = []): Metadata | undefined => {
  const metadata = readMetadata(user) ?? {};
  const shown = keys.filter((key) => Object.hasOwn(metadata, key)).map((key) => [key, metadata[key]]);
  return shown.length > 0 ? Object.fromEntries(shown) : undefined;
};
