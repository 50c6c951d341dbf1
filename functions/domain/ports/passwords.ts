// What asks about passwords, and hashes them.
import type { HashRefusal } from '../account/foreign-hash.ts';

/** argon2id, stored as PHC strings. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** False for a wrong password, and after the same time if there is no hash, or one that is not ours. */
  verify(password: string, phc: string | undefined): Promise<boolean>;
  /** Whether it is a hash that we could have made. */
  isOwn(hash: string): boolean;
  /** Whether the hash should be replaced at the next log-in: it is not ours, or the parameters have been raised since. */
  isOutdated(hash: string): boolean;
}

/** Hashes that other systems made, of accounts that came from there. */
export interface ForeignPasswords {
  /**
   * Compares every form of the password that the other system may have hashed. Without a hash that can be compared, and if the
   * service has a sample of such hashes, it compares the sample. Never throws for a hash.
   */
  verify(typed: string, hash: string | undefined): Promise<'right' | 'wrong' | HashRefusal>;
}

/** Passwords that attackers try first, and the words they are made of. Compared in lower case. */
export interface CommonPasswords {
  has(password: string): Promise<boolean>;
}

/** Passwords that were published with the data of some service. */
export interface LeakedPasswords {
  /** Never throws: false, too, if nobody can say. */
  has(password: string): Promise<boolean>;
}
