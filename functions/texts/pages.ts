// The sentences of the hosted pages, by language and page.
import type { Locale } from '#domain/locale.ts';
import { PAGES as EN } from './en/pages.ts';
import { PAGES as KO } from './ko/pages.ts';
import type { ClientTexts, PageName, PageTexts } from './page-texts.ts';

export const PAGE_TEXTS: Readonly<Record<Locale, PageTexts>> = { ko: KO, en: EN };

export const clientTextsOf = (name: PageName, locale: Locale): ClientTexts => {
  const { client, pages } = PAGE_TEXTS[locale];
  const own = pages[name].client ?? {};
  return {
    ...client,
    ...own,
    headings: { ...client.headings, ...own.headings },
    errors: { ...client.errors, ...own.errors },
    limits: { ...client.limits, ...own.limits },
    fields: { ...client.fields, ...own.fields },
  };
};
