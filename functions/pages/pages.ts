// Renders the hosted pages from one template per page, the texts of one language, and the brand.
import type { AskedConsent } from '#domain/account/consents.ts';
import type { ProfileField } from '#domain/account/profile-fields.ts';
import type { Brand } from '#domain/brand.ts';
import { DEFAULT_LANGUAGES, type Locale } from '#domain/locale.ts';
import type { Speech } from '#domain/settings.ts';
import type { PageName, PageTexts } from '#texts/page-texts.ts';
import { clientTextsOf, pageTextsOf, sentTextsOf } from '#texts/pages.ts';
import type { AssetAddresses } from './assets.ts';
import { consentsMarkup, ownConsents } from './consents.ts';
import { type Factors, factorsMarkup } from './factors.ts';
import { type FirstState, firstStateOf, showState } from './first-state.ts';
import { brandMark, languageChoice, languageLinks } from './marks.ts';
import { PAGES } from './page-templates.ts';
import { fieldsMarkup, shownFields } from './profile-fields.ts';
import { dataBlock, escapeHtml, fillTemplate, type Values } from './template.ts';
import { groundsOf } from './theme.ts';

/** What a page needs to know about the deployment besides the brand. */
export interface PageOptions {
  /** The origins, besides the pages' own, that a person may be sent back to. */
  readonly returnOrigins: readonly string[];
  readonly isSmsOn: boolean;
  /** Absent: the pages ask for nothing, and show what is there under its key. */
  readonly profileFields?: readonly ProfileField[];
  /** Where the script of the human check is. Absent: the pages ask nobody to be a person. */
  readonly humanOrigin?: string;
  /** What people are asked to agree to. Default: nothing. */
  readonly consents?: readonly AskedConsent[];
  /** Whether a leaked password is refused. Default: it is not. */
  readonly refusesLeaked?: boolean;
  /** Default: passwords alone. */
  readonly factors?: Factors;
}

/** The pages that have mails sent to anybody. */
const ASKING: readonly PageName[] = ['signup', 'login', 'reset'];
export const mayAskForPerson = (name: PageName): boolean => ASKING.includes(name);
const PASSWORDS_ALONE: Factors = { hasSecondFactor: false };

/** The whole document in its first state. Throws if the template asks for a value that does not exist. */
export const renderPage = (
  name: PageName,
  locale: Locale,
  brand: Brand,
  assets: AssetAddresses,
  options: PageOptions = { returnOrigins: [], isSmsOn: true },
  state: FirstState = firstStateOf(name, {}),
  { languages, words }: Speech = { languages: DEFAULT_LANGUAGES },
): string => {
  const { template, fields } = PAGES[name];
  const pageTexts = pageTextsOf(locale, words);
  const { html, pages } = pageTexts;
  const texts = clientTextsOf(name, locale, pageTexts);
  const nameOf = (language: Locale) => escapeHtml(pageTextsOf(language, words).html.languageName);
  const own = pages[name].html;
  const grounds = groundsOf(brand);
  const headingOf = (of: FirstState) => {
    if (of === 'mail' || of === 'invalid_token') return texts.headings[of];
    return (of === 'not_found' && own['notFoundHeading']) || own.heading;
  };
  const others = languages.filter((language) => language !== locale);
  const { profileFields, consents = [], factors = PASSWORDS_ALONE } = options;
  const asked =
    profileFields?.filter(name === 'account' ? ({ editable }) => editable : ({ atSignUp }) => atSignUp) ?? [];
  const markup = {
    texts: dataOf(name, locale, pageTexts, assets, options),
    brand: brandMark(brand),
    languageLinks: languageLinks(others, nameOf),
    languageChoices: languages.map((language) => languageChoice(language, nameOf(language))).join('\n'),
    profileFields: fieldsMarkup(asked, locale, pageTexts),
    consents: consentsMarkup(consents, locale, pageTexts),
    ...ownConsents(consents, locale, pageTexts, assets.consentsScriptHref),
    ...factorsMarkup(name, locale, factors, pageTexts, assets),
  };
  return fillTemplate(showState(template, state), markup, {
    styleHref: assets.styleHref,
    scriptHref: scriptOf(name, assets),
    ...html,
    ...own,
    ...fields,
    ...(name === 'login' && factors.passkeyDomain !== undefined && { emailAutocomplete: 'username webauthn' }),
    passkeyDomain: factors.passkeyDomain ?? '',
    secondFactor: factors.hasSecondFactor ? 'on' : '',
    heading: headingOf(state),
    codeLabel: (own['codeLabel'] ?? html.codeLabel).replace('{digits}', fields['codeDigits'] ?? ''),
    page: name,
    locale,
    otherLanguages: others.join(' '),
    brandName: brand.name,
    appUrl: brand.appUrl ?? '',
    goOnUrl: brand.appUrl ?? `/account?lang=${locale}`,
    goOnLabel: html[brand.appUrl === undefined ? 'accountLink' : 'goOn'],
    faviconUrl: brand.faviconUrl ?? 'data:,',
    groundLight: grounds.light,
    groundDark: grounds.dark,
    supportAddress: brand.supportAddress ?? '',
    ...(name === 'account' && profileLinkOf(own, profileFields)),
  });
};

/** What the script of a page reads: its sentences, and what it needs to know of the stage. */
const dataOf = (
  name: PageName,
  locale: Locale,
  texts: PageTexts,
  { humanScriptHref }: AssetAddresses,
  { profileFields, consents = [], humanOrigin, refusesLeaked, factors: _, ...rest }: PageOptions,
): string => {
  const human = humanOrigin !== undefined &&
    mayAskForPerson(name) && {
      script: humanScriptHref,
      api: `${humanOrigin}/turnstile/v0/api.js?render=explicit`,
      lead: texts.html.humanLead,
    };
  const stage = { refusesLeaked, hasConsents: consents.length > 0, asksForPerson: human !== false };
  const sent = sentTextsOf(name, clientTextsOf(name, locale, texts), stage);
  const fields = name === 'account' && profileFields && { profileFields: shownFields(profileFields, locale) };
  return dataBlock('texts', sent) + dataBlock('settings', { ...rest, ...fields, ...(human && { human }) });
};

const scriptOf = (name: PageName, assets: AssetAddresses): string => {
  if (name === 'account') return assets.accountScriptHref;
  return name === 'account/security' ? assets.securityScriptHref : assets.scriptHref;
};

/** A profile in which nothing can be changed is only shown. */
const profileLinkOf = (html: Values, fields?: readonly ProfileField[]): Values => {
  const isShown = fields !== undefined && !fields.some(({ editable }) => editable);
  return {
    profileLink: html[isShown ? 'see' : 'change'] ?? '',
    profileLabelOfLink: html[isShown ? 'seeProfile' : 'openProfile'] ?? '',
  };
};
