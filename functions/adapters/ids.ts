// ULIDs that never go backwards in a row: ordered by the clock, and after the id they follow.
import { incrementBase32, monotonicFactory } from 'ulid';
import type { Clock, Ids } from '#domain/ports.ts';

/** A function's clock may be behind the one that made `after`; its successor is then counted up from there. */
export const createIds = (clock: Clock): Ids => {
  const ulid = monotonicFactory();
  return {
    next(after = '') {
      const id = ulid(clock.now());
      return id > after ? id : incrementBase32(after);
    },
  };
};
