// `npm run calibrate`: what it measures, what it recommends, and how it is asked.
import { describe, expect, it } from 'vitest';
import { isStrongEnough, PASSWORD_HASH_DEFAULT, type PasswordHashStrength } from '#domain/account/password-hash.ts';
import { readArguments, USAGE } from '../../bin/calibrate/arguments.ts';
import { measure, recommend, SETTINGS } from '../../bin/calibrate/measure.ts';
import { renderJson, renderText } from '../../bin/calibrate/render.ts';
import { UserError } from '../../bin/user-error.ts';
import { sandboxFaults } from '../support/stack/config.ts';

/** A machine whose hash takes 1 ms for each 1,000 KiB and pass. */
const onPaper = async ({ memoryKibibytes, passes }: PasswordHashStrength) => (memoryKibibytes * passes) / 1000;
const report = async (targetMilliseconds: number) => {
  const measured = await measure(onPaper, 3);
  const recommended = recommend(measured, targetMilliseconds);
  return { machine: 'a machine', runs: 3, targetMilliseconds, measured, recommended };
};

describe('the settings', () => {
  it('are all taken by the configuration, and the default is among them', () => {
    for (const passwordHash of SETTINGS) expect(sandboxFaults({ passwordHash })).toEqual({});
    expect(SETTINGS).toContainEqual(PASSWORD_HASH_DEFAULT);
    expect(SETTINGS.every(isStrongEnough)).toBe(true);
  });

  it('are measured side by side, and the first round of each is not counted', async () => {
    const asked: PasswordHashStrength[] = [];
    const measured = await measure(async (strength) => {
      asked.push(strength);
      return asked.length <= SETTINGS.length ? 1000 : asked.length;
    }, 3);
    expect(asked).toEqual([...SETTINGS, ...SETTINGS, ...SETTINGS, ...SETTINGS]);
    const count = SETTINGS.length;
    expect(measured[0]).toEqual({
      ...SETTINGS[0],
      fastestMilliseconds: count + 1,
      medianMilliseconds: 2 * count + 1,
      slowestMilliseconds: 3 * count + 1,
    });
  });
});

describe('the recommendation', () => {
  it.each([
    [300, { memoryKibibytes: 65_536, passes: 4 }],
    [100, { memoryKibibytes: 32_768, passes: 3 }],
    [66, { memoryKibibytes: 32_768, passes: 2 }],
    // Minima are equals: the one with the most memory.
    [50, { memoryKibibytes: 47_104, passes: 1 }],
    [40, { memoryKibibytes: 19_456, passes: 2 }],
    [36, { memoryKibibytes: 7168, passes: 5 }],
  ])('for %d ms is the most work below it', async (target, strength) => {
    expect((await report(target)).recommended).toMatchObject(strength);
  });

  it('is none if every setting takes longer', async () => {
    expect((await report(20)).recommended).toBeUndefined();
  });
});

describe('the report', () => {
  it('names the key of cdk.json', async () => {
    const text = renderText(await report(100));
    expect(text).toContain('"passwordHash": { "memoryKibibytes": 32768, "passes": 3 }');
    expect(text).toMatch(/^ +19456 +2 .*OWASP's minimum, default$/m);
    expect(text).toMatch(/^ +32768 +3 .*recommended$/m);
  });

  it('says that the default needs no key', async () => {
    expect(renderText(await report(40))).toContain('That is the default: nothing is to be set.');
  });

  it('says that nothing is fast enough', async () => {
    expect(renderText(await report(20))).toContain('No setting takes at most 20 ms here');
  });

  it('is the same as JSON', async () => {
    const made = await report(100);
    expect(JSON.parse(renderJson(made))).toEqual(made);
  });
});

describe('the command line', () => {
  it('has defaults', () => {
    expect(readArguments([])).toEqual({ targetMilliseconds: 250, runs: 9, isJson: false, isHelp: false });
    expect(readArguments(['--target', '100', '--runs=5', '--json', '--help'])).toEqual({
      targetMilliseconds: 100,
      runs: 5,
      isJson: true,
      isHelp: true,
    });
  });

  it.each([[['--target', '0']], [['--target', 'x']], [['--target', '1.5']], [['--runs', '']], [['--fast']], [['x']]])(
    'is refused with the usage: %j',
    (words) => {
      expect(() => readArguments(words)).toThrow(UserError);
      expect(() => readArguments(words)).toThrow(USAGE);
    },
  );
});
