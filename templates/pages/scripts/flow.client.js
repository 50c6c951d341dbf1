// @ts-check
// What the flows of the hosted pages share: they send a proof and show its result.
import { needsSecondFactor } from './factors.client.js';
import { focusFault, nameUser } from './fields.client.js';
import { clearMessages, codeOf, end, isEnding, onSubmit, report } from './forms.client.js';
import { showOwner } from './here.client.js';
import { nameAccount, onLink } from './link.client.js';
import { showAddress, startResend } from './mail-step.client.js';
import { pageUrl } from './mailed.client.js';
import { note, remember, TYPED, timesIn, writeNote } from './note.client.js';
import { postAsPerson } from './person.client.js';
import { takeReturn } from './return.client.js';
import { complain, find, keepQueryInLanguageLinks, locale, show, tell, texts, writeAddress } from './screen.client.js';
import { addressIn, isGood, isPassing, post, userIn } from './service.client.js';
import { inTurn, mailedAddress, rememberLogIn, rememberMailed } from './session.client.js';
import { readable, readCode } from './typed.client.js';
import { tellOtherTabs } from './waiting.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */
/** The values a form sends; `undefined` for a field that was marked as wrong. @typedef {Record<string, unknown>} Fields */

const READING_MILLISECONDS = 1500;

/**
 * Sends the token only when the person presses the button: mail scanners open links and run scripts too.
 * @param {string} path @param {string} token @param {(reply: Reply) => void} settle @param {string} form @param {() => Fields} more
 */
export function startLink(path, token, settle = settleLink, form = 'link-form', more = () => ({})) {
  onLink(
    form,
    () => ({ token, ...more() }),
    async (fields) => settle(await inTurn(() => post(path, fields))),
  );
  nameAccount(token, () => stop('expired'));
  show('link');
}

/** Shows the state in which the code of the mail is entered. @param {string} askPath @param {string} path @param {() => Fields} read */
export function startMail(askPath, path, read) {
  showAddress();
  onConfirm('confirm-form', path, read, settleCode);
  const { address } = note;
  startResend(async () => {
    if (address !== undefined) return postAsPerson(askPath, { email: address, locale });
    // The address is not known here, so the person enters it again.
    location.assign(pageUrl(location.pathname));
    return new Promise(() => {});
  });
  show('mail');
}

/** The button stays disabled until the next page has loaded. @param {Reply} reply @param {string} path @param {string} [known] */
export async function goOnByMail(reply, path, known = note.address) {
  const address = addressIn(reply) ?? known;
  // During the cool-down the code of the last mail works on.
  const before = reply.status === 202 ? {} : { ...note, isDone: false };
  writeNote({ ...before, ...(address !== undefined && { address }), ...timesIn(reply) });
  if (address !== undefined) rememberMailed(address);
  location.assign(pageUrl(path));
  await new Promise(() => {});
}

/**
 * After a link that came too late one press asks for a fresh mail, where this browser knows for whom; elsewhere the form asks.
 * @param {string} path of the form @param {() => Promise<Reply> | undefined} send @param {string} next
 */
export function startAgain(path, send, next) {
  onSubmit('again-form', async () => {
    const reply = await send();
    const isComing = reply?.body['reason'] === 'cool_down';
    if (reply?.status === 202 || (reply && isComing)) return goOnByMail(reply, next, mailedAddress() || undefined);
    if (reply && isPassing(reply)) return report(reply);
    location.assign(pageUrl(`${path}?again=1`));
    await new Promise(() => {});
  });
}

/** The mail for the address that waited for one here. @param {string} path */
export function askForMailed(path) {
  const email = mailedAddress();
  return email === '' ? undefined : postAsPerson(path, { email, locale });
}

/** Connects a form that sends a proof. @param {string} id @param {string} path @param {() => Fields} read @param {(reply: Reply) => void} settle */
export function onConfirm(id, path, read, settle) {
  onSubmit(id, async () => {
    const fields = read();
    if (focusFault()) return;
    const reply = await inTurn(() => post(path, fields));
    // Polling, or the other form of the page, may have been answered in the meantime.
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
  else if (needsSecondFactor(reply, finish)) return;
  else if (isEnding(code)) stop(code);
  else report(reply);
}

/** The person can ask for another code on this page, unless the challenge is already used. @param {Reply} reply */
export function settleCode(reply) {
  if (isGood(reply) || isSpent(reply)) settleLink(reply);
  else if (!needsSecondFactor(reply, finish)) report(reply);
}

/** @param {Reply} reply */
export function isSpent(reply) {
  const code = codeOf(reply);
  return code === 'already_used' || code === 'already_registered';
}

/** Shows the success. A person who came from another site returns there. @param {Reply} [reply] absent when another tab told */
export function finish(reply) {
  if (reply) tellOtherTabs(reply);
  if (reply && userIn(reply)) rememberLogIn();
  writeNote({ isDone: true });
  forgetLink();
  remember(TYPED, '');
  clearMessages();
  const user = reply && userIn(reply);
  // A password manager saves the password when the form is gone.
  if (user) nameUser(readable(user.email));
  show('done', texts.headings.done, true);
  showDone(user);
}

/** Waits until the message can be read; the button lets an impatient person continue at once. @param {ReturnType<typeof userIn>} user */
function showDone(user) {
  const owner = document.getElementById('done-owner');
  if (owner && user)
    writeAddress(
      'done-owner',
      texts.doneAs.replace('{address}', () => readable(user.email)),
    );
  if (user?.mailSuppressed) complain(texts.mailSuppressed);
  if (user?.mailResumed) tell(texts.mailResumed);
  const goOn = document.getElementById('go-on');
  const address = goOn && takeReturn();
  if (!address) return;
  goOn.setAttribute('href', address);
  find('going').hidden = false;
  setTimeout(() => location.replace(address), READING_MILLISECONDS);
}

/** @param {Parameters<typeof end>[0]} code */
export async function stop(code) {
  forgetLink();
  end(code);
  if (code === 'email_not_verified') return;
  // What was used, was used by the person who is logged in; there is nothing left to do.
  if ((await showOwner()) && code === 'already_used') tell('');
}

/** Removes a used link from the address bar. Until it is used, a reload or another browser may need it. */
function forgetLink() {
  history.replaceState(null, '', pageUrl(location.pathname));
  keepQueryInLanguageLinks();
}
