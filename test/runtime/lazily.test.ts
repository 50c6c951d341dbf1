// A handler is built at its first event: importing one needs neither AWS nor variables.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ENV } from '#runtime/env.ts';
import { lazily } from '#runtime/lazily.ts';

describe('a lazy handler', () => {
  it('is built at its first event, once, also by parallel first events', async () => {
    const create = vi.fn(() => async (event: number, context: string) => `${context}${event}`);
    const handler = lazily(create);
    expect(create).not.toHaveBeenCalled();
    expect(await Promise.all([handler(1, 'a'), handler(2, 'b')])).toEqual(['a1', 'b2']);
    expect(await handler(3, 'c')).toBe('c3');
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('that cannot be built fails its event, and is built anew at the next', async () => {
    const create = vi.fn(() => async (event: number, _context: object) => event);
    create.mockImplementationOnce(() => {
      throw new Error('not yet');
    });
    const handler = lazily(create);
    await expect(handler(1, {})).rejects.toThrow('not yet');
    expect([await handler(2, {}), await handler(3, {})]).toEqual([2, 3]);
    expect(create).toHaveBeenCalledTimes(2);
  });

  it('that fails at one event is kept for the next', async () => {
    const create = vi.fn(() => async (event: number, _context: object) => {
      if (event === 1) throw new Error('this event only');
      return event;
    });
    const handler = lazily(create);
    await expect(handler(1, {})).rejects.toThrow('this event only');
    expect(await handler(2, {})).toBe(2);
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('takes two parameters: the runtime of Node 24 refuses a third, the callback', () => {
    expect(lazily(() => async (_event: unknown, _context: unknown) => undefined)).toHaveLength(2);
  });
});

describe('the file of a handler', () => {
  beforeEach(() => {
    for (const variable of [...Object.values(ENV), 'AWS_REGION']) vi.stubEnv(variable, undefined);
    vi.resetModules();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  const load = (name: string): Promise<{ handler: (event: unknown, context: unknown) => Promise<unknown> }> =>
    import(`../../functions/handlers/${name}.ts`);

  it.each(['signup', 'verify', 'pages', 'courier'])(
    '%s is imported without variables, and asks at its event',
    async (name) => {
      const { handler } = await load(name);
      await expect(handler({}, {})).rejects.toThrow(ENV.settings);
    },
  );
});
