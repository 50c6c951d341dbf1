// Proves that the words of every mail are complete in every language, and that a template contains nothing a mail must not contain.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { MailName } from '#domain/delivery/mail.ts';
import { MAIL_SCHEMAS } from '#schemas/mail-values.ts';
import { MAILS as ENGLISH } from '#texts/en/mails.ts';
import { MAILS as KOREAN } from '#texts/ko/mails.ts';

const TEMPLATES = new URL('../../../templates/', import.meta.url);

const templateFiles = readdirSync(new URL('email', TEMPLATES)).map((path) => `email/${path}`);
const readTemplate = (path: string): string => readFileSync(new URL(path, TEMPLATES), 'utf8');

describe.each(Object.keys(MAIL_SCHEMAS) as MailName[])('the words of the %s mail', (name) => {
  it('are for the same parts in every language', () => {
    expect(Object.keys(ENGLISH.mails[name])).toEqual(Object.keys(KOREAN.mails[name]));
  });

  it.each([ENGLISH, KOREAN])(
    'have a button and a line above a code exactly where it has a link and a code',
    (language) => {
      const values = Object.keys(MAIL_SCHEMAS[name].shape);
      const texts = language.mails[name];
      expect([texts.button !== undefined, texts.code !== undefined, texts.otherLink !== undefined]).toEqual(
        ['link', 'code', 'resetLink'].map((value) => values.includes(value)),
      );
      expect([texts.ifNotYou !== undefined, texts.ifYou !== undefined]).toEqual(Array(2).fill(values.includes('when')));
      expect(texts.ifNotAsked !== undefined).toBe(!values.includes('when'));
    },
  );
});

describe('the template files', () => {
  it.each(templateFiles)('%s never prints a value unescaped', (path) => {
    expect(readTemplate(path)).not.toMatch(/\{\{\{|\{\{&/);
  });

  it.each(templateFiles)('%s loads nothing, runs nothing and does not name the software', (path) => {
    expect(readTemplate(path)).not.toMatch(/<script|<link|url\(|@import|https?:|latchkey/i);
  });
});
