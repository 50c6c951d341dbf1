// `npm run import`: takes accounts over from another service, by the admin API.
import { createInterface } from 'node:readline/promises';
import { processSurroundings } from './admin/place.ts';
import { runImporter } from './import/run.ts';

process.exitCode = await runImporter(process.argv.slice(2), {
  ...processSurroundings(),
  isTerminal: process.stdin.isTTY && process.stderr.isTTY,
  ask: async (question) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question);
    } finally {
      terminal.close();
    }
  },
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  now: () => performance.now(),
});
