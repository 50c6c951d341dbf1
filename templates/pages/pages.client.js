// @ts-check
// Runs the hosted pages, except that of the account: sends what the person enters and shows the answer. Without a press it
// only asks which account a link belongs to and whether the address was verified elsewhere. Refresh tokens and continuations
// stay in the server's HttpOnly cookies.
import { fieldOf, fillField, focusFault, readNewPassword, readPassword } from './fields.client.js';
import { goOnByMail, onConfirm, readCodeField, settleCode, settleLink, startLink, startMail } from './flow.client.js';
import { end, onSubmit, report } from './forms.client.js';
import { prepareSwitch } from './link.client.js';
import { note, resendTime, writeNote } from './note.client.js';
import { takeReturn } from './return.client.js';
import { find, locale, mailed, query, show } from './screen.client.js';
import { isGood, post, userIn } from './service.client.js';
import { startPage } from './start.client.js';
import { isSame, readable, readEmail } from './typed.client.js';
import { startVerify } from './verify.client.js';

/** @typedef {import('#texts/page-texts.ts').PageName} PageName */

const token = mailed.token ?? null;
const hasMail = query.get('step') === 'code';

/** @type {Record<Exclude<PageName, 'account'>, () => void>} */
const STARTS = {
  '': () => {},
  signup: startSignUp,
  verify: () => startVerify(token),
  login: startLogIn,
  reset: startReset,
  'email/confirm': startEmailConfirm,
  'email/undo': startEmailUndo,
};

const page = /** @type {keyof typeof STARTS} */ (document.body.dataset['page']);

startPage(() => {
  prepareSwitch();
  // After a reload only the page that waits for a verification shows its success again; all others start over.
  if (note.isDone && (page !== 'verify' || token !== null)) writeNote({});
  STARTS[page]();
});

function startSignUp() {
  onSubmit('signup-form', async () => {
    const fields = { email: readEmail(), password: readNewPassword(), locale };
    if (focusFault()) return;
    const reply = await post('/signup', fields);
    await followMail(reply, fields.email, '/verify');
  });
  showForm();
}

/** Shows the form with the address that was entered before, because often only one letter is wrong. */
function showForm() {
  show('form');
  if (fieldOf('email')?.value === '') fillField('email', readable(note.address ?? ''));
}

function startLogIn() {
  if (token !== null) startLink('/login/link/confirm', token);
  else if (hasMail) startMail('/login/link', '/login/link/confirm', readCodeField);
  else startLogInForm();
}

function startLogInForm() {
  const read = () => {
    show('form');
    return { email: readEmail(), password: readPassword() };
  };
  onConfirm('login-form', '/login', read, (reply) => {
    // What the mailbox refuses is said before the person goes on.
    const isTold = userIn(reply)?.mailSuppressed || userIn(reply)?.mailResumed;
    if (isGood(reply) && !isTold) location.replace(takeReturn() ?? find('go-on').getAttribute('href') ?? '/account');
    else settleLink(reply);
  });
  onMailRequest('/login/link', '/login?step=code');
  showForm();
}

function startReset() {
  if (token !== null) {
    startLink('/reset/confirm', token, settleLink, 'confirm-form', () => ({ password: readNewPassword() }));
  } else if (hasMail) {
    startMail('/reset', '/reset/confirm', () => ({ ...readCodeField(), password: readNewPassword() }));
  } else {
    onMailRequest('/reset', '/reset?step=code');
    showForm();
  }
}

function startEmailConfirm() {
  if (token !== null) {
    startLink('/me/email/confirm', token);
    return;
  }
  onConfirm('confirm-form', '/me/email/confirm', readCodeField, settleCode);
  show('mail');
}

function startEmailUndo() {
  if (token === null) {
    end('invalid_token');
    return;
  }
  startLink('/email/undo', token, (reply) => {
    settleLink(reply);
    // The undo began a reset for an address that this page does not know.
    if (isGood(reply)) writeNote(resendTime(reply));
  });
}

/** Asks for a mail to the address in the form. @param {string} path @param {string} next */
function onMailRequest(path, next) {
  onSubmit('mail-form', async () => {
    show('form');
    const fields = { email: readEmail(), locale };
    if (focusFault()) return;
    const reply = await post(path, fields);
    if (note.isDone) return;
    await followMail(reply, fields.email, next);
  });
}

/** A person who went back and asks again during the cool-down already has the mail. @param {import('./service.client.js').Reply} reply @param {string | undefined} email @param {string} next */
async function followMail(reply, email, next) {
  const isComing = reply.body['reason'] === 'cool_down' && isSame(email ?? '', note.address);
  if (reply.status === 202 || isComing) await goOnByMail(reply, next);
  else report(reply);
}
