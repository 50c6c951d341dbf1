// Hashes passwords with Node's own argon2id (RFC 9106) as PHC strings, so that no native package is needed.
import crypto from 'node:crypto';
import { promisify } from 'node:util';
import {
  PASSWORD_HASH_DEFAULT,
  PASSWORD_HASH_MAXIMUM,
  type PasswordHashStrength,
} from '#domain/account/password-hash.ts';
import type { PasswordHasher } from '#domain/ports/passwords.ts';
import { inLane } from './lanes.ts';

/** A named import of it would end a Node without it in a syntax error. */
const { argon2, randomBytes, timingSafeEqual } = crypto;
if (typeof argon2 !== 'function') {
  throw new Error(`crypto.argon2 is missing in Node ${process.version}: this function needs Node 24.7 or later`);
}

export interface Argon2Parameters extends PasswordHashStrength {
  readonly parallelism: number;
}

const DEFAULT_PARAMETERS: Argon2Parameters = { ...PASSWORD_HASH_DEFAULT, parallelism: 1 };
const MAXIMUM: Argon2Parameters = { ...PASSWORD_HASH_MAXIMUM, parallelism: 4 };

const SALT_BYTES = 16;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=([1-9]\d{0,6}),t=([1-9]\d?),p=([1-9]\d?)\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/;

const deriveNow = promisify(argon2);

const derive: typeof deriveNow = (...options) => inLane(() => deriveNow(...options));

/** Compared with when there is no hash, so that both cases take the same time. */
const NO_HASH = { salt: Buffer.alloc(SALT_BYTES), tag: Buffer.alloc(TAG_BYTES) };

/**
 * Hashes with `parameters` (defaults: m=19456 KiB, t=2, p=1) and verifies with the parameters in the PHC string.
 * Throws `RangeError` for parameters out of bounds; tests may use as little as m = 8, t = 1, p = 1.
 * Passwords are hashed as given (UTF-8); the caller normalises them.
 */
export const createArgon2Hasher = (parameters: Partial<Argon2Parameters> = {}): PasswordHasher => {
  const own = { ...DEFAULT_PARAMETERS, ...parameters };
  if (!isWithinBounds(own)) throw new RangeError('argon2id parameters are out of bounds');
  return {
    hash: async (password) => {
      const salt = randomBytes(SALT_BYTES);
      return format(own, salt, await tagOf(password, salt, own));
    },
    verify: async (password, phc) => {
      const read = phc === undefined ? undefined : parse(phc);
      const stored = read ?? { parameters: own, ...NO_HASH };
      const isEqual = timingSafeEqual(stored.tag, await tagOf(password, stored.salt, stored.parameters));
      const missing = missingWork(own, stored.parameters);
      if (missing) await tagOf(password, stored.salt, missing);
      return isEqual && read !== undefined;
    },
    isOwn: (hash) => parse(hash) !== undefined,
    isOutdated: (hash) => {
      const stored = parse(hash)?.parameters;
      return !stored || stored.memoryKibibytes < own.memoryKibibytes || stored.passes < own.passes;
    },
  };
};

const tagOf = (password: string, salt: Buffer, parameters: Argon2Parameters): Promise<Buffer> =>
  derive('argon2id', {
    message: password,
    nonce: salt,
    memory: parameters.memoryKibibytes,
    passes: parameters.passes,
    parallelism: parameters.parallelism,
    tagLength: TAG_BYTES,
  });

/**
 * What a weaker hash lacks. Without it an address whose hash is older would answer sooner than one without an account. The
 * time of a hash follows memory times passes.
 */
const missingWork = (own: Argon2Parameters, stored: Argon2Parameters): Argon2Parameters | undefined => {
  const kibibytes = own.memoryKibibytes * own.passes - stored.memoryKibibytes * stored.passes;
  const parameters = { ...own, memoryKibibytes: Math.round(kibibytes / own.passes) };
  return isWithinBounds(parameters) ? parameters : undefined;
};

/** The PHC string format writes base64 without padding. */
const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

const format = ({ memoryKibibytes, passes, parallelism }: Argon2Parameters, salt: Buffer, tag: Buffer): string =>
  `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=${parallelism}$${encode(salt)}$${encode(tag)}`;

/** `undefined` if it is not a hash that we could have made. */
const parse = (phc: string): { parameters: Argon2Parameters; salt: Buffer; tag: Buffer } | undefined => {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(phc) ?? [];
  const parsed = {
    parameters: { memoryKibibytes: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
  // Formatting it again also detects stray bits in the base64.
  const isOurs = isWithinBounds(parsed.parameters) && format(parsed.parameters, parsed.salt, parsed.tag) === phc;
  return isOurs ? parsed : undefined;
};

/** RFC 9106, section 3.1, requires at least 8 KiB of memory per lane. NaN is out of bounds. */
const isWithinBounds = ({ memoryKibibytes, passes, parallelism }: Argon2Parameters): boolean =>
  isBetween(parallelism, 1, MAXIMUM.parallelism) &&
  isBetween(passes, 1, MAXIMUM.passes) &&
  isBetween(memoryKibibytes, 8 * parallelism, MAXIMUM.memoryKibibytes);

const isBetween = (value: number, minimum: number, maximum: number): boolean =>
  Number.isInteger(value) && value >= minimum && value <= maximum;
