// Writes a mail in the reader's language. The words are in the templates, so they can be changed without changing code.
import type { Brand } from '#domain/brand.ts';
import { buttonColorsOf } from '#domain/brand-colors.ts';
import type { Locale } from '#domain/locale.ts';
import type { MailRenderer } from '#domain/ports.ts';
import { MAIL_SCHEMAS } from '#schemas/mail-values.ts';
import { createTemplateEngine, requireOneLine, type Template } from '../template-engine.ts';
import { MAIL_TEMPLATES, type MailSource } from './mail-templates.ts';

interface Compiled {
  readonly subject: Template;
  readonly text: Template;
  readonly html: Template;
}

const createCompiler = (locale: Locale): ((source: MailSource) => Compiled) => {
  const { partials } = MAIL_TEMPLATES[locale];
  const compileText = createTemplateEngine({ escapesHtml: false, partials: partials.text });
  const compileHtml = createTemplateEngine({ escapesHtml: true, partials: partials.html });
  return ({ html, text }) => {
    const [, subject, body] = /^Subject: ([^\r\n]+)\r?\n\r?\n(.+)$/s.exec(text) ?? [];
    if (!subject || !body) throw new Error('A text template begins with "Subject: …" and an empty line.');
    return { subject: compileText(subject), text: compileText(body), html: compileHtml(html) };
  };
};

/** Throws if a value is missing, unknown or malformed, or if the subject is not one line. */
export const createMailRenderer = (brand: Brand): MailRenderer => {
  const compilers = { ko: createCompiler('ko'), en: createCompiler('en') } satisfies Record<Locale, unknown>;
  const compiled = new Map<MailSource, Compiled>();
  const compileOnce = (locale: Locale, source: MailSource): Compiled => {
    const known = compiled.get(source) ?? compilers[locale](source);
    compiled.set(source, known);
    return known;
  };

  // Strict templates refuse an absent value, so optional values are passed as empty strings.
  const brandValues = {
    name: brand.name,
    color: brand.color,
    button: buttonColorsOf(brand.color),
    supportAddress: brand.supportAddress ?? '',
  };

  return {
    render: ({ name, locale, values }) => {
      const all = { ...MAIL_SCHEMAS[name].parse(values), locale, brand: brandValues };
      const template = compileOnce(locale, MAIL_TEMPLATES[locale].mails[name]);
      const subject = requireOneLine(template.subject(all), `The subject of ${locale}/${name}`);
      return { subject, text: template.text(all), html: template.html({ ...all, subject }) };
    },
  };
};
