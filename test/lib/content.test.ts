// The words of a team beside the code: in a file of every function, in no variable, and a change of them is a change of the code.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, describe, expect, it } from 'vitest';
import type { AskedConsent } from '#domain/account/consents.ts';
import { contentOf, withContent } from '../../lib/bundling/content.ts';
import { LatchkeyStack } from '../../lib/latchkey-stack.ts';
import { sandbox } from '../support/stack/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-content-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TITLE = { ko: '이용약관에 동의해요', en: 'I agree to the terms of use' };
const terms = (version: string): AskedConsent => ({
  key: 'terms',
  kind: 'terms',
  version,
  required: true,
  title: TITLE,
});
const withConsents = (...consents: AskedConsent[]) => ({ ...sandbox({}), consents });

/** The asset of each function, and all of the template. */
const synthesise = (config: ReturnType<typeof sandbox>) => {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [] },
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const template = Template.fromStack(new LatchkeyStack(app, 'Latchkey-sandbox', { config }));
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  const code = functions.map(({ Properties }): string => Properties.Code.S3Key);
  return { code, text: JSON.stringify(template.toJSON()) };
};

describe('the content of a stage', () => {
  it('is nothing where no words are set', () => {
    expect(contentOf(sandbox({}))).toBeUndefined();
  });

  it('is the words that are set', () => {
    const consents = [terms('2026-01-01')];
    expect(JSON.parse(contentOf(withConsents(...consents)) ?? '')).toEqual({ consents });
  });

  it('changes the code of every function, and only that', () => {
    const [without, first, again, second] = [
      sandbox({}),
      withConsents(terms('2026-01-01')),
      withConsents(terms('2026-01-01')),
      withConsents(terms('2026-07-01')),
    ].map(synthesise);
    const codes = [without, first, second].map((stage) => new Set(stage?.code));
    expect(codes.map(({ size }) => size)).toEqual([1, 1, 1]);
    expect(new Set(codes.flatMap((code) => [...code])).size).toBe(3);
    expect(again?.code).toEqual(first?.code);
    expect(first?.text).not.toContain('terms of use');
    expect(first?.text.replaceAll(first.code[0] ?? '', without?.code[0] ?? '')).toBe(without?.text);
  });
});

describe('the code with content', () => {
  it('is a copy with the file, and the code stays as it was', () => {
    const code = mkdtempSync(join(folder, 'code-'));
    writeFileSync(join(code, 'index.mjs'), 'export const handler = 1;');
    const copy = withContent(code, '{"consents":[]}', folder);
    expect(readdirSync(copy).toSorted()).toEqual(['content.json', 'index.mjs']);
    expect(readFileSync(join(copy, 'content.json'), 'utf8')).toBe('{"consents":[]}');
    expect(readFileSync(join(copy, 'index.mjs'), 'utf8')).toBe('export const handler = 1;');
    expect(readdirSync(code)).toEqual(['index.mjs']);
  });
});
