// Proves what a mail needs to look right in Gmail, Naver Mail, Outlook and Apple Mail, light and dark, and in a screen reader.
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { buttonColorsOf, contrastOf } from '#domain/brand-colors.ts';
import { escapeLink, everyMail, fullBrand, sampleMail } from '../../support/mails.ts';

const READABLE = 4.5;

const bodyOf = (html: string): string => html.slice(html.indexOf('<body'));
const tagsOf = (html: string, names: string): string[] =>
  html.match(new RegExp(`<(?:${names})(?=[ >])[^>]*>`, 'g')) ?? [];
const styleOf = (tag: string): string => / style="([^"]*)"/.exec(tag)?.[1] ?? '';
const valuesOf = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, value = '']) => value);

describe.each(everyMail)('the $locale $name mail', (mail) => {
  const { subject, html } = createMailRenderer(fullBrand).render(mail);
  const body = bodyOf(html);
  const isLink = (value: unknown): value is string => typeof value === 'string' && value.startsWith('http');

  it('loads nothing and tracks nobody: its links are its only web addresses', () => {
    expect(html).not.toMatch(
      /<(?:img|link|script|iframe|object|video|svg|form|input|base)\b|\ssrc=|srcset|background=|url\(|@import/i,
    );
    const links = Object.values(mail.values).filter(isLink).map(escapeLink);
    const rest = links.reduce((left, link) => left.replaceAll(link, ''), html);
    expect(rest).not.toMatch(/https?:/);
  });

  it('looks the same without its style sheet: every class has its style inline, too', () => {
    const tags = tagsOf(body, 'table|td|p|h1|a|strong|span');
    for (const tag of tags.filter((each) => / class="(?!wide")/.test(each))) expect(styleOf(tag)).not.toBe('');
    for (const tag of tagsOf(body, 'p|h1')) expect(styleOf(tag)).toMatch(/^margin:0/);
    for (const tag of tagsOf(body, 'a')) expect(styleOf(tag)).toMatch(/(?:^|;)color:#[0-9a-f]{6}/);
  });

  it('is laid out by tables that a screen reader ignores', () => {
    const tables = tagsOf(body, 'table');
    expect(tables.length).toBeGreaterThan(2);
    for (const table of tables) {
      expect(table).toMatch(/^<table role="presentation" .*cellpadding="0" cellspacing="0" border="0"/);
    }
    expect(tagsOf(body, 'h1')).toHaveLength(1);
    expect(tagsOf(body, 'h[2-6]')).toEqual([]);
  });

  it('keeps its language and name when a web mail drops the surrounding document', () => {
    const article = / aria-label="([^"]*)" lang="([^"]*)" dir="ltr"/.exec(tagsOf(body, 'div')[1] ?? '');
    expect(article?.slice(1)).toEqual([subject, mail.locale]);
  });

  it('begins with a preview line for the inbox that is hidden in the mail', () => {
    const [, attributes = '', line = ''] =
      /^<body[^>]*>\s*<div ([^>]*)>([^&]+)(?:&#8199;&#847;){40,}<\/div>/.exec(body) ?? [];
    expect(attributes).toContain('aria-hidden="true"');
    expect(attributes).toContain('display:none;mso-hide:all;');
    expect(line.length).toBeGreaterThan(10);
    expect(line.length).toBeLessThan(90);
  });

  it('is at most 600 px wide, in Outlook by a table of its own, and fits a narrow phone', () => {
    expect(body).toContain('style="width:100%;max-width:600px;table-layout:fixed;');
    expect(body).toMatch(/<!--\[if mso\]><table role="presentation" width="600"[^>]*><tr><td><!\[endif\]-->/);
    expect(valuesOf(html, /(?:^|[^-])width[:="]+(\d+)(?:px|")/g).filter((width) => Number(width) > 600)).toEqual([]);
    expect(valuesOf(html, /<!--\[if mso\]>/g)).toHaveLength(valuesOf(html, /<!\[endif\]-->/g).length);
  });

  it('has text of 16 px, none below 13 px, each of 4.5 to 1 where the reader is in the light', () => {
    expect(body).toMatch(/<td class="inner text"[^>]*font-size:16px/);
    const sizes = valuesOf(body, /font-size:(\d+)px/g).map(Number);
    expect(sizes.filter((size) => size > 1 && size < 13)).toEqual([]);
    const button = buttonColorsOf(fullBrand.color).text;
    const colors = new Set(valuesOf(body, /[";]color:(#[0-9a-f]{6})/g).filter((color) => color !== button));
    expect(colors.size).toBeGreaterThan(1);
    for (const color of colors) expect(contrastOf(color, '#ffffff')).toBeGreaterThanOrEqual(READABLE);
  });

  it('gives its first link as a button that Outlook pads, which stays a link without styles, and the other as text', () => {
    const [first, ...others] = Object.values(mail.values).filter(isLink).map(escapeLink);
    const linkless = ['otp', 'email-changed-late', 'email-restored', 'account-deleted'];
    if (first === undefined) return expect(linkless).toContain(mail.name);
    for (const link of others) {
      expect(body).toContain(`<a class="link" href="${link}" style="color:#1a56b0;">`);
    }
    const [, cell = '', target] = /<td (class="button"[^>]*)><a href="([^"]*)"/.exec(body) ?? [];
    expect(target).toBe(first);
    expect(cell).toMatch(/ bgcolor="#[0-9a-f]{6}" .*mso-padding-alt:14px 28px;/);
  });

  it('is small enough that Gmail neither cuts it off nor drops its style sheets', () => {
    expect(Buffer.byteLength(html)).toBeLessThan(102 * 1024);
    for (const sheet of valuesOf(html, /<style>([^<]*)/g)) expect(sheet.length).toBeLessThan(8192);
  });
});

describe.each(everyMail.filter(({ values }) => 'code' in values))('the code in the $locale $name mail', (mail) => {
  it('is large, and is copied as digits only', () => {
    const { html } = createMailRenderer(fullBrand).render(mail);
    const { code } = mail.values as { code: string };
    const style = new RegExp(`<td class="box code"[^>]* style="([^"]*)">${code}</td>`).exec(html)?.[1];
    expect(style).toMatch(/font-size:32px/);
    expect(style).toMatch(/letter-spacing:5px/);
    expect(style).toMatch(/;user-select:all/);
  });
});

describe('a mail of a team with a logo', () => {
  it('shows it in place of the name, says the name where pictures are blocked, and loads nothing else', () => {
    const logoUrl = 'https://cdn.example/logo.png?a=1&b="2"';
    const { html } = createMailRenderer({ ...fullBrand, logoUrl }).render(sampleMail('verification', 'ko'));
    const pictures = tagsOf(html, 'img');
    expect(pictures).toHaveLength(1);
    expect(pictures[0]).toContain(`src="${escapeLink(logoUrl).replaceAll('"', '&quot;')}" alt="모두의마켓"`);
    expect(html).not.toMatch(/<(?:link|script|iframe|video|svg)\b|srcset|url\(|@import/i);
  });

  const [logoUrl, logoUrlDark] = ['https://cdn.example/logo.png', 'https://cdn.example/dark.png'];
  const rendered = (brand: object) =>
    createMailRenderer({ ...fullBrand, ...brand }).render(sampleMail('verification', 'ko')).html;

  it('puts it on a white that programs which invert colours leave as it is', () => {
    const [plate = ''] = tagsOf(rendered({ logoUrl }), 'span');
    expect(plate).toContain('background-color:#ffffff;background:#ffffff linear-gradient(#ffffff,#ffffff);');
    // The name, where pictures are blocked: a grey that is readable on white after an inversion, too.
    const grey = /[;"]color:#([0-9a-f]{2})\1\1/.exec(plate)?.[1] ?? '';
    const inverted = (255 - Number.parseInt(grey, 16)).toString(16);
    expect(contrastOf(`#${grey.repeat(3)}`, '#ffffff')).toBeGreaterThanOrEqual(READABLE);
    expect(contrastOf(`#${inverted.repeat(3)}`, '#ffffff')).toBeGreaterThanOrEqual(3);
    expect(plate).toMatch(/font-size:19px;.*font-weight:700/);
  });

  it('with one for the dark, shows each in its colour scheme, and that of the light where none is known', () => {
    const html = rendered({ logoUrl, logoUrlDark });
    const [day = '', night = '', ...others] = tagsOf(html, 'img');
    expect(others).toEqual([]);
    expect([day, night].map((tag) => / src="([^"]*)"/.exec(tag)?.[1])).toEqual([logoUrl, logoUrlDark]);
    expect(day).not.toContain('display:none');
    expect(night).toContain('display:none');
    expect(html).toContain(`<!--[if !mso]><!-->${night}<!--<![endif]-->`);
    const dark = html.slice(html.indexOf('prefers-color-scheme: dark'));
    for (const rule of ['.plate { background: none', '.by-day { display: none', '.by-night { display: block'])
      expect(dark).toContain(rule);
    expect(rendered({ logoUrl })).not.toMatch(/\.by-day \{|\.plate \{/);
  });
});

describe('an address with an international domain', () => {
  const supportAddress = 'help@xn--3e0b707e.com';
  const { html, text } = createMailRenderer({ ...fullBrand, supportAddress }).render(
    sampleMail('email-changed', 'ko', { newAddress: 's***@xn--bj0bj06e.kr' }),
  );

  it('is shown in its letters', () => {
    for (const part of [html, text]) {
      expect(part).toContain('help@한국.com');
      expect(part).toContain('s***@한글.kr');
    }
    expect(text).not.toContain('xn--');
  });

  it('is written to in ASCII, which every program takes', () => {
    expect(html.match(/xn--/g)).toHaveLength(1);
    expect(html).toContain(`href="mailto:${supportAddress}"`);
  });
});

describe('in the dark', () => {
  const { html } = createMailRenderer(fullBrand).render(sampleMail('verification', 'ko'));
  const [, sheet = ''] = /prefers-color-scheme: dark\) \{(.*?)\n {2}\}/s.exec(html) ?? [];
  const colorOf = (name: string, property: string): string =>
    new RegExp(`\\.${name}\\b[^{}]*\\{[^{}]*?(?<![-\\w])${property}: (#[0-9a-f]{6}) !important`).exec(sheet)?.[1] ?? '';

  it('a mail declares both colour schemes', () => {
    for (const name of ['color-scheme', 'supported-color-schemes']) {
      expect(html).toContain(`<meta name="${name}" content="light dark">`);
    }
  });

  it.each(['text', 'muted', 'link'])('the %s colour is one of 4.5 to 1 on the card', (name) => {
    expect(contrastOf(colorOf(name, 'color'), colorOf('card', 'background-color'))).toBeGreaterThanOrEqual(READABLE);
  });

  it('the code is readable in its box, and a dark button has an outline of 3 to 1', () => {
    expect(contrastOf(colorOf('code', 'color'), colorOf('box', 'background-color'))).toBeGreaterThanOrEqual(READABLE);
    expect(contrastOf(colorOf('button', 'border-color'), colorOf('card', 'background-color'))).toBeGreaterThanOrEqual(
      3,
    );
  });
});
