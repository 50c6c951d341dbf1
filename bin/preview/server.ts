// Serves the preview on this machine. A new process writes each page, so that it shows the current templates.
import { execFile } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { close, LOOPBACK, listen } from '../local/listen.ts';

export interface Preview {
  readonly url: string;
  stop(): Promise<void>;
}

const COMMAND = ['--import', import.meta.resolve('../text-imports.ts'), join(import.meta.dirname, '../preview.ts')];
const MAXIMUM_BYTES = 64 * 1024 * 1024;

const run = promisify(execFile);

/** `port` 0: a free one. */
export const startPreview = async (port: number, stage: string | undefined): Promise<Preview> => {
  const words = [...COMMAND, '--out', '-', ...(stage === undefined ? [] : ['--stage', stage])];
  const server = createServer(({ url }, response) => {
    if (url !== '/') return answer(response, 404, 'text/plain', 'The mails are at /\n');
    run(process.execPath, words, { maxBuffer: MAXIMUM_BYTES }).then(
      ({ stdout }) => answer(response, 200, 'text/html', stdout),
      ({ stderr, message }) => answer(response, 500, 'text/plain', stderr || message),
    );
  });
  const url = `http://${LOOPBACK}:${await listen(server, port, 'PREVIEW_PORT')}/`;
  return { url, stop: () => close(server) };
};

const answer = (response: ServerResponse, status: number, type: string, body: string): void => {
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
  response.end(body);
};
