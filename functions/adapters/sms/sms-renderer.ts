// Writes a text message in its reader's language; it has no escaping; what makes a browser fill in the code goes on a last line.
import type { Brand } from '#domain/brand.ts';
import type { Sms } from '#domain/delivery/mail.ts';
import type { Locale } from '#domain/locale.ts';
import type { SmsRenderer } from '#domain/ports.ts';
import { SMS_SCHEMAS } from '#schemas/mails.ts';
import enCode from '../../../templates/sms/en/code.txt' with { type: 'text' };
import koCode from '../../../templates/sms/ko/code.txt' with { type: 'text' };
import { createTemplateEngine, requireOneLine, type Template } from '../template-engine.ts';

const compile = createTemplateEngine({ escapesHtml: false });
/** The file ends with a line end, the message does not. */
const compileLine = (source: string): Template => compile(source.trimEnd());

const TEMPLATES: Readonly<Record<Locale, Readonly<Record<Sms['name'], Template>>>> = {
  ko: { code: compileLine(koCode) },
  en: { code: compileLine(enCode) },
};

interface SmsOptions {
  readonly brand: Brand;
  /** The public URL of the pages: a browser fills in codes that are bound to its host. */
  readonly issuer: string;
}

/**
 * Throws when a value is missing, superfluous or malformed, or when the text is not one line.
 * The last line: https://wicg.github.io/sms-one-time-codes/
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
