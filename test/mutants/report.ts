// Reads Stryker's report: what of the code no test defends, less what is accepted in `accepted.json`.

/** A survivor that changes nothing. One entry stands for one mutant. */
export interface Accepted {
  readonly file: string;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  /** Why no test can tell the mutant from the original. */
  readonly reason: string;
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is read of a report (https://github.com/stryker-mutator/mutation-testing-elements): lines and columns count from 1. */
export interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly status: string;
          readonly location: { readonly start: Position; readonly end: Position };
        }[];
      }
    >
  >;
}

export interface Mutant extends Omit<Accepted, 'reason'> {
  readonly line: number;
  readonly status: string;
}

/** Also where no test reaches it: nothing would notice. */
const SURVIVING = ['Survived', 'NoCoverage'];
/** The others were never tried: static ones, and those that do not compile. */
const TRIED = ['Killed', 'Timeout', ...SURVIVING];

export const mutantsOf = ({ files }: Report): Mutant[] =>
  Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => TRIED.includes(status))
      .map(({ mutatorName, replacement = '', status, location }) => ({
        file,
        mutator: mutatorName,
        original: textAt(source, location),
        replacement,
        status,
        line: location.start.line,
      })),
  );

export interface Verdict {
  readonly killed: number;
  readonly accepted: number;
  readonly survivors: readonly Mutant[];
  /** Entries of these files that stand for no survivor: killed meanwhile, or the code has changed. */
  readonly outdated: readonly Accepted[];
  /** Percent; 100 where nothing is left to kill. */
  readonly score: number;
}

/** What became of the mutants of one room, or of all. `list` holds the entries of their files. */
export const judge = (mutants: readonly Mutant[], list: readonly Accepted[]): Verdict => {
  const alive = mutants.filter(({ status }) => SURVIVING.includes(status));
  const outdated: Accepted[] = [];
  let survivors = alive;
  for (const entry of list) {
    const index = survivors.findIndex((mutant) => isSame(mutant, entry));
    // A mutant that is slower on a busy machine counts as noticed; its entry is still right.
    const isSlow = mutants.some((mutant) => mutant.status === 'Timeout' && isSame(mutant, entry));
    if (index >= 0) survivors = survivors.toSpliced(index, 1);
    else if (!isSlow) outdated.push(entry);
  }
  const killed = mutants.length - alive.length;
  const counted = killed + survivors.length;
  const score = counted === 0 ? 100 : (killed / counted) * 100;
  return { killed, accepted: alive.length - survivors.length, survivors, outdated, score };
};

/** The folder under its floor; files that lie flat are the floor's own. */
export const roomOf = (file: string, floor: string): string => {
  const [room = '', ...rest] = file.slice(floor.length + 1).split('/');
  return rest.length > 0 ? room : '(flat)';
};

const isSame = (mutant: Mutant, entry: Accepted): boolean =>
  mutant.file === entry.file &&
  mutant.mutator === entry.mutator &&
  mutant.original === entry.original &&
  mutant.replacement === entry.replacement;

/** On one line, so that it can be written into a list. */
const textAt = (source: string, { start, end }: { readonly start: Position; readonly end: Position }): string => {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined))
    .map((line) => line.trim())
    .join(' ');
};
