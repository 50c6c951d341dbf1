// Keeps measured rounds on the disk, so that an interrupted bench goes on where it stopped.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Progress<Round> {
  readonly rounds: readonly Round[];
  readonly add: (round: Round) => void;
  /** Forgets the rounds: the next bench begins anew. */
  readonly end: () => void;
}

/** `key` names what is measured. Rounds of anything else are forgotten. */
export const openProgress = <Round>(file: string, key: string): Progress<Round> => {
  const rounds = readRounds<Round>(file, key);
  return {
    rounds,
    add: (round) => {
      rounds.push(round);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify({ key, rounds }));
    },
    end: () => rmSync(file, { force: true }),
  };
};

const readRounds = <Round>(file: string, key: string): Round[] => {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    return kept.key === key ? kept.rounds : [];
  } catch {
    return [];
  }
};
