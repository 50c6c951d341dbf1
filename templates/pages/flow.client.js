// @ts-check
// What the flows of the hosted pages share: a proof is sent, and what comes of it is shown.
import { focusFault, readCode } from './fields.client.js';
import { clearMessages, codeOf, end, isEnding, onSubmit, report } from './forms.client.js';
import { showAddress, startResend } from './mail-step.client.js';
import { note, resendTime, writeNote } from './note.client.js';
import { takeReturn } from './return.client.js';
import { find, locale, pageUrl, show, texts } from './screen.client.js';
import { isGood, post } from './service.client.js';
import { tellOtherTabs } from './waiting.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */
/** What a form sends; a field that is missing was marked. @typedef {Record<string, string | undefined>} Fields */

const READING_MILLISECONDS = 1500;

/** Only the person's press sends the token: mail scanners open links and run scripts too. @param {string} path @param {string} token @param {(reply: Reply) => void} settle */
export function startLink(path, token, settle = settleLink) {
  onConfirm('link-form', path, () => ({ token }), settle);
  show('link');
}

/** The mail was asked for: its code is entered here. @param {string} askPath @param {string} path @param {() => Fields} read */
export function startMail(askPath, path, read) {
  showAddress();
  onConfirm('confirm-form', path, read, settleCode);
  const { address } = note;
  startResend(async () => {
    if (address !== undefined) return post(askPath, { email: address, locale });
    // It is not known whom to send to: the page asks.
    location.assign(pageUrl(location.pathname));
    return new Promise(() => {});
  });
  show('mail');
}

/** The button stays busy until the next page is there. @param {Reply} reply @param {string | undefined} address @param {string} path */
export async function goOnByMail(reply, address, path) {
  writeNote({ ...(address !== undefined && { address }), ...resendTime(reply) });
  location.assign(pageUrl(path));
  await new Promise(() => {});
}

/** A form that proves something. @param {string} id @param {string} path @param {() => Fields} read @param {(reply: Reply) => void} settle */
export function onConfirm(id, path, read, settle) {
  onSubmit(id, async () => {
    const fields = read();
    if (focusFault()) return;
    const reply = await post(path, fields);
    // Polling, or the page's other form, may have been answered meanwhile.
    if (!note.isDone) settle(reply);
  });
}

export function readCodeField() {
  return { code: readCode() };
}

/** @param {Reply} reply */
export function settleLink(reply) {
  const code = codeOf(reply);
  if (isGood(reply)) finish(reply);
  else if (isEnding(code)) stop(code);
  else report(reply);
}

/** Another code may be asked for right here, unless it would do no good. @param {Reply} reply */
export function settleCode(reply) {
  if (isGood(reply) || isSpent(reply)) settleLink(reply);
  else report(reply);
}

/** @param {Reply} reply */
export function isSpent(reply) {
  const code = codeOf(reply);
  return code === 'already_used' || code === 'already_registered';
}

/** It is done; a person who came from elsewhere goes back there. @param {Reply} [reply] absent when another tab told */
export function finish(reply) {
  if (reply) tellOtherTabs(reply);
  writeNote({ isDone: true });
  forgetLink();
  clearMessages();
  showDone();
  show('done', texts.headings.done, true);
}

/** Long enough to be read; the button is there for who does not want to wait. */
function showDone() {
  const goOn = document.getElementById('go-on');
  const address = goOn && takeReturn();
  if (!address) return;
  goOn.setAttribute('href', address);
  find('going').hidden = false;
  setTimeout(() => location.replace(address), READING_MILLISECONDS);
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

export function keepQueryInLanguageLink() {
  const link = find('language');
  const url = new URL(location.href);
  url.searchParams.set('lang', link.lang);
  link.setAttribute('href', `${url.pathname}${url.search}${url.hash}`);
}
