// Computes hashes as other systems do. Only what `readHash` found within its bounds gets here.
import { argon2, createCipheriv, createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { compare } from 'bcryptjs';
import { memoryKibibytesOf } from '#domain/account/foreign/cost.ts';
import { typedForms } from '#domain/account/foreign/typed-forms.ts';
import type { Argon2Work, BcryptWork, HashWork, Pbkdf2Work, ScryptWork } from '#domain/account/foreign/work.ts';
import { type HashRefusal, type ReadHash, readHash } from '#domain/account/foreign-hash.ts';
import type { InLane } from './lanes.ts';

/** As `ForeignPasswords` says. `inLane` is an argument, because this file has its own copies of what it imports. */
export const verifyForeign = async (
  inLane: InLane,
  typed: string,
  hash: string | undefined,
  sample: string | undefined,
): Promise<'right' | 'wrong' | HashRefusal> => {
  const read = hash === undefined ? undefined : readHash(hash);
  if (read?.ok) return (await isOneOf(inLane, typed, read)) ? 'right' : 'wrong';
  const stand = sample === undefined ? undefined : readHash(sample);
  if (stand?.ok) await isOneOf(inLane, typed, stand);
  return read ?? 'wrong';
};

const isOneOf = async (inLane: InLane, typed: string, read: ReadHash): Promise<boolean> => {
  for (const form of typedForms(typed, read)) if (await inLane(() => isPasswordOf(read.work, form))) return true;
  return false;
};

const isPasswordOf = async (work: HashWork, password: string): Promise<boolean> => {
  if (work.by === 'bcrypt') return isOfBcrypt(work, password);
  return timingSafeEqual(await tagOf(work, password), work.tag);
};

/** It computes in turns of 100 ms, so that other requests of the same process go on. */
const isOfBcrypt = ({ hash, isDigested }: BcryptWork, password: string): Promise<boolean> =>
  compare(isDigested ? createHash('sha256').update(password).digest('hex') : password, hash);

const tagOf = (work: Exclude<HashWork, BcryptWork>, password: string): Promise<Buffer> => {
  if (work.by === 'argon2') return ofArgon2(work, password);
  return work.by === 'pbkdf2' ? ofPbkdf2(work, password) : ofScrypt(work, password);
};

const deriveByArgon2 = promisify(argon2);
const ofArgon2 = ({ variant, memoryKibibytes, passes, parallelism, salt, tag }: Argon2Work, password: string) =>
  deriveByArgon2(variant, {
    message: password,
    nonce: salt,
    memory: memoryKibibytes,
    passes,
    parallelism,
    tagLength: tag.length,
  });

const deriveByPbkdf2 = promisify(pbkdf2);
const ofPbkdf2 = ({ digest, iterations, salt, tag }: Pbkdf2Work, password: string) =>
  deriveByPbkdf2(password, salt, iterations, tag.length, digest);

/** https://github.com/firebase/scrypt: AES-256 in counter mode, from zero. */
const FIREBASE = { cipher: 'aes-256-ctr', keyBytes: 32, counter: Buffer.alloc(16) } as const;

const ofScrypt = async (work: ScryptWork, password: string): Promise<Buffer> => {
  const { N, r, p, salt, tag, signerKey } = work;
  // Node refuses what needs more than `maxmem`, by its own count.
  const maxmem = 2 * 1024 * memoryKibibytesOf(work) + 1024;
  const length = signerKey ? FIREBASE.keyBytes : tag.length;
  const key = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, derived) => (error ? reject(error) : resolve(derived)));
  });
  if (!signerKey) return key;
  const cipher = createCipheriv(FIREBASE.cipher, key, FIREBASE.counter);
  return Buffer.concat([cipher.update(signerKey), cipher.final()]);
};
