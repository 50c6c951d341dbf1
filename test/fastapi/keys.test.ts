// How long the FastAPI example uses the keys that it has read, with short times.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { FOLDER } from './server.ts';

const PROGRAM = `
import asyncio, json, sys, time
import jwt, keys

keys.FRESH_SECONDS, keys.PAUSE_SECONDS, keys.TIMEOUT_SECONDS = 1, 1, 2
read = keys.Keys(sys.argv[1])

async def ask(kid):
    began = time.monotonic()
    try:
        await read.get(kid)
        answer = "found"
    except (jwt.InvalidTokenError, keys.KeysUnavailable) as error:
        answer = type(error).__name__
    return [answer, time.monotonic() - began]

async def main():
    first = await ask("a")
    await asyncio.sleep(1.2)
    print(json.dumps([first, *await asyncio.gather(ask("a"), ask("a"), ask("b"))]))

asyncio.run(main())
`;

const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const setOf = (kid: string) => JSON.stringify({ keys: [{ ...KEY, kid, alg: 'RS256', use: 'sig' }] });

let close = () => {};
afterEach(() => close());

/** Asks once, and three times at once when the keys are old. `answer` gets the number of the request. */
const ask = async (answer: (count: number, ...exchange: Parameters<RequestListener>) => void) => {
  let count = 0;
  const server = createServer((request, response) => answer(++count, request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  const place = server.address();
  const url = `http://127.0.0.1:${typeof place === 'object' ? place?.port : ''}/`;
  const child = spawn('python3', ['-B', '-c', PROGRAM, url], { cwd: FOLDER, stdio: ['ignore', 'pipe', 'inherit'] });
  const answers: readonly (readonly [string, number])[] = JSON.parse(await text(child.stdout));
  return { answers, count };
};

it('old keys are read again, and those that are gone are refused', async () => {
  const { answers, count } = await ask(
    (count, _request, response) => void response.end(setOf(count === 1 ? 'a' : 'b')),
  );
  expect(answers.map(([answer]) => answer)).toEqual(['found', 'InvalidTokenError', expect.any(String), 'found']);
  expect(count).toBe(2);
});

it('while the service does not answer, old keys are good, and one request alone waits for it', async () => {
  const { answers, count } = await ask((count, _request, response) => {
    if (count === 1) response.end(setOf('a'));
  });
  expect(answers.map(([answer]) => answer)).toEqual(['found', 'found', 'found', 'KeysUnavailable']);
  const [, ...later] = answers;
  expect(later.filter(([answer, seconds]) => answer === 'found' && seconds > 1)).toHaveLength(1);
  expect(count).toBe(2);
});
