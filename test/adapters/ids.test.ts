// Ids: ULIDs that only ever grow, whatever the clock does.
import { decodeTime } from 'ulid';
import { describe, expect, it } from 'vitest';
import { createIds } from '#adapters/ids.ts';
import { HOUR, NOW } from '../support/builders.ts';

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const idsAt = (time: number) => {
  const clock = { time, now: () => clock.time };
  return { ids: createIds(clock), clock };
};

describe('an id', () => {
  it('is a ULID of the clock’s time', () => {
    const id = idsAt(NOW).ids.next();
    expect(id).toMatch(ULID);
    expect(decodeTime(id)).toBe(NOW);
  });

  it('is greater than the one before, even within one millisecond', () => {
    const { ids } = idsAt(NOW);
    const made = Array.from({ length: 2_000 }, () => ids.next());
    expect(new Set(made).size).toBe(2_000);
    expect(made.toSorted()).toEqual(made);
  });

  it('is greater than the one before when the clock goes back', () => {
    const { ids, clock } = idsAt(NOW);
    const first = ids.next();
    clock.time -= HOUR;
    expect(ids.next() > first).toBe(true);
  });

  it('differs between two functions of the same clock', () => {
    expect(idsAt(NOW).ids.next()).not.toBe(idsAt(NOW).ids.next());
  });
});

describe('an id that follows another', () => {
  it('is greater than it, and of the clock’s time when that is later', () => {
    const before = idsAt(NOW - 1).ids.next();
    const id = idsAt(NOW).ids.next(before);
    expect(id > before).toBe(true);
    expect(decodeTime(id)).toBe(NOW);
  });

  it('is greater than it with the clock far behind', () => {
    const after = idsAt(NOW + HOUR).ids.next();
    const id = idsAt(NOW).ids.next(after);
    expect(id).toMatch(ULID);
    expect(id > after).toBe(true);
  });

  it('is greater within the same millisecond of two functions, whichever drew the higher number', () => {
    for (let round = 0; round < 200; round++) {
      const after = idsAt(NOW).ids.next();
      expect(idsAt(NOW).ids.next(after) > after).toBe(true);
    }
  });

  it.each([
    ['01KE5VYW8EABCDEFGHJKMNPQRS', '01KE5VYW8EABCDEFGHJKMNPQRT'],
    ['01KE5VYW8EABCDEFGHJKMNPQRZ', '01KE5VYW8EABCDEFGHJKMNPQS0'],
    ['01KE5VYW8EABCDEFGHJKZZZZZZ', '01KE5VYW8EABCDEFGHJM000000'],
    ['01KE5VYW8EZZZZZZZZZZZZZZZZ', '01KE5VYW8F0000000000000000'],
    ['01ZZZZZZZZZZZZZZZZZZZZZZZZ', '02000000000000000000000000'],
  ])('counts %s up to %s, carrying over', (after, next) => {
    const id = idsAt(1).ids.next(after);
    expect(id).toBe(next);
    expect(id > after).toBe(true);
  });

  it('never repeats in a chain against a clock that stands still in the past', () => {
    const { ids } = idsAt(1);
    const chain = ['01KE5VYW8EZZZZZZZZZZZZZZZX'];
    for (let index = 0; index < 100; index++) chain.push(ids.next(chain.at(-1)));
    expect(new Set(chain).size).toBe(101);
    expect(chain.toSorted()).toEqual(chain);
  });
});
