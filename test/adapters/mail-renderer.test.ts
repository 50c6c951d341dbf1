// Proves that every mail arrives whole: link, code and reference in both languages, nothing missing, nothing foreign.
import { readdirSync, readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../functions/adapters/mail-renderer.ts';
import {
  type AccountExistsMail,
  type Brand,
  LOCALES,
  type Mail,
  type VerificationMail,
} from '../../functions/domain/mail.ts';
import { MAIL_SCHEMAS } from '../../functions/schemas/mails.ts';

const TEMPLATES = new URL('../../templates/email/', import.meta.url);
const LINK = 'https://api.example/verify?token=AbC_-9&lang=ko#x';
const ESCAPED_LINK = 'https://api.example/verify?token&#x3D;AbC_-9&amp;lang&#x3D;ko#x';

const plain: Brand = { name: '모두의마켓', color: '#1f6feb' };
const full: Brand = { ...plain, supportAddress: 'help@modu.example', appUrl: 'https://modu.example/app?a=1&b=2' };

const values = { link: LINK, code: '048213', lifetimeMinutes: 30, reference: '7K2M' };
const verification = (locale: Mail['locale'], changes: object = {}): VerificationMail => ({
  name: 'verification',
  locale,
  values: { ...values, ...changes },
});
const accountExists = (locale: Mail['locale']): AccountExistsMail => ({
  name: 'account-exists',
  locale,
  values: { reference: '7K2M' },
});
/** What is seen of it: the title repeats the subject. */
const bodyOf = (html: string): string => html.slice(html.indexOf('<body'));
const everyMail = LOCALES.flatMap((locale): Mail[] => [verification(locale), accountExists(locale)]);

const templateFiles = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(html|txt)$/.test(path));
const readTemplate = (path: string): string => readFileSync(new URL(path, TEMPLATES), 'utf8');

