// The documents list all routes and configuration keys, no others, with the real defaults. The READMEs are short.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { DEFAULTS } from '#domain/defaults.ts';
import { ROUTES } from '#routes.ts';
import { STAGE_SCHEMAS } from '../../lib/config/schema.ts';
import { type Keys, production, sandbox } from '../support/stack/config.ts';

const READMES = ['README.md', 'README.ko.md'] as const;
const README_MAXIMUM_BYTES = 10_500;
const textOf = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

/** The cells of each row of the tables. */
const rowsOf = (file: string): readonly (readonly string[])[] =>
  [...textOf(file).matchAll(/^\| (.*) \|$/gm)].map(([, cells = '']) => cells.split(/(?<!\\) \| /));

describe.each(READMES)('%s', (file) => {
  it('is short', () => {
    expect(Buffer.byteLength(textOf(file))).toBeLessThanOrEqual(README_MAXIMUM_BYTES);
  });
});

/** The texts in backquotes. */
const namesIn = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the route table of docs/api.md', () => {
  it('has every route and page once, and no other', () => {
    const rows = rowsOf('docs/api.md').filter(([methods]) => /^(`[A-Z]+` ?)+$/.test(methods ?? ''));
    const routes = rows.flatMap(([methods, paths]) =>
      namesIn(methods).flatMap((method) => namesIn(paths).map((path) => `${method} ${path}`)),
    );
    expect(routes.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });
});

/** The keys of the first column: `smtp.port`. */
const configRowsOf = (file: string): readonly (readonly string[])[] =>
  rowsOf(file).flatMap(([first, ...others]) => {
    const [, key] = /^`([a-z][\w.]+)`$/.exec(first ?? '') ?? [];
    return key === undefined ? [] : [[key, ...others]];
  });

/** An object has a row for each of its keys: `smtp.port`. */
const pathsOf = (shape: z.core.$ZodShape, prefix = ''): readonly string[] =>
  Object.entries(shape).flatMap(([name, schema]) => {
    const value = schema instanceof z.ZodMiniExactOptional ? schema.def.innerType : schema;
    return value instanceof z.ZodMiniObject ? pathsOf(value.shape, `${prefix}${name}.`) : [`${prefix}${name}`];
  });

describe('docs/configuration.md', () => {
  const rows = configRowsOf('docs/configuration.md');

  it('has one row for each key, and no other', () => {
    expect(rows.map(([key]) => key).toSorted()).toEqual(pathsOf(STAGE_SCHEMAS).toSorted());
  });

  it.each(['lifetimes', 'limits'] as const)('tells the defaults of the %s', (group) => {
    const told = rows.filter(([key]) => key?.startsWith(`${group}.`));
    const defaults = told.map(([key, , value]) => [key, Number.parseInt(value ?? '', 10)]);
    const expected = Object.entries(DEFAULTS[group]).map(([name, value]) => [`${group}.${name}`, value]);
    expect(defaults.toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    ['senderIdentity', sandbox({}).senderIdentity],
    ['dmarcRecord', sandbox({}).dmarcRecord],
    ['transport', sandbox({}).mail.transport],
    ['brandColor', sandbox({}).brand.color],
    ['masterKeys.accepted', JSON.stringify(sandbox({}).masterKeys.accepted)],
    ['masterKeys.current', String(sandbox({}).masterKeys.current)],
    ['senderLocalPart', production({}).senderAddress.split('@')[0]],
    ['sns.region', sandbox({ sms: 'sns' }).texts.sns?.region],
  ])('tells the default of %s', (key, value) => {
    expect(rows.find(([name]) => name === key)?.at(-1)).toBe(`\`${value}\``);
  });
});

describe('the keys that everybody sets', () => {
  it('are the same eight in both READMEs, and exist', () => {
    const [english, korean] = READMES.map((file) => configRowsOf(file).map(([key]) => key));
    expect(english).toHaveLength(8);
    expect(korean).toEqual(english);
    expect(Object.keys(STAGE_SCHEMAS)).toEqual(expect.arrayContaining(english ?? []));
  });
});

/** The blocks of configuration, without comments and without the shortened ARN of a certificate. */
const examplesOf = (file: string): readonly Keys[] =>
  [...textOf(file).matchAll(/^( *)```jsonc\n(.*?)\n\1```$/gms)].map(([, , block = '']) => {
    const json = block.replaceAll(/^ *\/\/.*$/gm, '').replace('certificate/…', 'certificate/1234abcd');
    return JSON.parse(`{${json}}`);
  });

describe.each(['docs/deploy.md', 'docs/deploy.ko.md'])('%s', (file) => {
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
