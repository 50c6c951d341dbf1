// `npm run doctor`: can this account send, and if not, what is to be done?
import { resolve } from 'node:path';
import { createClients } from './doctor/clients.ts';
import { createResolver } from './doctor/resolver.ts';
import { runDoctor } from './doctor/run.ts';

process.exitCode = await runDoctor(process.argv.slice(2), {
  environment: process.env,
  configFile: resolve('cdk.json'),
  createClients,
  createResolver,
  now: Date.now,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});
