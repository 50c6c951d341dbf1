// The keys about what a request costs: the strength of a hash.
import { describe, expect, it } from 'vitest';
import { PASSWORD_HASH_MINIMA } from '#domain/account/password-hash.ts';
import { parseSettings } from '#schemas/settings.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';

describe('passwordHash', () => {
  it.each([...PASSWORD_HASH_MINIMA, { memoryKibibytes: 65_536, passes: 8 }])('may be %o', (passwordHash) => {
    expect(sandbox({ passwordHash }).passwordHash).toEqual(passwordHash);
  });

  it.each([
    [{ memoryKibibytes: 47_103, passes: 1 }, 'sandbox.passwordHash'],
    [{ memoryKibibytes: 19_455, passes: 2 }, 'sandbox.passwordHash'],
    [{ memoryKibibytes: 7168, passes: 4 }, 'sandbox.passwordHash'],
    [{ memoryKibibytes: 7167, passes: 8 }, 'sandbox.passwordHash.memoryKibibytes'],
    [{ memoryKibibytes: 65_537, passes: 2 }, 'sandbox.passwordHash.memoryKibibytes'],
    [{ memoryKibibytes: 19_456, passes: 9 }, 'sandbox.passwordHash.passes'],
    [{ memoryKibibytes: 19_456 }, 'sandbox.passwordHash.passes'],
    [19_456, 'sandbox.passwordHash'],
  ])('may not be %o', (passwordHash, path) => {
    expect(Object.keys(sandboxFaults({ passwordHash }))).toEqual([path]);
  });

  it('below the minima is answered with them', () => {
    expect(sandboxFaults({ passwordHash: { memoryKibibytes: 19_456, passes: 1 } })).toEqual({
      'sandbox.passwordHash':
        "must have at least the memory and the passes of one of OWASP's minima: 47104 with 1, 19456 with 2, 12288 with 3, 9216 with 4, 7168 with 5",
    });
  });

  it('reaches the functions, and is left out where it is not set', () => {
    const settingsOf = (keys: Keys) =>
      parseSettings(JSON.parse(settingsVariable(sandbox(keys), 'https://api.example')));
    const passwordHash = { memoryKibibytes: 47_104, passes: 2 };
    expect(settingsOf({ passwordHash }).passwordHash).toEqual(passwordHash);
    expect(settingsOf({})).not.toHaveProperty('passwordHash');
  });
});
