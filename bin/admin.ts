// `npm run admin`: looks after the accounts of people, by the admin API.
import { createInterface, type Interface } from 'node:readline/promises';
import { processSurroundings } from './admin/place.ts';
import { type AdminWorld, runAdmin } from './admin/run.ts';

const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
let piped: Interface | undefined;
let lines: AsyncIterator<string> | undefined;

/** The next line of the standard input. A question is asked on standard error, so that the output stays clean. */
const readLine: AdminWorld['readLine'] = async (question) => {
  if (isTerminal) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  }
  piped ??= createInterface({ input: process.stdin });
  lines ??= piped[Symbol.asyncIterator]();
  const { done, value } = await lines.next();
  return done ? undefined : value;
};

process.exitCode = await runAdmin(process.argv.slice(2), {
  ...processSurroundings(),
  isTerminal,
  readLine,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});
// A pipe that stays open would keep the process.
piped?.close();
