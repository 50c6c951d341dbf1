// Writes a text message in its reader's language; it has no escaping and no second line.
import enCode from '../../templates/sms/en/code.txt' with { type: 'text' };
import koCode from '../../templates/sms/ko/code.txt' with { type: 'text' };
import type { Brand, Locale, Text } from '../domain/mail.ts';
import type { TextRenderer } from '../domain/ports.ts';
import { TEXT_SCHEMAS } from '../schemas/mails.ts';
import { createTemplateEngine, requireOneLine, type Template } from './template-engine.ts';

const compile = createTemplateEngine({ escapesHtml: false });
/** The file ends with a line end, the message does not. */
const compileLine = (source: string): Template => compile(source.trimEnd());

const TEMPLATES: Readonly<Record<Locale, Readonly<Record<Text['name'], Template>>>> = {
  ko: { code: compileLine(koCode) },
  en: { code: compileLine(enCode) },
};

/** Throws when a value is missing, superfluous or malformed, or when the text is not one line. */
export const createTextRenderer = (brand: Brand): TextRenderer => ({
  render: ({ name, locale, values }) => {
    const parsed = TEXT_SCHEMAS[name].parse(values);
    const text = TEMPLATES[locale][name]({ ...parsed, brand: { name: brand.name } });
    return requireOneLine(text, `The text ${locale}/${name}`);
  },
});
