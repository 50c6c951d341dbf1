// `npm run calibrate`: how long a password hash takes on this machine in each setting, and which to choose.
import { availableParallelism, cpus } from 'node:os';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';
import type { PasswordHashStrength } from '#domain/account/password-hash.ts';
import { readArguments, USAGE } from './calibrate/arguments.ts';
import { measure, recommend } from './calibrate/measure.ts';
import { renderJson, renderText } from './calibrate/render.ts';
import { UserError } from './user-error.ts';

const SAMPLE = 'correct horse battery staple';

const hash = async (strength: PasswordHashStrength): Promise<number> => {
  const hasher = createArgon2Hasher(strength);
  const startedAt = performance.now();
  await hasher.hash(SAMPLE);
  return performance.now() - startedAt;
};

const machine = `${cpus()[0]?.model.trim() || process.arch}, ${availableParallelism()} cores, Node ${process.version}`;

try {
  const { targetMilliseconds, runs, isJson, isHelp } = readArguments(process.argv.slice(2));
  if (isHelp) process.stdout.write(`${USAGE}\n`);
  else {
    const measured = await measure(hash, runs);
    const report = {
      machine,
      runs,
      targetMilliseconds,
      measured,
      recommended: recommend(measured, targetMilliseconds),
    };
    process.stdout.write(isJson ? renderJson(report) : renderText(report));
    process.exitCode = report.recommended ? 0 : 1;
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
