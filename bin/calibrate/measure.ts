// Measures settings of argon2id, and chooses one.
import { PASSWORD_HASH_MINIMA, type PasswordHashStrength } from '#domain/account/password-hash.ts';

export interface Measured extends PasswordHashStrength {
  readonly medianMilliseconds: number;
  readonly fastestMilliseconds: number;
  readonly slowestMilliseconds: number;
}

/** OWASP's minima, and stronger ones up to what a stage may have. */
export const SETTINGS: readonly PasswordHashStrength[] = [
  ...PASSWORD_HASH_MINIMA,
  { memoryKibibytes: 19_456, passes: 3 },
  { memoryKibibytes: 32_768, passes: 2 },
  { memoryKibibytes: 32_768, passes: 3 },
  { memoryKibibytes: 47_104, passes: 2 },
  { memoryKibibytes: 47_104, passes: 3 },
  { memoryKibibytes: 65_536, passes: 2 },
  { memoryKibibytes: 65_536, passes: 3 },
  { memoryKibibytes: 65_536, passes: 4 },
];

/** Runs one hash and resolves to its milliseconds. */
export type Hash = (strength: PasswordHashStrength) => Promise<number>;

/** Interleaved, so that what else the machine does meets all settings alike. The first round, which starts cold, is not counted. */
export const measure = async (hash: Hash, runs: number): Promise<readonly Measured[]> => {
  const times = SETTINGS.map((): number[] => []);
  for (let round = 0; round <= runs; round++) {
    for (const [index, strength] of SETTINGS.entries()) {
      const milliseconds = await hash(strength);
      if (round > 0) times[index]?.push(milliseconds);
    }
  }
  return SETTINGS.map((strength, index) => ({ ...strength, ...summarise(times[index] ?? []) }));
};

const summarise = (times: readonly number[]): Omit<Measured, keyof PasswordHashStrength> => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (part: number): number => round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
  return { medianMilliseconds: at(0.5), fastestMilliseconds: at(0), slowestMilliseconds: at(1) };
};

const round = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

/** The most work below the target, of equals the one with the most memory, which is what makes many guesses at once dear. */
export const recommend = (measured: readonly Measured[], targetMilliseconds: number): Measured | undefined =>
  measured
    .filter(({ medianMilliseconds }) => medianMilliseconds <= targetMilliseconds)
    .toSorted((one, other) => workOf(other) - workOf(one) || other.memoryKibibytes - one.memoryKibibytes)[0];

/** A minimum of OWASP is as strong as another one, whatever memory times passes is. */
const workOf = (strength: PasswordHashStrength): number =>
  isMinimum(strength) ? 0 : strength.memoryKibibytes * strength.passes;

export const isMinimum = ({ memoryKibibytes, passes }: PasswordHashStrength): boolean =>
  PASSWORD_HASH_MINIMA.some((least) => least.memoryKibibytes === memoryKibibytes && least.passes === passes);
