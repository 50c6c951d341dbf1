// A run of the importer against a service that is played here: how far it comes, where it goes on, and what it writes down.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../bin/admin/api.ts';
import { type ImportOptions, readArguments } from '../../../bin/import/arguments.ts';
import { fingerprintOf } from '../../../bin/import/fingerprint.ts';
import { runImport } from '../../../bin/import/importer.ts';
import { createPace } from '../../../bin/import/pace.ts';
import { sendBatch } from '../../../bin/import/send.ts';
import { createDisplay, endingOf, type Moment } from '../../../bin/import/show.ts';
import { UserError } from '../../../bin/user-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Body {
  readonly users: readonly { readonly id: string; readonly email: string }[];
  readonly dryRun?: boolean;
}

/** Holds accounts by address. `failAt`: the call, from 1, that gets no answer. */
const createPlayed = (failAt = Number.POSITIVE_INFINITY) => {
  const ids = new Map<string, string>();
  const batches: number[] = [];
  const call = async (_path: string, body: object): Promise<Answer> => {
    const { users, dryRun } = body as Body;
    batches.push(users.length);
    if (batches.length === failAt) throw new UserError('no answer');
    const results = users.map(({ id, email }, index) => {
      const held = ids.get(email);
      if (!dryRun) ids.set(email, held ?? id);
      if (held === undefined) return { index, status: 'created', userId: id };
      if (held === id) return { index, status: 'unchanged', userId: id };
      return { index, status: 'duplicate', userId: held, fault: 'email: another account has this address' };
    });
    return { ok: true, body: { results } };
  };
  return { api: { call, name: { ko: '여기', en: 'here' } }, ids, batches };
};

const optionsOf = (...words: readonly string[]): ImportOptions => {
  const { options } = readArguments([...words, '--reason', 'a test', '--local'], {});
  if (!options) throw new Error('no options');
  return options;
};
const run = async (played: ReturnType<typeof createPlayed>, ...words: readonly string[]) => {
  const options = optionsOf(...words);
  const file = await fingerprintOf(options.file);
  return runImport({ options, api: played.api, file, show: () => undefined, now: () => performance.now() });
};

