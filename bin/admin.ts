// `npm run admin`: looks after the accounts of people, by the admin API.
import { createInterface } from 'node:readline/promises';
import { processSurroundings } from './admin/place.ts';
import { type AdminWorld, runAdmin } from './admin/run.ts';

const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
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
  lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
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
