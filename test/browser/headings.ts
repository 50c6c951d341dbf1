// The headings of the account page, which has its own.
import type { Locale } from '../../functions/domain/locale.ts';
import { clientTextsOf } from '../../functions/texts/pages.ts';

export const accountHeadings = (locale: Locale) => {
  const { account } = clientTextsOf('account', locale);
  if (!account) throw new Error('the account page has no texts of its own');
  return account.headings;
};