const lineOf = (index: number): string => JSON.stringify({ email: `user${index}@example.com`, emailVerified: true });
const write = (...lines: readonly string[]): string => {
  const file = join(folder, 'users.ndjson');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
};
const lines = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => lineOf(index));
const reportOf = (file: string) =>
  readFileSync(`${file}.report.ndjson`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('a run', () => {
  it('sends every record once, in batches of 100, and leaves a report and no progress', async () => {
    const played = createPlayed();
    const file = write(...lines(250));
    const { tally } = await run(played, file);
    expect(tally).toMatchObject({ created: 250, unchanged: 0, duplicate: 0, invalid: 0 });
    expect(played.batches).toEqual([100, 100, 50]);
    expect(existsSync(`${file}.progress.json`)).toBe(false);
    const report = reportOf(file);
    expect(report).toHaveLength(251);
    expect(report[0]).toEqual({ line: 1, status: 'created', userId: played.ids.get('user0@example.com') });
    expect(report.at(-1)).toMatchObject({ summary: { created: 250 } });
  });

  it('goes on behind broken lines, and tells them by their number, without a value', async () => {
    const file = write(
      lineOf(0),
      '{"email":',
      '{"email":"secret@example.com"}',
      lineOf(0).replace('true', 'true,"id":"b"'),
    );
    const { tally, faults } = await run(createPlayed(), file);
    expect(tally).toMatchObject({ created: 1, duplicate: 1, invalid: 2 });
    expect(faults.map(({ place, fault }) => [place.number, fault])).toEqual([
      [2, 'is not JSON'],
      [3, 'emailVerified: must be true or false'],
      [4, 'email: another account has this address'],
    ]);
    expect(readFileSync(`${file}.report.ndjson`, 'utf8')).not.toContain('@');
  });

  it('names addresses only if it is told to', async () => {
    const file = write(lineOf(0), lineOf(0).replace('true', 'true,"id":"b"'));
    const { faults } = await run(createPlayed(), file, '--show-addresses');
    expect(faults).toMatchObject([{ email: 'user0@example.com' }]);
  });

  it('of a dry run changes nothing, and leaves no progress', async () => {
    const played = createPlayed();
    const file = write(...lines(3));
    const { tally } = await run(played, file, '--dry-run');
    expect([tally.created, played.ids.size, existsSync(`${file}.progress.json`)]).toEqual([3, 0, false]);
  });

  it('sends no more than the rate at once', async () => {
    const played = createPlayed();
    await run(played, write(...lines(50)), '--rate', '20');
    expect(played.batches).toEqual([20, 20, 10]);
  }, 10_000);

  it('sends accounts that are large in smaller batches', async () => {
    const played = createPlayed();
    const big = { text: 'x'.repeat(2000) };
    const large = Array.from({ length: 400 }, (_, index) =>
      JSON.stringify({ ...JSON.parse(lineOf(index)), metadata: { ...big, more: 'y'.repeat(20_000) } }),
    );
    await run(played, write(...large));
    expect(Math.max(...played.batches)).toBeLessThan(40);
    expect(played.ids.size).toBe(400);
  });
});

describe('a run that ended in the middle', () => {
  it('goes on behind what it saved, with the same ids, and its report has every line once', async () => {
    const file = write(...lines(1000));
    const played = createPlayed(6);
    await expect(run(played, file)).rejects.toThrow('no answer');
    const saved = JSON.parse(readFileSync(`${file}.progress.json`, 'utf8'));
    expect(saved.records).toBe(400);
    // A kill may come between the report and the progress.
    appendFileSync(`${file}.report.ndjson`, '{"line":401,"status":"created"}\n{"li');
    const sentBefore = new Map(played.ids);
    const { tally } = await run(played, file, '--resume');
    expect(tally).toMatchObject({ created: 400 + (1000 - sentBefore.size), unchanged: sentBefore.size - 400 });
    expect(played.ids.size).toBe(1000);
    for (const [email, id] of sentBefore) expect(played.ids.get(email)).toBe(id);
    const numbers = reportOf(file).flatMap(({ line }) => line ?? []);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(existsSync(`${file}.progress.json`)).toBe(false);
  });

  it('holds no address in what it saves', async () => {
    const file = write(...lines(500));
    await expect(run(createPlayed(5), file)).rejects.toThrow();
    expect(readFileSync(`${file}.progress.json`, 'utf8')).not.toContain('@');
  });

  it('is not begun anew by mistake, and not continued with another file, source or service', async () => {
    const file = write(...lines(500));
    const played = createPlayed(5);
    await expect(run(played, file)).rejects.toThrow();
    await expect(run(played, file)).rejects.toThrow('--resume');
    await expect(run(played, file, '--resume', '--from', 'supabase')).rejects.toThrow('another run');
    const elsewhere = { ...played, api: { ...played.api, name: { ko: '저기', en: 'there' } } };
    await expect(run(elsewhere, file, '--resume')).rejects.toThrow('another run');
    appendFileSync(file, `${lineOf(500)}\n`);
    await expect(run(played, file, '--resume')).rejects.toThrow('another run');
  });

  it('is missing if there was none, and is damaged if it cannot be read', async () => {
    const file = write(lineOf(0));
    await expect(run(createPlayed(), file, '--resume')).rejects.toThrow('no run to continue');
    writeFileSync(`${file}.progress.json`, '{}');
    await expect(run(createPlayed(), file, '--resume')).rejects.toThrow('damaged');
  });
});

describe('a batch', () => {
  const refusal = (status: number, code: string): Answer => ({
    ok: false,
    status,
    code,
    words: { ko: code, en: code },
  });
  const USERS = [{ email: 'a@example.com', emailVerified: true, id: 'a' }];
  const fine: Answer = { ok: true, body: { results: [{ index: 0, status: 'created', userId: 'a' }] } };
  const send = (answers: readonly Answer[]) => {
    const pauses: number[] = [];
    let calls = 0;
    const call = async () => answers[Math.min(calls++, answers.length - 1)] ?? fine;
    const sent = sendBatch({ call }, USERS, {
      reason: 'a test',
      isDryRun: false,
      wait: async (pause) => void pauses.push(pause),
    });
    return { sent, pauses };
  };

  it('is sent again while the service is busy or other writers are faster', async () => {
    const { sent, pauses } = send([
      refusal(503, 'unavailable'),
      refusal(409, 'try_again'),
      refusal(429, 'too_many'),
      fine,
    ]);
    expect(await sent).toMatchObject([{ status: 'created' }]);
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  it('is given up after half a minute, and at once for what does not pass', async () => {
    const busy = send([refusal(503, 'unavailable')]);
    await expect(busy.sent).rejects.toThrow('unavailable');
    expect(busy.pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(30_000);
    const refused = send([refusal(403, 'admin_required')]);
    await expect(refused.sent).rejects.toThrow('admin_required');
    expect(refused.pauses).toEqual([]);
  });

  it.each([[[]], [[{ index: 1, status: 'created' }]], [[{ index: 0, status: 'done' }]]])(
    'needs a result for each account: %j',
    async (results) => {
      await expect(send([{ ok: true, body: { results } }]).sent).rejects.toThrow('cannot be read');
    },
  );
});

it('a pace holds to the rate over time, and does not catch up for a slow service', async () => {
  const clock = { time: 0 };
  const pauses: number[] = [];
  const wait = async (pause: number) => {
    pauses.push(pause);
    clock.time += pause;
  };
  const pace = createPace(50, { now: () => clock.time, wait });
  await pace(50);
  clock.time += 200;
  await pace(50);
  clock.time += 5000;
  await pace(50);
  await pace(50);
  expect(pauses).toEqual([800, 1000]);
});

describe('what a person sees', () => {
  const moment: Moment = {
    bytesRead: 500,
    bytes: 1000,
    records: 5000,
    recordsOfRun: 5000,
    bytesOfRun: 500,
    seconds: 10,
  };

  it('is a bar on a terminal, and a line now and then elsewhere', () => {
    const show = (isTerminal: boolean, language: 'ko' | 'en') => {
      const clock = { time: 0 };
      let text = '';
      const write = (more: string) => {
        text += more;
      };
      const display = createDisplay({ isTerminal, language, write, now: () => clock.time });
      display.update(moment);
      clock.time = 6000;
      display.update(moment);
      display.end();
      return text;
    };
    expect(show(true, 'en')).toBe(
      `\r[${'#'.repeat(12)}${'.'.repeat(12)}] 50 %, 5,000 accounts, 500 a second, 00:10 left\u001b[K\n`,
    );
    expect(show(false, 'ko')).toBe('50 %, 계정 5,000개, 1초에 500개, 00:10 남음\n');
  });

  it('is at the end a count of everything, the first faults, and where the rest is', () => {
    const tally = { created: 7, unchanged: 1, duplicate: 1, invalid: 24, passedOver: 2, notes: { anonymous: 2 } };
    const faults = Array.from({ length: 20 }, (_, index) => ({
      place: { unit: 'record', number: index + 1 } as const,
      status: 'invalid',
      fault: 'is not JSON',
    }));
    const text = endingOf({ tally, isDryRun: false, faults, reportFile: 'r.ndjson' }).map(({ en }) => en);
    expect(text.slice(0, 7)).toEqual([
      '35 records are done.',
      '          7  created',
      '          1  there already',
      '          1  address or id of another account',
      '         24  cannot be imported',
      'To know:',
      '          2  anonymous accounts: passed over',
    ]);
    expect(text.slice(-3)).toEqual(['record 20: is not JSON', 'And 5 more.', 'Report: r.ndjson']);
  });
});

describe('a command line', () => {
  it.each([
    [[], 'the file is missing'],
    [['a', 'b', '--reason', 'a move'], 'one file at a time'],
    [['a', '--reason', 'a move', '--from', 'okta'], '--from must be one of'],
    [['a'], '--reason is missing'],
    [['a', '--reason', 'x'], '--reason must have at least 3 characters'],
    [['a', '--reason', 'for minji@example.com'], '--reason must not contain an address'],
    [['a', '--dry-run', '--resume'], 'cannot be used together'],
    [['a', '--reason', 'a move', '--rate', '0'], '--rate must be'],
    [['a', '--reason', 'a move', '--rate', 'fast'], '--rate must be'],
    [['a', '--reason', 'a move', '--profile', 'first name'], '--profile must be'],
    [['a', '--reason', 'a move', '--hash-config', 'b'], '--hash-config goes with'],
    [['a', '--reason', 'a move', '--from', 'firebase', '--hash-config', '/nothing'], 'cannot be read'],
    [['a', '--reason', 'a move', '--lang', 'fr'], '--lang must be'],
    [['a', '--reason', 'a move', '--fast'], '--fast'],
  ])('%j is refused with the usage', (words, why) => {
    expect(() => readArguments(words, {})).toThrow(why);
    expect(() => readArguments(words, {})).toThrow('Usage:');
  });

  it('asks for help in the language of the terminal', () => {
    expect(readArguments(['--help'], { LANG: 'ko_KR.UTF-8' })).toMatchObject({ options: undefined, language: 'ko' });
  });
});
