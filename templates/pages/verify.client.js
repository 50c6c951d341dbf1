// @ts-check
// The end of a sign-up: by code in the tab that began, by link on any device, and by polling in a tab that waits.
import { readPassword } from './fields.client.js';
import { finish, isSpent, onConfirm, readCodeField, settleCode, settleLink, startLink } from './flow.client.js';
import { codeOf } from './forms.client.js';
import { showAddress, startResend } from './mail-step.client.js';
import { note } from './note.client.js';
import { show, texts } from './screen.client.js';
import { isGood, post } from './service.client.js';
import { listenToOtherTabs, pollStatus } from './waiting.client.js';

/** @param {string | null} token */
export function startVerify(token) {
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
    settleCode(reply);
  });
  startResend(() => post('/signup/resend', {}));
  show('mail');
}

/** A link alone may not be enough: on another device the page also asks for the password. @param {string} linkToken */
function startVerifyLink(linkToken) {
  startLink('/verify', linkToken, (reply) => {
    if (codeOf(reply) === 'password_required') show('password', texts.headings.password, true);
    else settleLink(reply);
  });
  onConfirm('password-form', '/verify', () => ({ token: linkToken, password: readPassword() }), settleLink);
}
