// Writes a text message in its reader's language; it has no escaping; what makes a browser fill in the code goes on a last line.
import type { Brand } from '#domain/brand.ts';
import type { Text } from '#domain/delivery/mail.ts';
import type { Locale } from '#domain/locale.ts';
import type { TextRenderer } from '#domain/ports.ts';
import { TEXT_SCHEMAS } from '#schemas/mails.ts';
import enCode from '../../../templates/sms/en/code.txt' with { type: 'text' };
import koCode from '../../../templates/sms/ko/code.txt' with { type: 'text' };
import { createTemplateEngine, requireOneLine, type Template } from '../template-engine.ts';

const compile = createTemplateEngine({ escapesHtml: false });
/** The file ends with a line end, the message does not. */
const compileLine = (source: string): Template => compile(source.trimEnd());

const TEMPLATES: Readonly<Record<Locale, Readonly<Record<Text['name'], Template>>>> = {
  ko: { code: compileLine(koCode) },
  en: { code: compileLine(enCode) },
};

interface TextOptions {
  readonly brand: Brand;
  /** The public URL of the pages: a browser fills in codes that are bound to its host. */
  readonly issuer: string;
}

/**
 * Throws when a value is missing, superfluous or malformed, or when the text is not one line.
 * The last line: https://wicg.github.io/sms-one-time-codes/
 */
export const createTextRenderer = ({ brand, issuer }: TextOptions): TextRenderer => ({
  render: ({ name, locale, values }) => {
    const parsed = TEXT_SCHEMAS[name].parse(values);
    const text = TEMPLATES[locale][name]({ ...parsed, brand: { name: brand.name } });
    return {
      body: requireOneLine(text, `The text ${locale}/${name}`),
      lastLine: `@${new URL(issuer).hostname} #${parsed.code}`,
    };
  },
});
