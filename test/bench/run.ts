// `npm run bench`: measures the service beside others, prints tables, and writes them into docs/performance.md.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../bin/user-error.ts';
import { checkCold, measureColdPart } from './cold/part.ts';
import { type Command, type PartName, readCommand } from './command.ts';
import { writePart } from './document.ts';
import { pinApart } from './measure/pin.ts';
import type { MeasurePart, PartOptions } from './part.ts';
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

/** The exit codes of a check. `.ci/run` counts the last one as skipped. */
const EXIT = { slower: 1, notMeasured: 3 } as const;

const measure = async (command: Command, options: PartOptions): Promise<void> => {
  for (const part of command.parts) {
    const measured = await PARTS[part](options);
    console.log(`\n${measured}`);
    if (options.isWhole) writePart(part, measured);
  }
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
} finally {
  rmSync(folder, { recursive: true });
}
