// What a team stores with an account. Only the team writes it, by the routes for administrators or past this service; its owner
// never does, as with a profile.
import { accept, type Outcome, refuse } from '../errors.ts';

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

/** The table holds 32 levels. */
const DEEPEST = 20;
/** The table holds no number that is closer to 0. */
const SMALLEST = 1e-129;

/** What is wrong with metadata that an administrator sends; `undefined` for nothing. */
const faultIn = (value: unknown, depth = 0): string | undefined => {
  if (depth > DEEPEST) return `must have at most ${DEEPEST} levels`;
  if (typeof value === 'number') return faultOfNumber(value);
  if (Array.isArray(value)) return firstFault(value, depth);
  if (!isObject(value)) return isJson(value) ? undefined : 'must be JSON';
  if (Object.hasOwn(value, '__proto__')) return 'must not have the key "__proto__"';
  return firstFault(Object.values(value), depth);
};

const firstFault = (values: readonly unknown[], depth: number): string | undefined => {
  for (const value of values) {
    const fault = faultIn(value, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

/** JavaScript has read it already: what it cannot hold exactly would be stored as another number. */
const faultOfNumber = (value: number): string | undefined => {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'must have no whole number of more than 15 digits: send it as a string';
  }
  const size = Math.abs(value);
  return size !== 0 && size < SMALLEST ? 'must have no number so close to 0' : undefined;
};

/** Metadata as an administrator sends it: by the same rules as it is read, so that what was written is never ignored. */
export const checkMetadata = (metadata: unknown): Outcome<Metadata> => {
  const fault = isObject(metadata) ? faultIn(metadata) : 'must be an object';
  const read = fault === undefined ? readMetadata({ metadata }) : undefined;
  if (read) return accept(read);
  const message = fault ?? `must have at most ${METADATA_MAXIMUM_KEYS} keys and 2 KB as JSON`;
  return refuse('invalid_request', { errors: [{ path: 'metadata', message }] });
};

/** The keys that the configuration shows in tokens and to the owner. `undefined` if the account has none of them. */
export const shownMetadata = (user: WithMetadata, keys: readonly string[] = []): Metadata | undefined => {
  const metadata = readMetadata(user) ?? {};
  const shown = keys.filter((key) => Object.hasOwn(metadata, key)).map((key) => [key, metadata[key]]);
  return shown.length > 0 ? Object.fromEntries(shown) : undefined;
};
