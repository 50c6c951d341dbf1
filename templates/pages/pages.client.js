// @ts-check
// Makes the hosted pages work: sends what the person enters, says what the service answered, and nothing without a press
// except asking whether the address has been confirmed elsewhere. Tokens stay in the server's HttpOnly cookies.
import {
  clearMessages,
  codeOf,
  enableToggles,
  end,
  find,
  focusFault,
  formatWait,
  isEnding,
  locale,
  news,
  onSubmit,
  readCode,
  readEmail,
  readNewPassword,
  readPassword,
  report,
  show,
  texts,
  tidyCode,
} from './screen.client.js';
import { listenToOtherTabs, note, pollStatus, post, resendTime, tellOtherTabs, writeNote } from './service.client.js';

/** @typedef {import('../../functions/http/page-texts.ts').PageName} PageName */
/** @typedef {import('./service.client.js').Reply} Reply */
/** What a form sends; a field that is missing was marked. @typedef {Record<string, string | undefined>} Fields */

const query = new URLSearchParams(location.search);
const token = query.get('token');
const hasMail = query.get('step') === 'code';

/** @type {Record<PageName, () => void>} */
const STARTS = {
  signup: startSignUp,
  verify: startVerify,
  login: startLogIn,
  reset: startReset,
  'email/confirm': startEmailConfirm,
  'email/undo': startEmailUndo,
};

const page = /** @type {PageName} */ (document.body.dataset['page']);

keepQueryInLanguageLink();
enableToggles();
// Only the page that waits for a verification says again that it came; all others begin anew.
if (note.isDone && (page !== 'verify' || token !== null)) writeNote({});
// A page taken back from the browser's memory would still be busy, and still hold the password.
addEventListener('pageshow', (event) => event.persisted && location.reload());
find('loading').hidden = true;
STARTS[page]();

function startSignUp() {
  onSubmit('signup-form', async () => {
    const fields = { email: readEmail(), password: readNewPassword(), locale };
    if (focusFault()) return;
    const reply = await post('/signup', fields);
    if (reply.status === 202) await goOnByMail(reply, fields.email, '/verify');
    else report(reply);
  });
  show('form');
}

function startVerify() {
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
  startCode();
  onConfirm('confirm-form', '/verify', readCodeField, (reply) => {
    if (isGood(reply) || isSpent(reply)) {
      stopPolling();
      stopListening();
    }
    settleCode(reply);
  });
  startResend('/signup/resend', {});
  show('mail', texts.headings.mail);
}

/** A link alone may not be enough: on another device the password is asked for, too. @param {string} linkToken */
function startVerifyLink(linkToken) {
  startLink('/verify', linkToken, (reply) => {
    if (codeOf(reply) === 'password_required') show('password', texts.headings.password, true);
    else settleLink(reply);
  });
  onConfirm('password-form', '/verify', () => ({ token: linkToken, password: readPassword() }), settleLink);
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
  onConfirm('login-form', '/login', read, settleLink);
  onMailRequest('/login/link', '/login?step=code');
  show('form');
}

function startReset() {
  if (token !== null) {
    onConfirm('confirm-form', '/reset/confirm', () => ({ token, password: readNewPassword() }), settleLink);
    show('link');
  } else if (hasMail) {
    startMail('/reset', '/reset/confirm', () => ({ ...readCodeField(), password: readNewPassword() }));
  } else {
    onMailRequest('/reset', '/reset?step=code');
    show('form');
  }
}

function startEmailConfirm() {
  if (token !== null) {
    startLink('/me/email/confirm', token);
    return;
  }
  onConfirm('confirm-form', '/me/email/confirm', readCodeField, settleCode);
  tidyCode();
  show('mail');
}

function startEmailUndo() {
  if (token === null) {
    end('invalid_token');
    return;
  }
  startLink('/email/undo', token, (reply) => {
    settleLink(reply);
    // It began a reset of an address that this page does not know.
    if (isGood(reply)) writeNote(resendTime(reply));
  });
}

/** Only the person's press sends the token: mail scanners open links and run scripts too. @param {string} path @param {string} linkToken @param {(reply: Reply) => void} settle */
function startLink(path, linkToken, settle = settleLink) {
  onConfirm('link-form', path, () => ({ token: linkToken }), settle);
  show('link');
}

/** The mail was asked for: its code is entered here. @param {string} askPath @param {string} path @param {() => Fields} read */
function startMail(askPath, path, read) {
  startCode();
  onConfirm('confirm-form', path, read, settleCode);
  startResend(askPath, note.address === undefined ? undefined : { email: note.address, locale });
  show('mail', texts.headings.mail);
}

