// What a function is told by its variables: a missing one is named, so that a broken deployment explains itself.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENV, type EnvName, readEnv } from '#runtime/env.ts';

const NAMES = Object.keys(ENV) as EnvName[];

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('a variable', () => {
  it.each(NAMES)('%s is read by its name', (name) => {
    vi.stubEnv(ENV[name], ` ${name},x `);
    expect(readEnv(name)).toBe(` ${name},x `);
  });

  it.each(NAMES)('%s names itself when it is missing or empty', (name) => {
    for (const nothing of [undefined, '']) {
      vi.stubEnv(ENV[name], nothing);
      expect(() => readEnv(name)).toThrow(`the environment variable ${ENV[name]} is missing`);
    }
  });

  it('has a name that Lambda takes, and no other has', () => {
    const variables = Object.values(ENV);
    for (const variable of variables) expect(variable).toMatch(/^(?!AWS_|LAMBDA_)[A-Z][A-Z0-9_]+$/);
    expect(new Set(variables).size).toBe(variables.length);
  });
});
