// Proves that the template files are complete in every language and contain nothing that a mail must not contain.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAIL_TEMPLATES } from '#adapters/mail/mail-templates.ts';
import { LOCALES } from '#domain/locale.ts';
import { MAIL_SCHEMAS, SMS_SCHEMAS } from '#schemas/mail-values.ts';

const TEMPLATES = new URL('../../../templates/', import.meta.url);

const templateFiles = ['email', 'sms'].flatMap((folder) =>
  readdirSync(new URL(folder, TEMPLATES), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.(html|txt)$/.test(path)),
);
const readTemplate = (path: string): string => readFileSync(new URL(path, TEMPLATES), 'utf8');
const below = (folder: string): string[] =>
  templateFiles.filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));

describe('the template files', () => {
  it.each(LOCALES)('in %s are html and text of every mail, the shared blocks, and every sms', (locale) => {
    const mails = Object.keys(MAIL_SCHEMAS).flatMap((name) => [`${name}.html`, `${name}.txt`]);
    const blocks = below('email/ko/').filter((path) => path.startsWith('partials/'));
    expect(below(`email/${locale}/`).toSorted()).toEqual([...mails, ...blocks].toSorted());
    expect(below(`sms/${locale}/`)).toEqual(Object.keys(SMS_SCHEMAS).map((name) => `${name}.txt`));
  });

  it.each(LOCALES)('in %s are all handed to the renderer', (locale) => {
    const { mails, partials } = MAIL_TEMPLATES[locale];
    const known = [
      ...Object.values(mails).flatMap(({ html, text }) => [html, text]),
      ...Object.values({ ...partials.html }),
      ...Object.values({ ...partials.text }),
    ];
    const other = LOCALES.filter((candidate) => candidate !== locale).map((candidate) => `email/${candidate}/`);
    const own = templateFiles.filter(
      (path) => path.startsWith('email/') && !other.some((folder) => path.startsWith(folder)),
    );
    expect(known.toSorted()).toEqual(own.map(readTemplate).toSorted());
  });

  it.each(LOCALES)('in %s use every block they share', (locale) => {
    const all = templateFiles.filter((path) => !path.startsWith('sms/')).map(readTemplate);
    for (const name of Object.keys(MAIL_TEMPLATES[locale].partials.html)) {
      expect(all.some((template) => new RegExp(`\\{\\{#?> ${name}[\\s}]`).test(template))).toBe(true);
    }
  });

  it.each(templateFiles)('%s never prints a value unescaped', (path) => {
    expect(readTemplate(path)).not.toMatch(/\{\{\{|\{\{&/);
  });

  it.each(templateFiles)('%s loads nothing, runs nothing and does not name the software', (path) => {
    expect(readTemplate(path)).not.toMatch(/<img|<script|<link|url\(|@import|https?:|latchkey/i);
  });
});
