// A port for a server that another program starts.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { close, LOOPBACK, listen } from '../../../bin/local/listen.ts';

/** Systems give ports from 32768 on to outgoing connections: one of them could take the port before the server does. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

export const freePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    const server = createServer();
    const isFree = await listen(server, port, 'the port').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    await close(server);
    return port;
  }
  throw new Error(`No port from ${LOWEST} to ${HIGHEST} on ${LOOPBACK} is free.`);
};
