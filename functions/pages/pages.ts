// Renders the hosted pages from one template per page, the texts of one language, and the brand.
import type { AskedConsent } from '#domain/account/consents.ts';
import type { ProfileField } from '#domain/account/profile-fields.ts';
import type { Brand } from '#domain/brand.ts';
import { DEFAULT_LANGUAGES, type Locale } from '#domain/locale.ts';
import type { Speech } from '#domain/settings.ts';
import type { PageName } from '#texts/page-texts.ts';
import { clientTextsOf, pageTextsOf, sentTextsOf } from '#texts/pages.ts';
import accountHtml from '../../templates/pages/account.html' with { type: 'text' };
import emailConfirmHtml from '../../templates/pages/email-confirm.html' with { type: 'text' };
import emailUndoHtml from '../../templates/pages/email-undo.html' with { type: 'text' };
import homeHtml from '../../templates/pages/home.html' with { type: 'text' };
import invitationHtml from '../../templates/pages/invitation.html' with { type: 'text' };
import layoutHtml from '../../templates/pages/layout.html' with { type: 'text' };
import loginHtml from '../../templates/pages/login.html' with { type: 'text' };
import codeField from '../../templates/pages/parts/code-field.html' with { type: 'text' };
import currentPasswordField from '../../templates/pages/parts/current-password-field.html' with { type: 'text' };
import done from '../../templates/pages/parts/done.html' with { type: 'text' };
import emailField from '../../templates/pages/parts/email-field.html' with { type: 'text' };
import here from '../../templates/pages/parts/here.html' with { type: 'text' };
import late from '../../templates/pages/parts/late.html' with { type: 'text' };
import link from '../../templates/pages/parts/link.html' with { type: 'text' };
import newPasswordField from '../../templates/pages/parts/new-password-field.html' with { type: 'text' };
import passwordField from '../../templates/pages/parts/password-field.html' with { type: 'text' };
import resend from '../../templates/pages/parts/resend.html' with { type: 'text' };
import sentTo from '../../templates/pages/parts/sent-to.html' with { type: 'text' };
import switchPart from '../../templates/pages/parts/switch.html' with { type: 'text' };
import resetHtml from '../../templates/pages/reset.html' with { type: 'text' };
import securityHtml from '../../templates/pages/security.html' with { type: 'text' };
import signupHtml from '../../templates/pages/signup.html' with { type: 'text' };
import verifyHtml from '../../templates/pages/verify.html' with { type: 'text' };
import type { AssetAddresses } from './assets.ts';
import { consentsMarkup, ownConsents } from './consents.ts';
import { type Factors, factorsMarkup } from './factors.ts';
import { type FirstState, firstStateOf, showState } from './first-state.ts';
import { fieldsMarkup, shownFields } from './profile-fields.ts';
import { dataBlock, escapeHtml, fillTemplate, type Values } from './template.ts';
import { groundsOf } from './theme.ts';

/** Parts that several pages share. `{{>name}}` includes one; `{{>name email-}}` also adds a prefix to its ids. */
const PARTS: Readonly<Record<string, string>> = {
  'code-field': codeField,
  'current-password-field': currentPasswordField,
  done,
  'email-field': emailField,
  here,
  late,
  link,
  'new-password-field': newPasswordField,
  'password-field': passwordField,
  resend,
  'sent-to': sentTo,
  switch: switchPart,
};
const PART = /\{\{>([a-z-]+)(?: ([a-z-]+))?\}\}/g;

/** A page in the layout, with its parts. The replacement is a function, because `$` has a meaning in a replacement string. */
const assemble = (page: string): string =>
  layoutHtml
    .replace('{{content}}', () => page)
    .replace(PART, (whole, name: string, at = '') => PARTS[name]?.trimEnd().replaceAll('{{at}}', at) ?? whole);

const SET_PASSWORD = { passwordAutocomplete: 'new-password', forgotLink: '' };
/** For an existing password the hint with the password rules is left out. */
const KNOWN_PASSWORD = { passwordAutocomplete: 'current-password', passwordHint: '' };

