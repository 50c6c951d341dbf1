// Asks a server that behaves as the range API does, or badly: then every password counts as not leaked, and the log says so.
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLeakedPasswords } from '#adapters/passwords/leaked-passwords.ts';
import { MINUTE, NOW } from '../../support/builders.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { rangeText, startLeakRange } from '../../support/servers/leak-range.ts';

const LEAKED = 'P@ssw0rd';
/** Its SHA-1 begins like no other's here. */
const SAFE = 'correct horse of mine';
const PADDED = 'only a line of padding';
/** Of `P@ssw0rd`: 21BD12DC183F740EE76F27B78EB39C8AD972A757. */
const PREFIX = '21BD1';

const start = async ({ timeoutMilliseconds = 800 } = {}) => {
  const server = await startLeakRange([LEAKED], [PADDED]);
  onTestFinished(server.stop);
  const lines: object[] = [];
  const clock = { time: NOW, now: () => clock.time };
  const log = { write: (event: string, fields = {}) => void lines.push({ event, ...fields }) };
  return {
    server,
    lines,
    clock,
    list: createLeakedPasswords({ clock, log, endpoint: server.url, timeoutMilliseconds }),
  };
};

const unavailable = (fault: object) => [{ event: 'leaked_passwords_unavailable', ...fault }];

describe('the list of leaked passwords', () => {
  it('knows one that was leaked, and no other', async () => {
    const { list, lines } = await start();
    expect(await list.has(LEAKED)).toBe(true);
    expect(await list.has(SAFE)).toBe(false);
    expect(await list.has(LEAKED.toLowerCase())).toBe(false);
    expect(lines).toEqual([]);
  });

  it('takes a line of padding, which counts 0, for none', async () => {
    const { list } = await start();
    expect(await list.has(PADDED)).toBe(false);
  });

  it('gets five digits of a hash and nothing else of a password, and names its asker', async () => {
    const { list, server } = await start();
    await list.has(LEAKED);
    expect(server.asked).toMatchObject([
      { path: `/range/${PREFIX}`, headers: { 'user-agent': 'Latchkey', 'add-padding': 'true' } },
    ]);
    expect(Object.keys(server.asked[0]?.headers ?? {}).toSorted()).toEqual(
      ['accept', 'add-padding', 'connection', 'host', 'user-agent'].toSorted(),
    );
  });

  it('is asked once for the same beginning within ten minutes, also at the same time', async () => {
    const { list, server, clock } = await start();
    expect(await Promise.all([list.has(LEAKED), list.has(LEAKED)])).toEqual([true, true]);
    clock.time += 10 * MINUTE - 1;
    await list.has(LEAKED);
    expect(server.asked).toHaveLength(1);
    clock.time += 1;
    await list.has(LEAKED);
    expect(server.asked).toHaveLength(2);
  });

  it('keeps the 32 latest answers', async () => {
    const { list, server } = await start();
    await list.has(LEAKED);
    for (let count = 0; count < 31; count += 1) await list.has(`password number ${count}`);
    await list.has(LEAKED);
    expect(server.asked).toHaveLength(32);
    await list.has('one more password');
    await list.has(LEAKED);
    expect(server.asked).toHaveLength(34);
  });
});

type Answer = (response: ServerResponse) => unknown;
const plain = (text: string, status = 200): Answer => {
  return (response) => response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
};
const WHOLE = rangeText(PREFIX, [LEAKED]);

describe('a service that cannot say', () => {
  it.each<[string, Answer, object]>([
    ['an error', plain(WHOLE, 500), { reason: 'wrong_answer', error: 'status 500' }],
    ['a refusal', plain(WHOLE, 429), { reason: 'wrong_answer', error: 'status 429' }],
    ['no status of a range', plain('', 204), { reason: 'wrong_answer', error: 'status 204' }],
    [
      'a redirect',
      (response) => response.writeHead(302, { location: `/range/${PREFIX}` }).end(),
      { reason: 'wrong_answer', error: 'status 302' },
    ],
    ['nothing', plain(''), { reason: 'wrong_answer', error: 'content' }],
    ['a page', plain('<!doctype html><p>blocked</p>'), { reason: 'wrong_answer', error: 'content' }],
    ['JSON', plain('{"leaked":true}'), { reason: 'wrong_answer', error: 'content' }],
    ['one wrong line among right ones', plain(`${WHOLE}\r\nX`), { reason: 'wrong_answer', error: 'content' }],
    ['more than any range has', plain(`${WHOLE}\r\n`.repeat(10)), { reason: 'no_answer', error: 'TOO_LARGE' }],
    [
      'less than it announced',
      (response) => {
        response.writeHead(200, { 'content-length': WHOLE.length + 10 }).write(WHOLE);
        setTimeout(() => response.destroy(), 10);
      },
      { reason: 'no_answer', error: 'ECONNRESET' },
    ],
    [
      'a part, and then the end of the connection',
      (response) => {
        response.writeHead(200).write(WHOLE);
        setTimeout(() => response.destroy(), 10);
      },
      { reason: 'no_answer', error: 'ECONNRESET' },
    ],
    ['the end of the connection', (response) => response.destroy(), { reason: 'no_answer', error: 'ECONNRESET' }],
  ])('lets the password pass after %s, says so, and is asked again', async (_what, answer, fault) => {
    const { list, server, lines } = await start();
    server.state.answer = answer;
    expect(await list.has(LEAKED)).toBe(false);
    expect(lines).toEqual(unavailable(fault));
    server.state.answer = undefined;
    expect(await list.has(LEAKED)).toBe(true);
    expect(lines).toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['says nothing', () => undefined],
    [
      'says a letter at a time',
      (response) => {
        const timer = setInterval(() => response.write('A'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('and %s has its time in all', async (_what, answer) => {
    const { list, server, lines } = await start({ timeoutMilliseconds: 150 });
    server.state.answer = answer;
    const before = performance.now();
    expect(await list.has(LEAKED)).toBe(false);
    expect(performance.now() - before).toBeLessThan(700);
    expect(lines).toEqual(unavailable({ reason: 'slow' }));
  });

  it('and does not listen lets the password pass', async () => {
    const lines: object[] = [];
    const log = { write: (event: string, fields = {}) => void lines.push({ event, ...fields }) };
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const list = createLeakedPasswords({ clock: { now: () => NOW }, log, endpoint });
    expect(await list.has(LEAKED)).toBe(false);
    expect(lines).toEqual(unavailable({ reason: 'no_answer', error: 'ECONNREFUSED' }));
  });

  it('and has closed the connection meanwhile is asked once more', async () => {
    const { list, server, lines } = await start();
    await list.has(SAFE);
    server.dropConnections();
    expect(await list.has(LEAKED)).toBe(true);
    expect(lines).toEqual([]);
  });
});

it('speaks to nobody but the service that the documents name', () => {
  const source = readFileSync(
    new URL('../../../functions/adapters/passwords/leaked-passwords.ts', import.meta.url),
    'utf8',
  );
  expect(source).toContain("'https://api.pwnedpasswords.com'");
  for (const document of ['personal-data.md', 'personal-data.ko.md', 'adr/0061-leaked-passwords.md'])
    expect(readFileSync(new URL(`../../../docs/${document}`, import.meta.url), 'utf8'), document).toContain(
      'api.pwnedpasswords.com',
    );
});