/** What the tab knows of the mail, and a field that takes its code as it is pasted. */
function startCode() {
  tidyCode();
  const address = find('address');
  address.textContent = note.address ?? '';
  address.hidden = note.address === undefined;
}

/** Asks for a mail to the address in the form. @param {string} path @param {string} next */
function onMailRequest(path, next) {
  onSubmit('mail-form', async () => {
    show('form');
    const fields = { email: readEmail(), locale };
    if (focusFault()) return;
    const reply = await post(path, fields);
    if (note.isDone) return;
    // Whoever went back and asks again too early has that mail.
    const isComing = reply.body['reason'] === 'cool_down' && note.address === fields.email;
    if (reply.status === 202 || isComing) await goOnByMail(reply, fields.email, next);
    else report(reply);
  });
}

/** The button stays busy until the next page is there. @param {Reply} reply @param {string | undefined} address @param {string} path */
async function goOnByMail(reply, address, path) {
  writeNote({ ...(address !== undefined && { address }), ...resendTime(reply) });
  const url = new URL(path, location.href);
  const language = query.get('lang');
  if (language !== null) url.searchParams.set('lang', language);
  location.assign(url);
  await new Promise(() => {});
}

/** Without `fields` it is not known whom to send to. @param {string} path @param {Fields | undefined} fields */
function startResend(path, fields) {
  const form = find('resend-form');
  if (fields === undefined) {
    form.hidden = true;
    return;
  }
  const button = form.querySelector('button');
  const wait = find('resend-wait');
  const remaining = () => Math.ceil(((note.resendAt ?? 0) - Date.now()) / 1000);
  const tick = () => {
    const seconds = remaining();
    wait.hidden = seconds <= 0;
    wait.textContent = seconds <= 0 ? '' : texts.resendWait.replace('{wait}', formatWait(seconds));
    button?.setAttribute('aria-disabled', String(seconds > 0));
  };
  onSubmit('resend-form', async () => {
    if (remaining() > 0) {
      news.textContent = wait.textContent;
      return;
    }
    const reply = await post(path, fields);
    if (note.isDone) return;
    writeNote({ ...note, ...resendTime(reply) });
    tick();
    if (reply.status === 202) news.textContent = texts.resent;
    else report(reply);
  });
  setInterval(tick, 1000);
  tick();
}

/** A form that proves something. @param {string} id @param {string} path @param {() => Fields} read @param {(reply: Reply) => void} settle */
function onConfirm(id, path, read, settle) {
  onSubmit(id, async () => {
    const fields = read();
    if (focusFault()) return;
    const reply = await post(path, fields);
    // Polling, or the page's other form, may have been answered meanwhile.
    if (!note.isDone) settle(reply);
  });
}

function readCodeField() {
  return { code: readCode() };
}

/** @param {Reply} reply */
function settleLink(reply) {
  const code = codeOf(reply);
  if (isGood(reply)) finish(reply);
  else if (isEnding(code)) stop(code);
  else report(reply);
}

/** Another code may be asked for right here, unless it would do no good. @param {Reply} reply */
function settleCode(reply) {
  if (isGood(reply) || isSpent(reply)) settleLink(reply);
  else report(reply);
}

/** @param {Reply} reply */
function isGood(reply) {
  return reply.status === 200 || reply.status === 202;
}

/** @param {Reply} reply */
function isSpent(reply) {
  const code = codeOf(reply);
  return code === 'already_used' || code === 'already_registered';
}

/** It is done. @param {Reply} [reply] absent when another tab told */
function finish(reply) {
  if (reply) tellOtherTabs(reply);
  writeNote({ isDone: true });
  forgetLink();
  clearMessages();
  show('done', texts.headings.done, true);
}

/** @param {Parameters<typeof end>[0]} code */
function stop(code) {
  forgetLink();
  end(code);
}

/** A link that opens nothing any more need not stay in the address bar. Until then a reload, or another browser, may need it. */
function forgetLink() {
  const url = new URL(location.href);
  url.searchParams.delete('token');
  url.searchParams.delete('step');
  history.replaceState(null, '', url);
  keepQueryInLanguageLink();
}

function keepQueryInLanguageLink() {
  const link = find('language');
  const url = new URL(location.href);
  url.searchParams.set('lang', link.lang);
  link.setAttribute('href', `${url.pathname}${url.search}`);
}
