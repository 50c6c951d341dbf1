// The template of each hosted page: its file in the layout, with the parts that it shares with others.
import type { PageName } from '#texts/page-texts.ts';
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
import type { Values } from './template.ts';

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

/** The replacements are functions, because `$` has a meaning in a replacement string. */
export const withParts = (template: string): string =>
  template.replace(PART, (whole, name: string, at = '') => PARTS[name]?.trimEnd().replaceAll('{{at}}', at) ?? whole);

/** A page in the layout, with its parts. */
const assemble = (page: string): string => withParts(layoutHtml.replace('{{content}}', () => page));

const SET_PASSWORD = { passwordAutocomplete: 'new-password', forgotLink: '' };
/** For an existing password the hint with the password rules is left out. */
const KNOWN_PASSWORD = { passwordAutocomplete: 'current-password', passwordHint: '' };

/** The template of each page, and the values that differ between pages. */
export const PAGES: Readonly<Record<PageName, { template: string; fields: Values }>> = {
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
  'account/security': { template: assemble(securityHtml), fields: { codeDigits: '6', codeHint: '' } },
  'email/confirm': { template: assemble(emailConfirmHtml), fields: { codeDigits: '6' } },
  'email/undo': { template: assemble(emailUndoHtml), fields: {} },
};
