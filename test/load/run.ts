// `npm run test:load`: mixed traffic of many people on `npm start`, and on the stack in MiniStack. `-- --minutes N`: longer.
// `-- local` or `-- cloud`: one of them. Exit code 3: nothing was wrong, but this machine could not tell all of it.
import { loadCloud } from './cloud-load.ts';
import { createFindings, HEADING } from './findings.ts';
import { loadLocal } from './local-load.ts';

const SKIPPED_EXIT_CODE = 3;
const write = (line: string) => process.stdout.write(`${line}\n`);

const readArguments = (given: readonly string[]) => {
  const at = given.indexOf('--minutes');
  const minutes = at === -1 ? 0.25 : Number(given[at + 1]);
  if (!(minutes > 0 && minutes <= 600)) throw new Error('--minutes must be a number above 0');
  const names = given.filter((word) => word === 'local' || word === 'cloud');
  return { minutes, isAsked: (name: 'local' | 'cloud') => names.length === 0 || names.includes(name) };
};

const { minutes, isAsked } = readArguments(process.argv.slice(2));
const findings = createFindings(write);
const skipped: string[] = [];
const PARTS = [
  ['local', 'npm start', loadLocal],
  ['cloud', 'the stack in MiniStack', loadCloud],
] as const;
for (const [name, title, load] of PARTS) {
  if (!isAsked(name)) continue;
  write(`\n${title}\n${HEADING}`);
  const why = await load(findings, minutes);
  if (why) skipped.push(`${title}: ${why}`);
}

// What compares times counts only on a machine that kept its pace.
const isBusy = skipped.some((why) => why.startsWith('npm start'));
const faults = isBusy ? findings.faults : [...findings.faults, ...findings.comparisons];
for (const fault of faults) write(`FAULT: ${fault}`);
if (isBusy) for (const comparison of findings.comparisons) write(`not counted on this machine: ${comparison}`);
if (faults.length > 0) process.exit(1);
if (skipped.length > 0) {
  write(`This machine could not tell all of it. ${skipped.join('. ')}`);
  process.exit(SKIPPED_EXIT_CODE);
}
write('Nothing was wrong.');
