// Objects that are made when they are first used.
import { describe, expect, it } from 'vitest';
import { late } from '#schemas/late.ts';

class Counter {
  #count = 0;
  readonly name = 'counter';
  next(): number {
    this.#count++;
    return this.#count;
  }
}

describe('a late object', () => {
  it('is made at its first use, once', () => {
    let made = 0;
    const counter = late(() => {
      made++;
      return new Counter();
    });
    expect(made).toBe(0);
    expect([counter.name, counter.next(), counter.next(), made]).toEqual(['counter', 1, 2, 1]);
  });

  it('is made again after a failure', () => {
    let tries = 0;
    const counter = late(() => {
      tries++;
      if (tries === 1) throw new Error('not yet');
      return new Counter();
    });
    expect(() => counter.name).toThrow('not yet');
    expect(counter.name).toBe('counter');
  });
});
