// `npm run test:mutants`: changes the code of the domain and the use-cases in thousands of small ways; a test must notice each.
// `-- --changed [commit]` changes only the files that differ from that commit, `-- functions/domain/session` only what is named.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOORS, type Floor } from './floors.ts';
import { type Accepted, judge, type Mutant, mutantsOf, type Report, roomOf, type Verdict } from './report.ts';

const ROOT = join(import.meta.dirname, '../..');
const STRYKER = join(import.meta.dirname, 'node_modules/@stryker-mutator/core/bin/stryker.js');
const REPORTS = join(ROOT, 'coverage/mutants');
/** Where Stryker changes its copies of the code: a folder of this run alone. */
const COPIES = `.stryker-tmp/${process.pid}`;
const CHANGED_LIMIT_MINUTES = 5;
/** The exit code that says that the limit came first: nothing is known of the changed files. */
const LIMIT_EXIT_CODE = 3;

class LimitError extends Error {}

const readJson = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
const accepted = readJson('accepted.json') as readonly Accepted[];

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const tryGit = (...args: readonly string[]): string | undefined => {
  try {
    return git(...args);
  } catch {
    return undefined;
  }
};

/** Where this branch left origin/main; on main itself the commit before. */
const defaultBase = (): string => {
  const fork = tryGit('merge-base', 'HEAD', 'origin/main');
  const base = fork && fork !== git('rev-parse', 'HEAD') ? fork : tryGit('rev-parse', '--verify', 'HEAD~1');
  if (!base) throw new Error('there is no commit before this one: name one, --changed <commit>');
  return base;
};

const changedFiles = (base: string): string[] => {
  if (tryGit('rev-parse', '--verify', `${base}^{commit}`) === undefined) throw new Error(`git knows no commit ${base}`);
  const tracked = git('diff', '--name-only', '--diff-filter=d', base, '--', 'functions');
  const untracked = git('ls-files', '--others', '--exclude-standard', '--', 'functions');
  return `${tracked}\n${untracked}`.split('\n').filter((file) => file.endsWith('.ts'));
};

const isIn = (file: string, folder: string): boolean => file === folder || file.startsWith(`${folder}/`);

/** Patterns of the floor's files that are asked for; none where nothing of this floor is. */
const patternsOf = ({ folder }: Floor, asked: readonly string[] | undefined): string[] => {
  if (!asked) return [`${folder}/**/*.ts`];
  return asked
    .filter((path) => isIn(path, folder))
    .map((path) => (path.endsWith('.ts') ? path : `${path.replace(/\/$/, '')}/**/*.ts`));
};

const removeCopies = (): void => rmSync(join(ROOT, COPIES), { recursive: true, force: true });

/** Ends with everything that it started and copied, at the limit too. */
const stryker = async (configFile: string, deadline: number): Promise<void> => {
  const child = spawn(process.execPath, [STRYKER, 'run', configFile], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop();
      removeCopies();
      process.exit(1);
    });
  }
  let isLate = false;
  const timer = Number.isFinite(deadline)
    ? setTimeout(
        () => {
          isLate = true;
          stop();
        },
        Math.max(0, deadline - Date.now()),
      )
    : undefined;
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(timer);
  removeCopies();
  if (isLate) {
    throw new LimitError(
      `the changed files have more mutants than ${CHANGED_LIMIT_MINUTES} minutes are enough for, so nothing is known of them: ` +
        'run npm run test:mutants -- <file or folder> for each of them, without a limit',
    );
  }
  if (exitCode !== 0) throw new Error(`Stryker ended with exit code ${exitCode}`);
};

const tryMutants = async (floor: Floor, mutate: readonly string[], deadline: number): Promise<Report> => {
  mkdirSync(REPORTS, { recursive: true });
  const fileName = join(REPORTS, `${floor.name}.json`);
  const configFile = join(REPORTS, `${floor.name}.config.json`);
  const config = {
    ...readJson('stryker.config.json'),
    mutate,
    tempDirName: COPIES,
    vitest: { configFile: 'test/mutants/vitest.config.ts', dir: floor.tests },
    jsonReporter: { fileName },
  };
  writeFileSync(configFile, JSON.stringify(config));
  await stryker(configFile, deadline);
  return JSON.parse(readFileSync(fileName, 'utf8')) as Report;
};

const row = (name: string, mutants: number, { killed, survivors, accepted: taken, score }: Verdict): string =>
  `${name.padEnd(24)}${[mutants, killed, survivors.length, taken].map((count) => String(count).padStart(10)).join('')}${`${score.toFixed(2)} %`.padStart(12)}`;

const describeMutant = ({ file, line, mutator, original, replacement }: Mutant): string =>
  `  ${file}:${line} ${mutator}\n    ${original}\n    → ${replacement.replaceAll(/\s*\n\s*/g, ' ')}`;

/** Prints a table by room and what is wrong; whether nothing is. */
const tell = (floor: Floor, report: Report): boolean => {
  const mutants = mutantsOf(report);
  const files = Object.keys(report.files);
  const list = accepted.filter(({ file }) => files.includes(file));
  const inRoom = (room: string) => (item: { readonly file: string }) => roomOf(item.file, floor.folder) === room;
  const total = judge(mutants, list);

  console.log(`\n${floor.folder.padEnd(24)}   mutants    killed  survived  accepted       score`);
  for (const room of [...new Set(mutants.map(({ file }) => roomOf(file, floor.folder)))].sort()) {
    const own = mutants.filter(inRoom(room));
    console.log(row(room, own.length, judge(own, list.filter(inRoom(room)))));
  }
  console.log(row('all', mutants.length, total));
  if (total.survivors.length > 0) console.log(`\nNo test notices:\n${total.survivors.map(describeMutant).join('\n')}`);

  for (const { file, original, replacement } of total.outdated) {
    console.error(`accepted.json: ${file}: ${original} → ${replacement} stands for no survivor any more: take it out`);
  }
  const isEnough = total.score >= floor.minimumScore;
  if (!isEnough) console.error(`${floor.folder}: ${total.score.toFixed(2)} % is less than ${floor.minimumScore} %`);
  return isEnough && total.outdated.length === 0;
};

const main = async (args: readonly string[]): Promise<boolean> => {
  const isChanged = args[0] === '--changed';
  const base = isChanged ? (args[1] ?? defaultBase()) : undefined;
  const asked = base === undefined ? (args.length > 0 ? args : undefined) : changedFiles(base);
  const chosen = FLOORS.map((floor) => ({ floor, patterns: patternsOf(floor, asked) })).filter(
    ({ patterns }) => patterns.length > 0,
  );
  if (chosen.length === 0) {
    const what = base === undefined ? 'what was named' : `what differs from ${base}`;
    const folders = FLOORS.map(({ folder }) => folder).join(' and ');
    console.log(`Nothing of ${what} is in ${folders}: there is nothing to mutate.`);
    return isChanged;
  }
  const gone = accepted.filter(({ file }) => !existsSync(join(ROOT, file)));
  for (const { file } of gone) console.error(`accepted.json: ${file} is not there any more: take its entries out`);
  const deadline = isChanged ? Date.now() + CHANGED_LIMIT_MINUTES * 60_000 : Number.POSITIVE_INFINITY;
  let isRight = gone.length === 0;
  for (const { floor, patterns } of chosen) {
    isRight = tell(floor, await tryMutants(floor, patterns, deadline)) && isRight;
  }
  return isRight;
};

try {
  if (!(await main(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(`test:mutants: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof LimitError ? LIMIT_EXIT_CODE : 1;
}
