// Writes an sms in the reader's language. Plain text needs no escaping. A last line lets a browser fill in the code.
import type { Brand } from '#domain/brand.ts';
import type { Sms } from '#domain/delivery/mail.ts';
import type { Locale } from '#domain/locale.ts';
import type { SmsRenderer } from '#domain/ports.ts';
import { SMS_SCHEMAS } from '#schemas/mail-values.ts';
import enCode from '../../../templates/sms/en/code.txt' with { type: 'text' };
import koCode from '../../../templates/sms/ko/code.txt' with { type: 'text' };
import { createTemplateEngine, requireOneLine, type Template } from '../template-engine.ts';

const compile = createTemplateEngine({ escapesHtml: false });
/** The template file ends with a line break; the message does not. */
const compileLine = (source: string): Template => compile(source.trimEnd());

const TEMPLATES: Readonly<Record<Locale, Readonly<Record<Sms['name'], Template>>>> = {
  ko: { code: compileLine(koCode) },
  en: { code: compileLine(enCode) },
};

interface SmsOptions {
  readonly brand: Brand;
  /** The public URL of the pages: a browser fills in only codes that are bound to its host. */
  readonly issuer: string;
}

/**
 * Throws if a value is missing, unknown or malformed, or if the text is not one line.
 * Format of the last line: https://wicg.github.io/sms-one-time-codes/
 */
export const createSmsRenderer = ({ brand, issuer }: SmsOptions): SmsRenderer => ({
  render: ({ name, locale, values }) => {
    const parsed = SMS_SCHEMAS[name].parse(values);
    const text = TEMPLATES[locale][name]({ ...parsed, brand: { name: brand.name } });
    return {
      body: requireOneLine(text, `The text ${locale}/${name}`),
      lastLine: `@${new URL(issuer).hostname} #${parsed.code}`,
    };
  },
});
