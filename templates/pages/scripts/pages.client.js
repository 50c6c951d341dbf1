// @ts-check
// Runs the hosted pages, except that of the account: sends what the person enters and shows the answer. Without a press it
// only asks which account a link belongs to and whether the address was verified elsewhere. Refresh tokens and continuations
// stay in the server's HttpOnly cookies.
import { prepareConsents, readConsents } from './consents.client.js';
import { goOnWithTicket, needsSecondFactor, preparePasskeys, rememberPassword } from './factors.client.js';
import { fieldOf, fillField, focusFault, readNewPassword, readPassword } from './fields.client.js';
import {
  askForMailed,
  goOnByMail,
  onConfirm,
  readCodeField,
  settleCode,
  settleLink,
  startAgain,
  startLink,
  startMail,
  stop,
} from './flow.client.js';
import { clearMessages, codeOf, onSubmit, report } from './forms.client.js';
import { showOwner } from './here.client.js';
import { prepareSwitch } from './link.client.js';
import { mailed } from './mailed.client.js';
import { note, recall, remember, TYPED, timesIn, writeNote } from './note.client.js';
import { postAsPerson } from './person.client.js';
import { readProfile } from './profile.client.js';
import { takeReturn } from './return.client.js';
import { complain, find, formatWait, locale, query, show, texts } from './screen.client.js';
import { isGood, numberIn, userIn } from './service.client.js';
import { mailedAddress, rememberLogIn } from './session.client.js';
import { startPage } from './start.client.js';
import { isSame, readable } from './typed.client.js';
import { readEmail, tidyEmail } from './typed-email.client.js';
import { startVerify } from './verify.client.js';

/** @typedef {import('#texts/page-texts.ts').PageName} PageName */
/** @typedef {import('./service.client.js').Reply} Reply */

const token = mailed.token ?? null;
const hasMail = query.get('step') === 'code';

/** @type {Record<Exclude<PageName, 'account' | 'account/security'>, () => void>} */
const STARTS = {
  '': showOwner,
  signup: startSignUp,
  verify: () => startVerify(token),
  login: startLogIn,
  reset: startReset,
  invitation: startInvitation,
  'email/confirm': startEmailConfirm,
  'email/undo': startEmailUndo,
};

const page = /** @type {keyof typeof STARTS} */ (document.body.dataset['page']);

startPage(() => {
  tidyEmail();
  prepareSwitch();
  // After a reload only the page that waits for a verification shows its success again; all others start over.
  if (note.isDone && (page !== 'verify' || token !== null)) writeNote({});
  STARTS[page]();
});

function startSignUp() {
  prepareConsents();
  onSubmit('signup-form', async () => {
    const fields = {
      email: readEmail(),
      password: readNewPassword(),
      profile: readProfile('signup-form'),
      consents: readConsents(),
      locale,
    };
    if (focusFault()) return;
    const reply = await postAsPerson('/signup', fields);
    await followMail(reply, fields.email, '/verify');
  });
  showForm();
  showOwner();
}

/**
 * Shows the form with the address that was entered before, here or on another page, because often only one letter is wrong, or
 * the link in the mail came too late; or with the one that an app named.
 */
function showForm() {
  show('form');
  const field = fieldOf('email');
  field?.addEventListener('input', () => remember(TYPED, field.value));
  const address = note.address ?? (query.has('again') ? mailedAddress() : query.get('login_hint')) ?? '';
  if (field?.value === '') fillField('email', recall(TYPED) || readable(address));
}

function startLogIn() {
  startAgain('/login', () => askForMailed('/login/link'), '/login?step=code');
  if (token !== null) startLink('/login/link/confirm', token);
  else if (hasMail) startMail('/login/link', '/login/link/confirm', readCodeField);
  else if (query.get('step') !== 'factor' || !goOnWithTicket(settleLogIn)) startLogInForm();
}

function startLogInForm() {
  const read = () => {
    show('form');
    return { email: readEmail(), password: readPassword() };
  };
  onConfirm('login-form', '/login', read, (reply) => {
    if (isGood(reply)) rememberPassword();
    settleLogIn(reply);
  });
  onMailRequest('/login/link', '/login?step=code');
  preparePasskeys(settleLogIn);
  showForm();
  showOwner();
}

/** A person goes on at once. @param {Reply} reply */
function settleLogIn(reply) {
  // What the mailbox refuses is said before.
  const isTold = userIn(reply)?.mailSuppressed || userIn(reply)?.mailResumed;
  if (isGood(reply) && !isTold) {
    remember(TYPED, '');
    rememberLogIn();
    location.replace(takeReturn() ?? find('go-on').getAttribute('href') ?? '/account');
  } else if (!needsSecondFactor(reply, settleLogIn)) {
    settleLink(reply);
    if (reply.status === 429 && reply.body['reason'] === 'network' && texts.manyLogIns)
      complain(texts.manyLogIns.replace('{wait}', formatWait(numberIn(reply, 'retryAfterSeconds'))));
  }
}

function startReset() {
  startAgain('/reset', () => askForMailed('/reset'), '/reset?step=code');
  if (token !== null) {
    startLink('/reset/confirm', token, settleLink, 'confirm-form', () => ({ password: readNewPassword() }));
  } else if (hasMail) {
    startMail('/reset', '/reset/confirm', () => ({ ...readCodeField(), password: readNewPassword() }));
  } else {
    onMailRequest('/reset', '/reset?step=code');
    showForm();
  }
}

function startInvitation() {
  prepareConsents();
  if (token === null) {
    stop('invalid_token');
    return;
  }
  const read = () => ({ password: readNewPassword(), consents: readConsents(), locale });
  startLink('/invitation/confirm', token, settleLink, 'confirm-form', read);
}

function startEmailConfirm() {
  if (token !== null) {
    startLink('/me/email/confirm', token, (reply) => settleChange(reply, settleLink));
    return;
  }
  onConfirm('confirm-form', '/me/email/confirm', readCodeField, (reply) => settleChange(reply, settleCode));
  show('mail');
}

/** Another press could only fail again where the change was not asked for. @param {Reply} reply @param {(reply: Reply) => void} settle */
function settleChange(reply, settle) {
  if (codeOf(reply) !== 'continuation_required') return settle(reply);
  clearMessages();
  show('no_flow', texts.headings.no_flow, true);
}

function startEmailUndo() {
  if (token === null) {
    stop('invalid_token');
    return;
  }
  startLink('/email/undo', token, (reply) => {
    settleLink(reply);
    // The undo began a reset for an address that this page does not know.
    if (isGood(reply)) writeNote(timesIn(reply));
  });
}

/** Asks for a mail to the address in the form. @param {string} path @param {string} next */
function onMailRequest(path, next) {
  onSubmit('mail-form', async () => {
    show('form');
    const fields = { email: readEmail(), locale };
    if (focusFault()) return;
    const reply = await postAsPerson(path, fields);
    if (note.isDone) return;
    await followMail(reply, fields.email, next);
  });
}

/** A person who went back and asks again during the cool-down already has the mail. @param {Reply} reply @param {string | undefined} email @param {string} next */
async function followMail(reply, email, next) {
  const isComing = reply.body['reason'] === 'cool_down' && isSame(email ?? '', note.address);
  if (reply.status === 202 || isComing) await goOnByMail(reply, next);
  else report(reply);
}
