// What has to be computed to compare a password with a hash of another system.

interface Derived {
  readonly salt: Buffer;
  /** What the password and the salt must give. */
  readonly tag: Buffer;
}

export interface Argon2Work extends Derived {
  readonly by: 'argon2';
  readonly variant: 'argon2id' | 'argon2i' | 'argon2d';
  readonly memoryKibibytes: number;
  readonly passes: number;
  readonly parallelism: number;
}

export interface BcryptWork {
  readonly by: 'bcrypt';
  /** Base 2 logarithm of the rounds. */
  readonly rounds: number;
  /** In the form of crypt(3), 60 characters. */
  readonly hash: string;
  /** Django hashes the SHA-256 of the password in hexadecimal digits, because bcrypt ignores what follows 72 bytes. */
  readonly isDigested: boolean;
}

export interface Pbkdf2Work extends Derived {
  readonly by: 'pbkdf2';
  readonly digest: 'sha1' | 'sha256' | 'sha512';
  readonly iterations: number;
}

/** RFC 7914: N, r and p. */
export interface ScryptWork extends Derived {
  readonly by: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** Firebase's: scrypt gives a key, and the tag is this one encrypted with it. */
  readonly signerKey?: Buffer;
  /** The system hashes the NFKC form of a password, whatever is typed. */
  readonly isCompatible?: boolean;
}

export type HashWork = Argon2Work | BcryptWork | Pbkdf2Work | ScryptWork;
