// The texts of the account page, which has its own.
import type { Locale } from '../../functions/domain/locale.ts';
import { clientTextsOf } from '../../functions/texts/pages.ts';

export const accountTexts = (locale: Locale) => {
  const { account } = clientTextsOf('account', locale);
  if (!account) throw new Error('the account page has no texts of its own');
  return account;
};

export const accountHeadings = (locale: Locale) => accountTexts(locale).headings;
