// The words after `npm run bench`.
import { parseArgs } from 'node:util';
import { UserError } from '../../bin/user-error.ts';

export const PARTS = ['cold', 'warm', 'bytes', 'operations', 'start'] as const;
export type PartName = (typeof PARTS)[number];

export interface Command {
  readonly parts: readonly PartName[];
  /** How many rounds are measured; each part has its own default. */
  readonly rounds?: number;
  /** Only what has one of these names, beside the floor; all if it is empty. */
  readonly only: readonly string[];
  readonly isCheck: boolean;
}

const USAGE = `Usage: npm run bench [-- [part …] [--rounds <number>] [--only <name>,<name>] [--check]]
  part      ${PARTS.join(', ')}; all of them without one
  --rounds  how often each is measured; the document is left as it is
  --only    what is measured, such as signup,reset; the document is left as it is
  --check   few rounds of the cold starts; fails if one is slower than test/bench/bounds.ts allows`;

/** @throws UserError with the usage. */
export const readCommand = (words: readonly string[]): Command => {
  const { values, positionals } = parse(words);
  const parts = positionals.map((word) => {
    const part = PARTS.find((name) => name === word);
    if (!part) throw new UserError(USAGE);
    return part;
  });
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) throw new UserError(USAGE);
  return {
    parts: parts.length > 0 ? parts : PARTS,
    ...(rounds !== undefined && { rounds }),
    only: values.only?.split(',') ?? [],
    isCheck: values.check ?? false,
  };
};

const parse = (words: readonly string[]) => {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { rounds: { type: 'string' }, only: { type: 'string' }, check: { type: 'boolean' } },
    });
  } catch {
    throw new UserError(USAGE);
  }
};
