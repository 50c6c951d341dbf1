// How strongly passwords are hashed with argon2id at parallelism 1: the default, the least and the most.

export interface PasswordHashStrength {
  readonly memoryKibibytes: number;
  readonly passes: number;
}

/**
 * Each is as strong as the others, with less memory and more passes.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
export const PASSWORD_HASH_MINIMA: readonly PasswordHashStrength[] = [
  { memoryKibibytes: 47_104, passes: 1 },
  { memoryKibibytes: 19_456, passes: 2 },
  { memoryKibibytes: 12_288, passes: 3 },
  { memoryKibibytes: 9216, passes: 4 },
  { memoryKibibytes: 7168, passes: 5 },
];

export const PASSWORD_HASH_DEFAULT: PasswordHashStrength = { memoryKibibytes: 19_456, passes: 2 };

/** So that an attacker who can write a row cannot make a hash take gigabytes or minutes. */
export const PASSWORD_HASH_MAXIMUM: PasswordHashStrength = { memoryKibibytes: 65_536, passes: 8 };

/** Whether it has the memory and the passes of one of the minima. */
export const isStrongEnough = ({ memoryKibibytes, passes }: PasswordHashStrength): boolean =>
  PASSWORD_HASH_MINIMA.some((least) => memoryKibibytes >= least.memoryKibibytes && passes >= least.passes);
