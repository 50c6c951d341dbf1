// Starts and stops servers on 127.0.0.1; a port in use becomes one clear line.
import type { Server as HttpServer } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { UserError } from '../user-error.ts';

export const LOOPBACK = '127.0.0.1';

/** Connections that wait to be taken. One more is dropped, and tries again seconds later. Node's own 511 come in one burst. */
const BACKLOG = 4096;

/** Resolves to the port; 0 asks for a free one. `setting` names what to change when the port is taken. */
export const listen = (server: Server, port: number, setting: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new UserError(`Port ${port} is in use. Set ${setting} to another one, or to 0 for a free one.`)
          : error,
      );
    });
    server.listen({ port, host: LOOPBACK, backlog: BACKLOG }, () => resolve((server.address() as AddressInfo).port));
  });

/** Stops at once: open connections are cut, not waited for. */
export const close = (server: HttpServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Takes no new connection, and cuts those that are open once `settle` resolves: requests in progress get their answers. */
export const closeAfter = async (server: HttpServer, settle: () => Promise<void>): Promise<void> => {
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  await settle();
  server.closeAllConnections();
  await closed;
};