/** The template of each page, and the values that differ between pages. */
const PAGES: Readonly<Record<PageName, { template: string; fields: Readonly<Record<string, string>> }>> = {
  '': { template: assemble(homeHtml), fields: {} },
  signup: { template: assemble(signupHtml), fields: { emailAutocomplete: 'email', ...SET_PASSWORD } },
  verify: {
    template: assemble(verifyHtml),
    fields: { codeDigits: '6', correctPath: '/signup', lateHref: '/login', forgotLink: '', ...KNOWN_PASSWORD },
  },
  login: {
    template: assemble(loginHtml),
    fields: {
      emailAutocomplete: 'username',
      codeDigits: '8',
      correctPath: '/login',
      lateHref: '/login',
      ...KNOWN_PASSWORD,
    },
  },
  reset: {
    template: assemble(resetHtml),
    fields: {
      emailAutocomplete: 'username',
      codeDigits: '8',
      correctPath: '/reset',
      lateHref: '/signup',
      // Its code waits for the new password.
      codeHint: '',
      ...SET_PASSWORD,
    },
  },
  invitation: { template: assemble(invitationHtml), fields: SET_PASSWORD },
  account: {
    template: assemble(accountHtml),
    fields: { emailAutocomplete: 'email', codeDigits: '6', correctPath: '/account', ...SET_PASSWORD },
  },
  'account/security': { template: assemble(securityHtml), fields: {} },
  'email/confirm': { template: assemble(emailConfirmHtml), fields: { codeDigits: '6' } },
  'email/undo': { template: assemble(emailUndoHtml), fields: {} },
};

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
  const { profileFields, consents = [], humanOrigin, refusesLeaked, factors = PASSWORDS_ALONE, ...rest } = options;
  const settings =
    name === 'account' && profileFields ? { ...rest, profileFields: shownFields(profileFields, locale) } : rest;
  const human =
    humanOrigin === undefined || !mayAskForPerson(name)
      ? undefined
      : {
          script: assets.humanScriptHref,
          api: `${humanOrigin}/turnstile/v0/api.js?render=explicit`,
          lead: html.humanLead,
        };
  const asked =
    profileFields?.filter(name === 'account' ? ({ editable }) => editable : ({ atSignUp }) => atSignUp) ?? [];
  const markup = {
    texts:
      dataBlock(
        'texts',
        sentTextsOf(name, texts, {
          refusesLeaked,
          hasConsents: consents.length > 0,
          asksForPerson: human !== undefined,
        }),
      ) + dataBlock('settings', { ...settings, ...(human && { human }) }),
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
    codeLabel: html.codeLabel.replace('{digits}', fields['codeDigits'] ?? ''),
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

/** The team's logo, or its name if there is no logo. The script shows the name if the logo does not load. */
const brandMark = ({ name, logoUrl, logoUrlDark }: Brand): string => {
  if (logoUrl === undefined) return escapeHtml(name);
  const logo = `<img class="logo" src="${escapeHtml(logoUrl)}" alt="${escapeHtml(name)}">`;
  if (logoUrlDark === undefined) return logo;
  return `<picture><source srcset="${escapeHtml(logoUrlDark)}" media="(prefers-color-scheme: dark)">${logo}</picture>`;
};

/** Each in its own words, because a person looks for a language that they can read. */
const languageLinks = (others: readonly Locale[], nameOf: (locale: Locale) => string): string => {
  const links = others.map(
    (locale) => `<a href="?lang=${locale}" lang="${locale}" hreflang="${locale}">${nameOf(locale)}</a>`,
  );
  return others.length === 0 ? '' : `<span id="language">${links.join(' ')}</span>`;
};

const languageChoice = (locale: Locale, name: string): string =>
  `            <div class="choice">
              <input id="language-${locale}" name="locale" type="radio" value="${locale}">
              <label for="language-${locale}" lang="${locale}">${name}</label>
            </div>`;
