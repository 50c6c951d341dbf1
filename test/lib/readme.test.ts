// What both READMEs say of the configuration: every key has its row, with the default that holds, and the examples are right.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { STAGE_SCHEMAS } from '../../lib/config/schema.ts';
import { type Keys, production, sandbox } from '../support/stack/config.ts';

const FILES = ['README.md', 'README.ko.md'] as const;
const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** Keys that are objects have a row for each of theirs. */
const ROWS = Object.keys(STAGE_SCHEMAS).flatMap((key) => {
  const inner: Readonly<Record<string, readonly string[]>> = {
    smtp: ['preset', 'host', 'port', 'secure', 'secretArn', 'mailsPer24Hours', 'mailsPerSecond'],
    sens: ['serviceId', 'from', 'secretArn', 'allowsLong'],
    sns: ['region', 'senderId'],
    lifetimes: Object.keys(DEFAULTS.lifetimes),
    limits: Object.keys(DEFAULTS.limits),
  };
  return inner[key]?.map((name) => `${key}.${name}`) ?? [key];
});

/** As `["key", "meaning", "default"]`. */
const rowsOf = (file: string): readonly (readonly string[])[] =>
  [...textOf(file).matchAll(/^\| `([\w.]+)` +\| (.*?) +\| (.*?) *\|$/gm)].map(([, ...cells]) => cells);

/** The blocks that configure something: without comments, and without the address of a certificate that is cut short. */
const examplesOf = (file: string): readonly Keys[] =>
  [...textOf(file).matchAll(/^( *)```jsonc\n(.*?)\n\1```$/gms)].map(([, , block = '']) => {
    const json = block.replaceAll(/^ *\/\/.*$/gm, '').replace('certificate/…', 'certificate/1234abcd');
    return JSON.parse(`{${json}}`);
  });

describe.each(FILES)('%s', (file) => {
  it('has one row for each key, and no other', () => {
    const keys = rowsOf(file).map(([key]) => key);
    const configured = keys.filter((key) => /^[a-z]/.test(key ?? ''));
    expect(configured.toSorted()).toEqual(ROWS.toSorted());
  });

  it.each(['lifetimes', 'limits'] as const)('tells the defaults of the %s', (group) => {
    const told = rowsOf(file).filter(([key]) => key?.startsWith(`${group}.`));
    const defaults = told.map(([key, , value]) => [key, Number.parseInt(value ?? '', 10)]);
    const expected = Object.entries(DEFAULTS[group]).map(([name, value]) => [`${group}.${name}`, value]);
    expect(defaults.toSorted()).toEqual(expected.toSorted());
  });

  it('has examples that can be deployed as they stand', () => {
    const [first, live, mailServer, texts, ...others] = examplesOf(file);
    expect(others).toEqual([]);
    const stageOf = (example: Keys | undefined, stage: string) => (example?.[stage] ?? {}) as Keys;
    expect(sandbox({ senderEmail: undefined, ...stageOf(first, 'sandbox') }).usesSes).toBe(true);
    expect(production(stageOf(live, 'production')).senderDomain).toBe('your-company.example');
    expect(sandbox(stageOf(mailServer, 'sandbox'))).toMatchObject({
      usesSes: false,
      mail: { host: 'smtp.naver.com' },
      senderAddress: 'your-team@naver.com',
    });
    expect(sandbox(texts ?? {}).texts).toMatchObject({ countries: { KR: 'sens', JP: 'sns' } });
  });
});
