// Writes the page of the preview. It is one self-contained file, so that it can be sent to somebody.
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import type { RenderedMail } from '#domain/delivery/mail.ts';
import { fitSms } from '#domain/delivery/sms-text.ts';
import type { Locale } from '#domain/locale.ts';
import type { Appearance } from './appearance.ts';
import { SCRIPT, styleOf } from './page-parts.ts';
import { sampleMails, sampleSms } from './samples.ts';
import { inTheme, THEMES } from './themes.ts';

/** In CSS pixels. Mails on a desktop are never wider than the first, and few phones are narrower than the last. */
const WIDTHS = [632, 360, 320] as const;
const HIDDEN_AT_FIRST: readonly string[] = ['inverted', 'bare', '320'];

const choicesOf = (languages: readonly Locale[]) => ({
  locale: { label: 'Language', values: languages },
  theme: { label: 'Theme', values: THEMES },
  width: { label: 'Width', values: WIDTHS.map(String) },
});

export const renderPreview = (appearance: Appearance): string => {
  const { brand, languages } = appearance;
  const { render } = createMailRenderer(brand, appearance);
  const choices = choicesOf(languages);
  const mails = languages.flatMap((locale) => sampleMails(appearance, locale));
  const names = [...new Set(mails.map(({ name }) => name))];
  const sections = names.map((name) => {
    const articles = mails.filter((mail) => mail.name === name).map((mail) => article(mail.locale, render(mail)));
    return `<section id="${name}"><h2>${name}</h2>${articles.join('')}</section>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mails of ${escapeHtml(brand.name)}</title>
<style>${styleOf(choices)}</style>
</head>
<body>
<header>
<h1>Mails of ${escapeHtml(brand.name)}</h1>
${Object.entries(choices).map(switches).join('')}
<nav>${[...names, 'texts'].map((name) => `<a href="#${name}">${name}</a>`).join(' ')}</nav>
</header>
<main>${sections.join('')}${smsSection(appearance)}</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
};

const switches = ([name, { label, values }]: [string, { label: string; values: readonly string[] }]): string => {
  const boxes = values.map((value) => {
    const checked = HIDDEN_AT_FIRST.includes(value) ? '' : ' checked';
    return `<label><input type="checkbox" id="${name}-${value}"${checked}> ${value}</label>`;
  });
  return `<fieldset><legend>${label}</legend>${boxes.join(' ')}</fieldset>`;
};

const article = (locale: Locale, { subject, html, text }: RenderedMail): string => {
  const frames = WIDTHS.flatMap((width) => THEMES.map((theme) => frame(html, theme, width)));
  return `<article data-locale="${locale}" lang="${locale}">
<p class="inbox"><strong>${escapeHtml(subject)}</strong> ${preheaderOf(html)}</p>
<div class="frames">${frames.join('')}<figure><figcaption>text/plain</figcaption><pre>${escapeHtml(text)}</pre></figure></div>
</article>`;
};

const frame = (html: string, theme: (typeof THEMES)[number], width: number): string => {
  const document = escapeHtml(inTheme(html, theme));
  return `<figure data-theme="${theme}" data-width="${width}"><figcaption>${theme}, ${width} px</figcaption><iframe title="${theme}, ${width} px" sandbox="allow-same-origin" loading="lazy" width="${width}" height="900" srcdoc="${document}"></iframe></figure>`;
};

/** The preview line, which an inbox shows behind the subject. It is HTML already. */
const preheaderOf = (html: string): string => /<div style="display:none[^>]*>([^&]*)/.exec(html)?.[1] ?? '';

/** As one SMS in Korea: the last line only if it fits. */
const smsSection = (appearance: Appearance): string => {
  const { render } = createSmsRenderer(appearance);
  const texts = appearance.languages.flatMap(sampleSms).map((text) => {
    const rendered = render(text);
    const { content } = fitSms(rendered, { allowsLong: false }) ?? { content: rendered.body };
    return `<article data-locale="${text.locale}" lang="${text.locale}"><pre>${escapeHtml(content)}</pre></article>`;
  });
  return `<section id="texts"><h2>texts</h2>${texts.join('')}</section>`;
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
