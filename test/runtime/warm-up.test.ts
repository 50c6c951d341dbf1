// The event of the warm schedule: it starts each function, and does nothing else.
import { describe, expect, it, vi } from 'vitest';
import { lazily } from '#runtime/lazily.ts';
import { WARM_UP } from '#runtime/warm-up.ts';
import { SELF_CHECK } from '#schemas/self-check.ts';
import { apiEvent } from '../support/api-event.ts';

const watched = () => {
  const handle = vi.fn(async (_event: unknown, _context: unknown): Promise<unknown> => 'handled');
  const create = vi.fn(() => handle);
  return { handle, create, run: lazily(create) };
};

describe('an event of the warm schedule', () => {
  it('builds the handler, once, and is not passed to it', async () => {
    const { handle, create, run } = watched();
    expect(await run(WARM_UP, {})).toBeUndefined();
    expect(await run(WARM_UP, {})).toBeUndefined();
    expect(create).toHaveBeenCalledTimes(1);
    expect(handle).not.toHaveBeenCalled();
  });

  it('fails if the function cannot be built, as a request would', async () => {
    const run = lazily(() => {
      throw new Error('no settings');
    });
    await expect(run(WARM_UP, {})).rejects.toThrow('no settings');
  });

  it.each([
    ['a request that says so in its body', apiEvent({ method: 'POST', path: '/signup', body: WARM_UP })],
    ['a request that says so in its query', apiEvent({ method: 'GET', path: '/signup?warmUp=true' })],
    ['an event of AWS that says so in its detail', { detail: WARM_UP }],
    ['a self-check', SELF_CHECK],
    ['another value', { warmUp: 'true' }],
    ['nothing', null],
  ])('is not %s', async (_name, event) => {
    const { run, handle } = watched();
    expect(await run(event, {})).toBe('handled');
    expect(handle).toHaveBeenCalledWith(event, {});
  });
});
