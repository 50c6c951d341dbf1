// @ts-check
// The end of a sign-up: by code in the tab that began, by link on any device, and by polling in a tab that waits.
import { prepareConsents, readConsents } from './consents.client.js';
import { readNewPassword, readPassword } from './fields.client.js';
import {
  finish,
  isSpent,
  onConfirm,
  readCodeField,
  settleCode,
  settleLink,
  startAgain,
  startLink,
} from './flow.client.js';
import { clearMessages, codeOf } from './forms.client.js';
import { showAddress, startResend } from './mail-step.client.js';
import { note } from './note.client.js';
import { readProfile } from './profile.client.js';
import { find, locale, show, texts } from './screen.client.js';
import { isGood, post } from './service.client.js';
import { listenToOtherTabs, pollStatus } from './waiting.client.js';

/** @param {string | null} token */
export function startVerify(token) {
  startAgain('/signup', () => post('/signup/resend', {}), '/verify');
  if (token !== null) startVerifyLink(token);
  else if (note.isDone) show('done', texts.headings.done);
  else startVerifyCode();
}

function startVerifyCode() {
  const stopPolling = pollStatus((reply) => {
    stopListening();
    finish(reply);
  });
  const stopListening = listenToOtherTabs(() => {
    stopPolling();
    finish();
  });
  showAddress();
  onConfirm('confirm-form', '/verify', readCodeField, (reply) => {
    if (isGood(reply) || isSpent(reply)) {
      stopPolling();
      stopListening();
    }
    if (codeOf(reply) === 'continuation_required') showNoFlow();
    else settleCode(reply);
  });
  startResend(
    () => post('/signup/resend', {}),
    '',
    (reply) => {
      const code = codeOf(reply);
      if (isSpent(reply)) settleCode(reply);
      else if (code === 'continuation_required' || code === 'expired') showNoFlow();
      else return false;
      return true;
    },
  );
  show('mail');
}

/** Without a sign-up in this browser no code can work here and no mail can be sent again. */
function showNoFlow() {
  clearMessages();
  show('no_flow', texts.headings.no_flow, true);
}

/** A link alone may not be enough: on another device the page also asks for the password. @param {string} linkToken */
function startVerifyLink(linkToken) {
  startLink('/verify', linkToken, (reply) => {
    if (codeOf(reply) === 'password_required') show('password', texts.headings.password, true);
    else settleLink(reply);
  });
  onConfirm('password-form', '/verify', () => ({ token: linkToken, password: readPassword() }), settleLink);
  const readNew = () => ({
    token: linkToken,
    newPassword: readNewPassword(),
    profile: readProfile('new-password-form'),
    consents: readConsents(),
  });
  prepareConsents();
  // The language in which the person is asked.
  onConfirm('new-password-form', `/verify?lang=${locale}`, readNew, settleLink);
  find('unknown-password').addEventListener('click', () => {
    clearMessages();
    show('new-password', texts.headings['new-password'], true);
  });
}
