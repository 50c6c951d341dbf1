// A stand-in for the range API of Have I Been Pwned: https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { LOOPBACK, listen } from '../../../bin/local/listen.ts';

export interface AskedRange {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** Answers in place of the list. */
type Answer = (response: ServerResponse) => unknown;

const digestOf = (password: string): string => createHash('sha1').update(password).digest('hex').toUpperCase();
const PADDING_LINES = 800;

/** The lines of the range, as many as the real one sends: those of leaks, and others that count 0. */
export const rangeText = (prefix: string, leaked: readonly string[], padded: readonly string[] = []): string => {
  const lineOf = (password: string, count: number) => `${digestOf(password).slice(5)}:${count}`;
  const inRange = (password: string) => digestOf(password).startsWith(prefix);
  const fill = Array.from({ length: PADDING_LINES }, (_one, index) => lineOf(`padding ${index}`, 0));
  return [
    ...fill,
    ...leaked.filter(inRange).map((password) => lineOf(password, 24_230)),
    ...padded.filter(inRange).map((password) => lineOf(password, 0)),
  ].join('\r\n');
};

/** `padded`: passwords whose lines are padding. `answer` can be set later. */
export const startLeakRange = async (leaked: readonly string[], padded: readonly string[] = []) => {
  const asked: AskedRange[] = [];
  const state: { answer: Answer | undefined } = { answer: undefined };
  const server = createServer((request, response) => {
    const { url = '', headers } = request;
    asked.push({ path: url, headers });
    if (state.answer) return void state.answer(response);
    const prefix = url.slice('/range/'.length);
    response.writeHead(200, { 'content-type': 'text/plain' }).end(rangeText(prefix, leaked, padded));
  });
  const port = await listen(server, 0, 'the port');
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { asked, state, url: `http://${LOOPBACK}:${port}`, stop, dropConnections: () => server.closeAllConnections() };
};
