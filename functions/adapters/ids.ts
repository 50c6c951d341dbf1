// Makes ULIDs that are ordered by the clock and always greater than the id they follow.
import { incrementBase32, monotonicFactory } from 'ulid';
import type { Clock, Ids } from '#domain/ports.ts';

/** This process's clock may be behind the clock that made `after`; the next id is then `after` plus one. */
export const createIds = (clock: Clock): Ids => {
  const ulid = monotonicFactory();
  return {
    next(after = '') {
      const id = ulid(clock.now());
      return id > after ? id : incrementBase32(after);
    },
  };
};