describe('the template files', () => {
  it('are the same set in every locale, html and text of every mail', () => {
    const expected = Object.keys(MAIL_SCHEMAS).flatMap((name) => [`${name}.html`, `${name}.txt`]);
    for (const locale of LOCALES) {
      const own = templateFiles.filter((path) => path.startsWith(`${locale}/`)).map((path) => path.slice(3));
      expect(own.toSorted()).toEqual(expected.toSorted());
    }
  });

  it.each(templateFiles)('%s never prints a value unescaped', (path) => {
    expect(readTemplate(path)).not.toMatch(/\{\{\{|\{\{&/);
  });

  it.each(templateFiles)('%s loads nothing from elsewhere, runs nothing and does not name the software', (path) => {
    expect(readTemplate(path)).not.toMatch(/<img|<script|<link|url\(|@import|https?:|latchkey/i);
  });
});

describe.each(LOCALES)('the verification mail in %s', (locale) => {
  const mail = createMailRenderer(full).render(verification(locale));

  it('carries link, code, lifetime and reference in both bodies', () => {
    for (const part of [LINK, '048213', '7K2M', '30']) expect(mail.text).toContain(part);
    for (const part of [ESCAPED_LINK, '>048213<', '7K2M', '30']) expect(bodyOf(mail.html)).toContain(part);
  });

  it('keeps the link unbroken and unescaped on a line of its own in the text', () => {
    expect(mail.text.split('\n')).toContain(LINK);
  });

  it('links button and address to the escaped link', () => {
    expect(mail.html.split(`href="${ESCAPED_LINK}"`)).toHaveLength(3);
    expect(mail.html).not.toContain('&lang=');
  });

  it('shows the reference in the subject, and keeps the code out of it: lock screens show subjects', () => {
    expect(mail.subject).toContain('7K2M');
    expect(mail.subject).not.toContain('048213');
  });
});

describe('the account-exists mail', () => {
  it.each(LOCALES)('in %s links to the app and names its reference', (locale) => {
    const mail = createMailRenderer(full).render(accountExists(locale));
    expect(mail.text.split('\n')).toContain('https://modu.example/app?a=1&b=2');
    expect(mail.html).toContain('href="https://modu.example/app?a&#x3D;1&amp;b&#x3D;2"');
    for (const part of [mail.subject, mail.text, bodyOf(mail.html)]) expect(part).toContain('7K2M');
  });

  it.each(LOCALES)('in %s has no link at all when the app has no address', (locale) => {
    const mail = createMailRenderer(plain).render(accountExists(locale));
    expect(`${mail.html}${mail.text}`).not.toMatch(/href|http/);
  });
});

describe.each(everyMail)('the $locale $name mail', (mail) => {
  it('is marked with its language and holds no unfilled place', () => {
    const { subject, html, text } = createMailRenderer(full).render(mail);
    expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${mail.locale}">`));
    expect(`${subject}${html}${text}`).not.toMatch(/\{\{|undefined|null|\[object/);
  });

  it('speaks in the name of the team, never in ours', () => {
    const { subject, html, text } = createMailRenderer(full).render(mail);
    for (const part of [subject, bodyOf(html), text]) {
      expect(part).toContain('모두의마켓');
      expect(part).not.toMatch(/latchkey/i);
    }
  });

  it('gives the support address exactly when there is one', () => {
    const known = createMailRenderer(full).render(mail);
    expect(known.text).toContain('help@modu.example');
    expect(known.html).toContain('mailto:help@modu.example');
    const unknown = createMailRenderer(plain).render(mail);
    expect(unknown.html).not.toContain('mailto:');
    expect(unknown.text).not.toMatch(/문의|Questions/);
  });

  it('refuses a subject of more than one line', () => {
    for (const name of ['모두\r\nBcc: x@y.example', '모두\u2028의', '모두\u0000의']) {
      expect(() => createMailRenderer({ ...plain, name }).render(mail)).toThrow('not one line');
    }
  });

  it('escapes the brand name in html and leaves it alone in subject and text', () => {
    const { subject, html, text } = createMailRenderer({ ...plain, name: 'A & <B>' }).render(mail);
    expect(subject).toContain('[A & <B>]');
    expect(text).toContain('A & <B>');
    expect(html).toContain('A &amp; &lt;B&gt;');
    expect(html).not.toContain('<B>');
  });

  it('refuses an extra value, and null or undefined in the place of any value', () => {
    const renderer = createMailRenderer(plain);
    const renderWith = (changes: object) =>
      renderer.render({ ...mail, values: { ...mail.values, ...changes } } as unknown as Mail);
    expect(() => renderWith({})).not.toThrow();
    expect(() => renderWith({ name: '홍길동' })).toThrow('name');
    for (const key of Object.keys(mail.values)) {
      expect(() => renderWith({ [key]: null })).toThrow(key);
      expect(() => renderWith({ [key]: undefined })).toThrow(key);
    }
  });
});

describe('the values of the verification mail', () => {
  const render = (changes: object) => () => createMailRenderer(plain).render(verification('en', changes));

  it.each([
    ['a script as link', { link: 'javascript:alert(1)' }],
    ['a link without host', { link: '/verify?token=a' }],
    ['a link that is no URL', { link: 'https://:x/' }],
    ['a link broken by a line end', { link: 'https://api.example/\r\nverify' }],
    ['a link with a space', { link: 'https://api.example/a b' }],
    ['letters in the code', { code: '12345a' }],
    ['a short code', { code: '12345' }],
    ['a code as number', { code: 123456 }],
    ['a long reference', { reference: '7K2MX' }],
    ['a reference in lower case', { reference: '7k2m' }],
    ['no time', { lifetimeMinutes: 0 }],
    ['half a minute', { lifetimeMinutes: 0.5 }],
  ])('refuse %s', (_, changes) => {
    expect(render(changes)).toThrow(Object.keys(changes)[0]);
  });

  it.each([
    ['a link on a laptop', { link: 'http://localhost:3000/verify?token=a' }],
    ['eight digits', { code: '00000000' }],
  ])('take %s', (_, changes) => {
    expect(render(changes)).not.toThrow();
  });

  it('are not repeated in the error: it reaches the log', () => {
    const thrown: unknown[] = [];
    try {
      render({ link: 'https://api.example/verify token=SECRET' })();
    } catch (error) {
      thrown.push(error);
    }
    expect(thrown).toHaveLength(1);
    expect(inspect(thrown, { depth: 9 })).not.toContain('SECRET');
  });

  it('speak of one minute in the singular', () => {
    expect(render({ lifetimeMinutes: 1 })().text).toContain('for 1 minute.');
    expect(render({ lifetimeMinutes: 2 })().text).toContain('for 2 minutes.');
  });
});

describe('the button', () => {
  const textColor = (color: string) =>
    /font-weight:700;color:(#[0-9a-f]{6});text-decoration:none/.exec(
      createMailRenderer({ ...plain, color }).render(verification('ko')).html,
    )?.[1];

  it('stays readable on any brand colour', () => {
    expect(textColor('#fee500')).toBe('#111111');
    expect(textColor('#ffffff')).toBe('#111111');
    expect(textColor('#1f6feb')).toBe('#ffffff');
    expect(textColor('#03c75a')).toBe('#111111');
    expect(textColor('#000000')).toBe('#ffffff');
  });
});
