// What people agree to, on the pages: as boxes of a form, and as rows of the account page.
import type { AskedConsent } from '#domain/account/consents.ts';
import type { Locale } from '#domain/locale.ts';
import type { PageTexts } from '#texts/page-texts.ts';
import consentPart from '../../templates/pages/parts/consent.html' with { type: 'text' };
import consentRowPart from '../../templates/pages/parts/consent-row.html' with { type: 'text' };
import consentsPart from '../../templates/pages/parts/consents.html' with { type: 'text' };
import consentsRowPart from '../../templates/pages/parts/consents-row.html' with { type: 'text' };
import ownConsentsPart from '../../templates/pages/parts/own-consents.html' with { type: 'text' };
import { escapeHtml, fillTemplate } from './template.ts';

/** Empty if nobody is asked. */
export const consentsMarkup = (asked: readonly AskedConsent[], locale: Locale, { html }: PageTexts): string => {
  if (asked.length === 0) return '';
  const group = (id: string, name: string, consents: readonly AskedConsent[]) =>
    groupMarkup(
      { id, name },
      consents.map((consent) => boxMarkup(consent, locale, html)),
    );
  const required = asked.filter((consent) => consent.required);
  const optional = asked.filter((consent) => !consent.required);
  const groups = [
    group('consents-required', html.consentsRequired, required),
    group('consents-optional', html.consentsOptional, optional),
  ];
  return fillTemplate(consentsPart.trimEnd(), { groups: groups.join('') }, html);
};

const boxMarkup = (consent: AskedConsent, locale: Locale, html: PageTexts['html']): string =>
  fillTemplate(consentPart.trimEnd(), { text: textLink(consent, locale, html) }, valuesOf(consent, locale));

const groupMarkup = ({ id, name }: Readonly<Record<'id' | 'name', string>>, boxes: readonly string[]): string => {
  if (boxes.length === 0) return '';
  return `            <div role="group" aria-labelledby="${id}">
            <p id="${id}" class="quiet">${escapeHtml(name)}</p>
${boxes.join('\n')}
            </div>
`;
};

/** The row of the account page that leads to its consents, and their screen. Empty if nobody is asked. */
export const ownConsents = (
  asked: readonly AskedConsent[],
  locale: Locale,
  { html, pages }: PageTexts,
  consentsScriptHref: string,
) => {
  if (asked.length === 0) return { consentsRow: '', ownConsents: '' };
  const sentences = { ...html, ...pages.account.html, consentsScriptHref };
  const rows = asked.map((consent) =>
    fillTemplate(
      consentRowPart.trimEnd(),
      { text: textLink(consent, locale, html) },
      { ...sentences, ...valuesOf(consent, locale) },
    ),
  );
  return {
    consentsRow: fillTemplate(consentsRowPart.trimEnd(), {}, sentences),
    ownConsents: fillTemplate(ownConsentsPart.trimEnd(), { rows: rows.join('\n') }, sentences),
  };
};

const valuesOf = ({ key, version, kind, required, title }: AskedConsent, locale: Locale) => ({
  ...{ key, version, kind, title: title[locale] },
  isRequired: String(required),
});

/** In a tab of its own, so that nothing that was entered is lost. */
const textLink = ({ url, title }: AskedConsent, locale: Locale, { consentText }: PageTexts['html']): string => {
  if (url === undefined) return '';
  const name = escapeHtml(`${title[locale]}: ${consentText}`);
  return `              <a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer" aria-label="${name}">${escapeHtml(consentText)}</a>`;
};
