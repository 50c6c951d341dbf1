// `npm run bench`: measures the service beside others, prints tables, and writes them into docs/performance.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FUNCTIONS } from '#routes.ts';
import { UserError } from '../../bin/user-error.ts';
import { bundleOurs, keyOfBundles } from './bundles.ts';
import { checkCold, measureColdPart } from './cold/part.ts';
import { type Command, type PartName, readCommand } from './command.ts';
import { writePart } from './document.ts';
import { pinApart } from './measure/pin.ts';
import type { MeasurePart, PartOptions } from './part.ts';
import { openProgress } from './progress.ts';
import { measureBytes, measureOperations } from './size/part.ts';
import { measureStart } from './start/part.ts';
import { measureWarmPart } from './warm/part.ts';

const PARTS: Readonly<Record<PartName, MeasurePart>> = {
  cold: measureColdPart,
  warm: measureWarmPart,
  bytes: measureBytes,
  operations: measureOperations,
  start: measureStart,
};

/** `.ci/run` counts a check that could not measure as skipped. */
const EXIT = { slower: 1, notMeasured: 3, interrupted: 130 } as const;

/** A part that is written stays so while the functions stay the same, until all parts of the command are written. */
const measure = async (command: Command, options: PartOptions): Promise<void> => {
  const key = `${command.parts} ${await keyOfFunctions(options.folder)}`;
  const written = openProgress<PartName>(join(options.kept, 'written.json'), key);
  for (const part of command.parts) {
    if (options.isWhole && written.rounds.includes(part)) {
      process.stderr.write(`${part}: written before the interruption\n`);
      continue;
    }
    const measured = await PARTS[part](options);
    console.log(`\n${measured}`);
    if (!options.isWhole) continue;
    writePart(part, measured);
    written.add(part);
  }
  if (options.isWhole) written.end();
};

const keyOfFunctions = async (folder: string): Promise<string> => {
  const bundles = await Promise.all(FUNCTIONS.map(async (name) => [name, await bundleOurs(name, folder)] as const));
  return keyOfBundles(Object.fromEntries(bundles));
};

const check = async (options: PartOptions): Promise<void> => {
  const { slower, notMeasured } = await checkCold(options);
  for (const said of slower) console.log(`SLOWER: ${said}`);
  for (const said of notMeasured) console.log(`TOO NOISY, NOT MEASURED: ${said}`);
  if (slower.length > 0) process.exitCode = EXIT.slower;
  else if (notMeasured.length > 0) process.exitCode = EXIT.notMeasured;
  else console.log('Cold starts are as fast as test/bench/cold/bounds.ts asks for.');
};

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(EXIT.interrupted));
try {
  const command = readCommand(process.argv.slice(2));
  const kept = join(import.meta.dirname, '../../.bench');
  const isWhole = command.rounds === undefined && command.only.length === 0;
  const options = { ...command, isWhole, folder, kept, pinned: pinApart() };
  await (command.isCheck ? check(options) : measure(command, options));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
// Connections to the double of AWS would keep this process for minutes.
process.exit();
