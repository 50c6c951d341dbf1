// Writes the hosted pages and their assets: one template per page, the texts of one language, the team's name and colour.

import emailConfirmHtml from '../../templates/pages/email-confirm.html' with { type: 'text' };
import emailUndoHtml from '../../templates/pages/email-undo.html' with { type: 'text' };
import layoutHtml from '../../templates/pages/layout.html' with { type: 'text' };
import loginHtml from '../../templates/pages/login.html' with { type: 'text' };
import pagesScript from '../../templates/pages/pages.client.js' with { type: 'text' };
import styles from '../../templates/pages/pages.css' with { type: 'text' };
import codeField from '../../templates/pages/parts/code-field.html' with { type: 'text' };
import done from '../../templates/pages/parts/done.html' with { type: 'text' };
import emailField from '../../templates/pages/parts/email-field.html' with { type: 'text' };
import link from '../../templates/pages/parts/link.html' with { type: 'text' };
import passwordField from '../../templates/pages/parts/password-field.html' with { type: 'text' };
import resend from '../../templates/pages/parts/resend.html' with { type: 'text' };
import resetHtml from '../../templates/pages/reset.html' with { type: 'text' };
import screenScript from '../../templates/pages/screen.client.js' with { type: 'text' };
import serviceScript from '../../templates/pages/service.client.js' with { type: 'text' };
import signupHtml from '../../templates/pages/signup.html' with { type: 'text' };
import verifyHtml from '../../templates/pages/verify.html' with { type: 'text' };
import type { Brand, Locale } from '../domain/mail.ts';
import { type ClientTexts, clientTextsOf, PAGE_TEXTS, type PageName } from './page-texts.ts';

/**
 * For the `content-security-policy` header of every page. Forms are sent by script, so no form may ever submit by itself:
 * without the script a password would otherwise end up in an address bar.
 */
export const PAGE_CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What several pages share; `{{>name}}` stands for it in a page. */
const PARTS: Readonly<Record<string, string>> = {
  'code-field': codeField,
  done,
  'email-field': emailField,
  link,
  'password-field': passwordField,
  resend,
};
const PART = /\{\{>([a-z-]+)\}\}/g;

/** A page in the layout, with its parts. Functions as the replacements: `$` in a page stays what it is. */
const assemble = (page: string): string =>
  layoutHtml
    .replace('{{content}}', () => page)
    .replace(PART, (placeholder, name: string) => PARTS[name]?.trimEnd() ?? placeholder);

const SET_PASSWORD = { passwordAutocomplete: 'new-password' };
/** Where the password is there already nothing is said of how it should be. */
const KNOWN_PASSWORD = { passwordAutocomplete: 'current-password', passwordHint: '' };

/** What each page is made of, and how its fields differ from those of others. */
const PAGES: Readonly<Record<PageName, { template: string; fields: Readonly<Record<string, string>> }>> = {
  signup: { template: assemble(signupHtml), fields: { emailAutocomplete: 'email', ...SET_PASSWORD } },
  verify: { template: assemble(verifyHtml), fields: { codeDigits: '6', ...KNOWN_PASSWORD } },
  login: {
    template: assemble(loginHtml),
    fields: { emailAutocomplete: 'username', codeDigits: '8', ...KNOWN_PASSWORD },
  },
  reset: { template: assemble(resetHtml), fields: { emailAutocomplete: 'username', codeDigits: '8', ...SET_PASSWORD } },
  'email/confirm': { template: assemble(emailConfirmHtml), fields: { codeDigits: '6' } },
  'email/undo': { template: assemble(emailUndoHtml), fields: {} },
};

/** The scripts by the names they import each other by. */
const SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['pages.client.js', pagesScript],
  ['screen.client.js', screenScript],
  ['service.client.js', serviceScript],
]);

const COMMENT = /<!--.*?-->\s*/gs;
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** The whole document. Throws if the template asks for a value that does not exist. */
export const renderPage = (name: PageName, locale: Locale, brand: Brand): string => {
  const { template, fields } = PAGES[name];
  const { html, pages } = PAGE_TEXTS[locale];
  return fillTemplate(template, clientTextsOf(name, locale), {
    ...html,
    ...pages[name].html,
    ...fields,
    codeLabel: html.codeLabel.replace('{digits}', fields['codeDigits'] ?? ''),
    page: name,
    locale,
    brandName: brand.name,
    appUrl: brand.appUrl ?? '',
    supportAddress: brand.supportAddress ?? '',
  });
};

/** What is served at `/assets/<fileName>`; `undefined` if there is no such file. */
export const pageAsset = (fileName: string, brand: Brand): { contentType: string; body: string } | undefined => {
  if (fileName === 'pages.css') {
    return { contentType: 'text/css; charset=utf-8', body: `${brandStyles(brand.color)}\n${styles}` };
  }
  const script = SCRIPTS.get(fileName);
  return script === undefined ? undefined : { contentType: 'text/javascript; charset=utf-8', body: script };
};

/**
 * `{{texts}}` becomes the script's data; every other value is escaped. One pass: values are never filled again.
 * Comments of the template are for its authors and are left out.
 */
export const fillTemplate = (template: string, texts: ClientTexts, values: Readonly<Record<string, string>>): string =>
  template.replace(COMMENT, '').replace(PLACEHOLDER, (_whole, name: string) => {
    if (name === 'texts') return dataBlock(texts);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`a page asks for an unknown value: ${name}`);
    return escapeHtml(value);
  });

const escapeHtml = (text: string): string => text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A data block, which no browser executes; `<` is escaped so that no sentence can end it. */
const dataBlock = (data: ClientTexts): string =>
  `<script type="application/json" id="texts">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;

const brandStyles = (color: string): string => {
  // Whatever else stood here would be CSS of its own.
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error('the brand colour is not #rrggbb');
  return `:root { --brand: ${color}; --on-brand: ${isDark(color) ? '#ffffff' : '#101114'}; }`;
};

/** Whether white is easier to read on it than black (relative luminance, WCAG 2.2). */
const isDark = (color: string): boolean => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
};
