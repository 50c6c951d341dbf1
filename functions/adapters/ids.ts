// Makes ULIDs that are ordered by the clock and always greater than the id they follow.
import { randomInt } from 'node:crypto';
import { incrementBase32, monotonicFactory } from 'ulid';
import type { Clock, Ids } from '#domain/ports.ts';

/** From 0 to below 1. The library's own takes it from Web Crypto, which would be loaded for it. */
const random = (): number => randomInt(2 ** 32) / 2 ** 32;

/** This process's clock may be behind the clock that made `after`; the next id is then `after` plus one. */
export const createIds = (clock: Clock): Ids => {
  const ulid = monotonicFactory(random);
  return {
    next(after = '') {
      const id = ulid(clock.now());
      return id > after ? id : incrementBase32(after);
    },
  };
};
