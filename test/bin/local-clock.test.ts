// The clock of a laptop: moved forward and back, what its file may hold, and messages that wait while it moves back.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIds } from '#adapters/ids.ts';
import { createLocalClock } from '../../bin/local/local-clock.ts';
import { createLocalRetryQueue } from '../../bin/local/local-retry-queue.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const DAY_SECONDS = 86_400;

let folder = '';
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const file = () => join(folder, 'clock-offset');

describe('the local clock', () => {
  it('moves forward, adds up, and goes back to the time of the machine', () => {
    const clock = createLocalClock(folder);
    expect([clock.advance(60), clock.advance(60), clock.now()]).toEqual([true, true, NOW + 120_000]);
    clock.reset();
    expect(clock.now()).toBe(NOW);
    clock.reset();
    expect([clock.advance(30), clock.now()]).toEqual([true, NOW + 30_000]);
  });

  it('is where it was after a restart, moved or reset', () => {
    const clock = createLocalClock(folder);
    clock.advance(DAY_SECONDS);
    expect(createLocalClock(folder).now()).toBe(NOW + DAY_SECONDS * 1000);
    clock.reset();
    expect(createLocalClock(folder).now()).toBe(NOW);
  });

  it('makes ids that never go back, over a reset and a restart', () => {
    const clock = createLocalClock(folder);
    clock.advance(DAY_SECONDS);
    const before = createIds(clock.forIds).next();
    clock.reset();
    vi.advanceTimersByTime(1);
    expect(createIds(clock.forIds).next() > before).toBe(true);
    expect(createIds(createLocalClock(folder).forIds).next() > before).toBe(true);
  });

  it('moves at most 100 years ahead in all, and says so', () => {
    const clock = createLocalClock(folder);
    const decade = 10 * 365 * DAY_SECONDS;
    expect(Array.from({ length: 11 }, () => clock.advance(decade))).toEqual([...Array(10).fill(true), false]);
    expect(clock.now()).toBe(NOW + 10 * decade * 1000);
    expect(createLocalClock(folder).now()).toBe(clock.now());
  });

  it.each(['', 'x', 'NaN', '-1', '1e300', 'Infinity', '60000 x', '60000 -1', '{}', '\u0000'])(
    'is that of the machine when its file holds %j, and can be moved',
    (content) => {
      writeFileSync(file(), content);
      const told: string[] = [];
      const clock = createLocalClock(folder, (line) => told.push(line));
      expect(told).toEqual([expect.stringMatching(/^\S+clock-offset is damaged, [^\n]+$/)]);
      expect([clock.now(), clock.forIds.now()]).toEqual([NOW, NOW]);
      clock.advance(60);
      expect([clock.now(), createLocalClock(folder).now()]).toEqual([NOW + 60_000, NOW + 60_000]);
    },
  );

  it('reads a file with the offset alone, as it was written before', () => {
    writeFileSync(file(), '60000');
    const clock = createLocalClock(folder);
    expect([clock.now(), clock.forIds.now()]).toEqual([NOW + 60_000, NOW + 60_000]);
    clock.reset();
    expect(readFileSync(file(), 'utf8')).toBe('0 60000');
  });
});

describe('the local retry queue', () => {
  const ticket = { pk: 'signup#email#me@example.com', id: 'id', seq: 1 };

  it('keeps its delay, and delivers at once what was queued before the clock went back', async () => {
    const clock = createLocalClock(folder);
    const queue = createLocalRetryQueue(clock);
    const courier = vi.fn(async () => ({ batchItemFailures: [] }));
    queue.start(courier);
    clock.advance(DAY_SECONDS);
    await queue.put(ticket, { urgent: false, delaySeconds: 10 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(courier).not.toHaveBeenCalled();
    clock.reset();
    await vi.advanceTimersByTimeAsync(1000);
    expect(courier).toHaveBeenCalledTimes(1);

    await queue.put(ticket, { urgent: false, delaySeconds: 10 });
    await vi.advanceTimersByTimeAsync(9000);
    expect(courier).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(courier).toHaveBeenCalledTimes(2);
    queue.stop();
  });
});
