// Writes an sms in the reader's language. Plain text needs no escaping. A last line lets a browser fill in the code.
import type { Brand } from '#domain/brand.ts';
import { DEFAULT_LANGUAGES, spokenLocale } from '#domain/locale.ts';
import type { SmsRenderer } from '#domain/ports/delivery.ts';
import type { Speech } from '#domain/settings.ts';
import { SMS_SCHEMAS } from '#schemas/mail-values.ts';
import { fill } from '#texts/fill.ts';
import { smsTextsOf } from '#texts/sms.ts';
import { requireOneLine } from '../template-engine.ts';

interface SmsOptions {
  readonly brand: Brand;
  /** The public URL of the pages: a browser fills in only codes that are bound to its host. */
  readonly issuer: string;
  readonly languages?: Speech['languages'];
  readonly words?: Speech['words'];
}

/**
 * Throws if a value is missing, unknown or malformed, or if the text is not one line.
 * Format of the last line: https://wicg.github.io/sms-one-time-codes/
 */
export const createSmsRenderer = ({
  brand,
  issuer,
  languages = DEFAULT_LANGUAGES,
  words,
}: SmsOptions): SmsRenderer => ({
  render: ({ name, locale: asked, host = new URL(issuer).hostname, values }) => {
    const locale = spokenLocale(languages, asked);
    const { code } = SMS_SCHEMAS[name].parse(values);
    const text = fill(smsTextsOf(locale, words)[name], { brand: brand.name, code });
    return {
      body: requireOneLine(text, `The text ${locale}/${name}`),
      lastLine: `@${host} #${code}`,
    };
  },
});
