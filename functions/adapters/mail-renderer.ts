// Writes a mail in its reader's language from the templates, so that the words can be changed without touching code.
import Handlebars from 'handlebars';
import enAccountExistsHtml from '../../templates/email/en/account-exists.html' with { type: 'text' };
import enAccountExistsText from '../../templates/email/en/account-exists.txt' with { type: 'text' };
import enVerificationHtml from '../../templates/email/en/verification.html' with { type: 'text' };
import enVerificationText from '../../templates/email/en/verification.txt' with { type: 'text' };
import koAccountExistsHtml from '../../templates/email/ko/account-exists.html' with { type: 'text' };
import koAccountExistsText from '../../templates/email/ko/account-exists.txt' with { type: 'text' };
import koVerificationHtml from '../../templates/email/ko/verification.html' with { type: 'text' };
import koVerificationText from '../../templates/email/ko/verification.txt' with { type: 'text' };
import layout from '../../templates/email/layout.html' with { type: 'text' };
import type { Brand, Locale, Mail } from '../domain/mail.ts';
import type { MailRenderer } from '../domain/ports.ts';
import { MAIL_SCHEMAS } from '../schemas/mails.ts';

interface Source {
  readonly html: string;
  /** `Subject: …`, an empty line, the text. */
  readonly text: string;
}

const SOURCES: Readonly<Record<Locale, Readonly<Record<Mail['name'], Source>>>> = {
  ko: {
    verification: { html: koVerificationHtml, text: koVerificationText },
    'account-exists': { html: koAccountExistsHtml, text: koAccountExistsText },
  },
  en: {
    verification: { html: enVerificationHtml, text: enVerificationText },
    'account-exists': { html: enAccountExistsHtml, text: enAccountExistsText },
  },
};

const handlebars = Handlebars.create();
handlebars.registerPartial('layout', layout);
handlebars.registerHelper('plural', (count: number, one: string, many: string) => (count === 1 ? one : many));

type Template = (values: object) => string;

interface Compiled {
  readonly subject: Template;
  readonly text: Template;
  readonly html: Template;
}

/** Text is not escaped: `&amp;` would break its links. */
const compile = ({ html, text }: Source): Compiled => {
  const [, subject, body] = /^Subject: ([^\r\n]+)\r?\n\r?\n(.+)$/s.exec(text) ?? [];
  if (!subject || !body) throw new Error('A text template begins with "Subject: …" and an empty line.');
  return {
    subject: handlebars.compile(subject, { strict: true, noEscape: true }),
    text: handlebars.compile(body, { strict: true, noEscape: true }),
    html: handlebars.compile(html, { strict: true }),
  };
};

const NOT_ONE_LINE = /[\p{Cc}\u2028\u2029]/u;

/** Throws when a value is missing, superfluous or malformed, or when the subject is not one line. */
export const createMailRenderer = (brand: Brand): MailRenderer => {
  const compiled = new Map<Source, Compiled>();
  const compileOnce = (source: Source): Compiled => {
    const known = compiled.get(source) ?? compile(source);
    compiled.set(source, known);
    return known;
  };

  // Strict templates refuse an absent value, so what is optional is passed as empty.
  const brandValues = {
    name: brand.name,
    color: brand.color,
    textColor: textColorOn(brand.color),
    supportAddress: brand.supportAddress ?? '',
    appUrl: brand.appUrl ?? '',
  };

  return {
    render: (mail) => {
      const values = { ...MAIL_SCHEMAS[mail.name].parse(mail.values), locale: mail.locale, brand: brandValues };
      const template = compileOnce(SOURCES[mail.locale][mail.name]);
      const subject = template.subject(values);
      if (NOT_ONE_LINE.test(subject)) throw new Error(`The subject of ${mail.locale}/${mail.name} is not one line.`);
      return { subject, text: template.text(values), html: template.html({ ...values, subject }) };
    },
  };
};

/** Black or white text, readable on `#rrggbb` (relative luminance as WCAG 2.2 defines it). */
const textColorOn = (color: string): string => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  // At 0.179 both contrasts are equal; white is kept a little longer, because saturated mid-tones look wrong with black.
  return luminance > 0.3 ? '#111111' : '#ffffff';
};
