// The self-check of a function: one hash, timed, for an event that no HTTP request can be.
import { describe, expect, it } from 'vitest';
import { withSelfCheck } from '#runtime/self-check.ts';
import { SELF_CHECK, SelfCheckAnswer } from '#schemas/self-check.ts';
import { apiEvent } from '../support/api-event.ts';

const watched = () => {
  const seen = { events: [] as unknown[], hashed: 0 };
  const passwords = {
    hash: async () => {
      seen.hashed++;
      return '';
    },
  };
  const handler = withSelfCheck(async (event: unknown, _context: undefined) => {
    seen.events.push(event);
    return 'handled';
  }, passwords);
  return { seen, run: (event: unknown) => handler(event, undefined) };
};

describe('a self-check', () => {
  it('hashes once and answers with the time and the version of Node', async () => {
    const { seen, run } = watched();
    expect(SelfCheckAnswer.parse(await run(SELF_CHECK))).toEqual({
      hashMilliseconds: expect.any(Number),
      node: process.version,
    });
    expect(seen).toEqual({ events: [], hashed: 1 });
  });

  it.each([
    ['a request that says so in its body', apiEvent({ method: 'POST', path: '/signup', body: SELF_CHECK })],
    ['a request that says so in its query', apiEvent({ method: 'GET', path: '/signup?selfCheck=true' })],
    ['another value', { selfCheck: 'true' }],
    ['nothing', null],
    ['text', 'selfCheck'],
  ])('is not %s', async (_name, event) => {
    const { seen, run } = watched();
    expect(await run(event)).toBe('handled');
    expect(seen).toEqual({ events: [event], hashed: 0 });
  });
});
