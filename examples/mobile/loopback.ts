// The way back from the browser into an app without a scheme of its own: a free port of this machine (RFC 8252, 7.3).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { LatchkeyError } from '../../client/index.ts';

const reply = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(`${text}\n`);
};

/** Listens at once. `waitFor` gives each address that the browser comes to to `finish`, until that takes one for the answer. */
export const openLoopback = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const place = server.address();
  const origin = `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}`;

  const waitFor = <Done>(finish: (address: string) => Promise<Done | undefined>, signal: AbortSignal): Promise<Done> =>
    new Promise((resolve, reject) => {
      const listener: RequestListener = async ({ method, url = '/' }, response) => {
        const address = `${origin}${url}`;
        if (method !== 'GET' || !URL.canParse(address)) return reply(response, 404, 'Nothing is here.');
        try {
          const done = await finish(address);
          if (!done) return reply(response, 404, 'Nothing is here.');
          response.once('close', () => resolve(done));
          return reply(response, 200, 'You are logged in. Close this window and go back to the app.');
        } catch (error) {
          // Any page can send a browser here. The right answer may still come.
          if (error instanceof LatchkeyError && error.code === 'unknown_state')
            return reply(response, 400, 'This answer belongs to no log-in of this app.');
          response.once('close', () => reject(error));
          return reply(response, 400, 'You are not logged in. The app says why.');
        }
      };
      server.on('request', listener);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    });
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { redirectUri: `${origin}/callback`, waitFor, close };
};

const OPENERS: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** The browser of the person, not a view inside the app: it holds the session of the pages (RFC 8252, 8.12). */
export const openBrowser = (address: string): void => {
  const [command, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...words, address], { stdio: 'ignore', detached: true });
  // The address was printed, too.
  child.on('error', () => undefined);
  child.unref();
};
