// `npm run check`: every check side by side. A command in the arguments, the tests of `npm test`, runs beside them.
import { spawn } from 'node:child_process';

const CHECKS = [
  'tsc',
  'tsc -p templates/pages',
  'tsc -p examples/spa',
  'biome check --error-on-warnings .',
  'knip',
  'npm run --silent openapi -- --check',
  'npm run --silent pages -- --check',
  'npm run --silent docs -- --check',
];

interface Result {
  readonly command: string;
  readonly code: number;
  readonly seconds: string;
  readonly output: string;
}

/** The output is collected, unless the command has the terminal for itself. */
const run = (command: string, hasTerminal: boolean): Promise<Result> => {
  const startedAt = performance.now();
  const child = spawn(command, { shell: true, stdio: hasTerminal ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
  return new Promise((resolve) => {
    child.once('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      resolve({ command, code: code ?? 1, seconds, output });
    });
  });
};

const beside = process.argv.slice(2).join(' ');
const running = CHECKS.map((command) => run(command, false));
const results = beside ? [await run(beside, true), ...(await Promise.all(running))] : await Promise.all(running);
const failed = results.filter(({ code }) => code !== 0);
for (const { command, output } of failed) if (output) console.log(`\n=== ${command}\n${output.trimEnd()}`);
console.log();
for (const { command, code, seconds } of results)
  console.log(
    `${code === 0 ? 'passed' : 'FAILED'}  ${command} (${seconds} s${code === 0 ? '' : `, exit code ${code}`})`,
  );
process.exitCode = failed.length === 0 ? 0 : 1;
