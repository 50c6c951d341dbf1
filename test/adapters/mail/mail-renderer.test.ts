// Proves that every mail is complete in both languages: link, code and facts, nothing missing and nothing else.
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import type { Mail } from '#domain/delivery/mail.ts';
import { LOCALES } from '#domain/locale.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { sayMoment } from '#texts/say-moment.ts';
import { escapeLink, everyMail, fullBrand, plainBrand, sampleMail } from '../../support/mails.ts';

/** The visible part: the title repeats the subject. */
const bodyOf = (html: string): string => html.slice(html.indexOf('<body'));
const preheaderOf = (html: string): string => /<div style="display:none[^>]*>([^&]*)/.exec(html)?.[1] ?? '';
const entriesOf = (mail: Mail): [string, string | number][] => Object.entries(mail.values);
const linksOf = (mail: Mail): string[] =>
  entriesOf(mail)
    .filter(([key]) => /link$/i.test(key))
    .map(([, link]) => String(link));

describe.each(everyMail)('the $locale $name mail', (mail) => {
  const { subject, html, text } = createMailRenderer(fullBrand).render(mail);
  const { moment: momentTexts } = MAIL_TEXTS[mail.locale];

  it('carries every value in both bodies', () => {
    for (const [key, value] of entriesOf(mail)) {
      const said = ['when', 'undoUntil', 'keptUntil'].includes(key)
        ? sayMoment(Number(value), momentTexts)
        : `${value}`;
      expect(text.replace(/\s+/g, ' ')).toContain(said);
      expect(bodyOf(html)).toContain(escapeLink(said));
    }
  });

  it('leaves an empty line before and after its facts in the text', () => {
    expect(text).not.toMatch(/\S\n(?:언제|When): /);
    expect(text).not.toMatch(/^(?:IP 주소|IP address): .*\n\S/m);
  });

  it('keeps each link unbroken and unescaped on a line of its own in the text', () => {
    expect(text.split('\n').filter((line) => line.includes('http'))).toEqual(linksOf(mail));
  });

  it('contains only its own links and the support address', () => {
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map(([, target]) => target);
    const expected = [...linksOf(mail).map(escapeLink), 'mailto:help@modu.example'];
    expect([...new Set(targets)].toSorted()).toEqual(expected.toSorted());
  });

  it('has one line of subject with the team’s name; of the codes it shows the one that opens no account: lock screens show subjects', () => {
    expect(subject).toMatch(mail.name === 'otp' ? /^048213 [^\r\n]*모두의마켓/ : /^\[모두의마켓\] (?!.*\d\d)[^\r\n]+$/);
  });

  it('is marked with its language, in one language, and has no empty placeholder', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${mail.locale}" dir="ltr">`));
    expect(`${subject}${html}${text}`).not.toMatch(/\{\{|\}\}|undefined|null|\[object/);
    const isHangul = /\p{Script=Hangul}/u.test(`${subject}${bodyOf(html)}${text}`.replaceAll('모두의마켓', ''));
    expect(isHangul).toBe(mail.locale === 'ko');
  });

  it('speaks in the name of the team, never in ours', () => {
    for (const part of [subject, bodyOf(html), text]) {
      expect(part).toContain('모두의마켓');
      expect(part).not.toMatch(/latchkey/i);
    }
  });

  it('gives the support address exactly when there is one, and no other address ever', () => {
    expect(text).toContain('help@modu.example');
    expect(html).toContain('mailto:help@modu.example');
    const unknown = createMailRenderer(plainBrand).render(mail);
    const said = `${bodyOf(unknown.html)}${unknown.text}`.replaceAll('s***@example.com', '');
    expect(said).not.toMatch(/@|mailto:|문의|Questions/);
  });

  it('refuses a subject of more than one line', () => {
    for (const name of ['모두\r\nBcc: x@y.example', '모두\u2028의', '모두\u0000의']) {
      expect(() => createMailRenderer({ ...plainBrand, name }).render(mail)).toThrow('not one line');
    }
  });

  it('escapes the brand name in html and leaves it alone in subject and text', () => {
    const marked = createMailRenderer({ ...plainBrand, name: 'A & <B>' }).render(mail);
    expect(marked.subject).toContain('A & <B>');
    expect(marked.text).toContain('A & <B>');
    expect(marked.html).toContain('A &amp; &lt;B&gt;');
    expect(marked.html).not.toContain('<B>');
  });

  it('refuses values that a requester could have chosen, and null or undefined for any value', () => {
    const renderWith = (changes: object) => () =>
      createMailRenderer(plainBrand).render(sampleMail(mail.name, mail.locale, changes));
    expect(renderWith({})).not.toThrow();
    for (const key of ['name', 'email', 'profile']) expect(renderWith({ [key]: '홍길동' })).toThrow(key);
    for (const [key] of entriesOf(mail)) {
      expect(renderWith({ [key]: null })).toThrow(key);
      expect(renderWith({ [key]: undefined })).toThrow(key);
    }
  });
});

describe.each(LOCALES)('in %s', (locale) => {
  const render = (name: Mail['name']) => createMailRenderer(fullBrand).render(sampleMail(name, locale));

  it.each(['reset', 'login'] as const)('the %s mail keeps its code, which gives access, out of the preview', (name) => {
    expect(preheaderOf(render(name).html)).toMatch(/37/);
    expect(preheaderOf(render(name).html)).not.toMatch(/\d{6}/);
  });

  it.each(['verification', 'email-change', 'otp'] as const)('the %s mail shows its code in the preview', (name) => {
    expect(preheaderOf(render(name).html)).toMatch(/\d{6}/);
  });

  it.each(everyMail.filter((mail) => mail.locale === locale && 'code' in mail.values))(
    'the $name mail shows the code alone in its box and warns not to share it',
    ({ name, values }) => {
      const { html, text } = render(name);
      expect(html).toContain(`>${(values as { code: string }).code}</td>`);
      const warning = MAIL_TEXTS[locale].lifetime.split('{minutes}').map((piece) => piece.trim());
      for (const part of [html, text]) for (const piece of warning) expect(part.replace(/\s+/g, ' ')).toContain(piece);
    },
  );

  it.each(everyMail.filter((mail) => mail.locale === locale && 'code' in mail.values))(
    'nothing touches the code of the $name mail in subject, preview and body: phones fill in what touches it',
    ({ name, values }) => {
      const { code } = values as { code: string };
      const touched = new RegExp(`[^\\s>"]${code}|${code}[^\\s<"]`);
      const { subject, html, text } = render(name);
      expect([html, text].every((part) => part.includes(code))).toBe(true);
      for (const part of [subject, html, text]) expect(part).not.toMatch(touched);
    },
  );
});
