// @ts-check
// Makes the hosted pages work: sends what the person enters, says what the service answered, and nothing without a press
// except asking whether the address has been confirmed elsewhere. Tokens stay in the server's HttpOnly cookies.

/** @typedef {import('../../functions/http/page-texts.ts').ClientTexts} ClientTexts */
/** @typedef {import('../../functions/http/page-texts.ts').PageErrorCode} PageErrorCode */
/** @typedef {import('../../functions/http/page-texts.ts').EndingCode} EndingCode */
/** What the service answered; status 0 if it did not. @typedef {{ status: number, body: Record<string, unknown> }} Reply */
/** What this tab keeps for display, times in epoch milliseconds. @typedef {{ address?: string, resendAt?: number, polls?: number, isDone?: boolean }} Note */

const NOTE_KEY = 'signup';
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const PASSWORD_MINIMUM_LENGTH = 8;
const POLL_FIRST_MILLISECONDS = 3000;
const POLL_SLOWEST_MILLISECONDS = 15_000;
const POLL_GROWTH = 1.2;
const POLLS_AT_MOST = 40;

const locale = document.documentElement.lang;
const brandName = find('brand').textContent;
const heading = find('heading');
const problem = find('problem');
const news = find('status');
/** @type {ClientTexts} */
const texts = JSON.parse(find('texts').textContent);
const token = new URLSearchParams(location.search).get('token');
let note = readNote();

keepTokenInLanguageLink();
enableToggles();
find('loading').hidden = true;
if (document.body.dataset['page'] === 'signup') startSignup();
else if (token !== null) startLink(token);
else startMail();

function startSignup() {
  const email = findInput('email');
  const password = findInput('password');
  if (note.isDone) writeNote({});
  // A page taken back from the browser's memory would still be busy, and still hold the password.
  addEventListener('pageshow', (event) => event.persisted && location.reload());
  onSubmit('signup-form', async () => {
    const address = email.value.trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(address)) markField(email, texts.fields.email);
    const fault = passwordFault(password.value);
    if (fault !== undefined) markField(password, fault);
    if (focusFault()) return;
    const reply = await post('/signup', { email: address, password: password.value, locale });
    if (reply.status !== 202) {
      report(reply);
      return;
    }
    writeNote({ address, ...resendTime(reply) });
    const language = new URLSearchParams(location.search).get('lang');
    location.assign(language === null ? '/verify' : `/verify?lang=${encodeURIComponent(language)}`);
    // The button stays busy until the next page is there.
    await new Promise(() => {});
  });
  show('form', undefined);
}

function startMail() {
  if (note.isDone) {
    show('done', texts.headings.done, false);
    return;
  }
  const code = findInput('code');
  const address = find('address');
  address.textContent = note.address ?? '';
  address.hidden = note.address === undefined;
  const stopPolling = pollStatus();
  const stopListening = listenToOtherTabs(() => {
    stopPolling();
    finish();
  });
  code.addEventListener('input', (event) => {
    const isComposing = event instanceof InputEvent && event.isComposing;
    const digits = digitsOf(code.value);
    if (!isComposing && digits !== code.value) code.value = digits;
  });
  onSubmit('code-form', async () => {
    const digits = digitsOf(code.value);
    if (!/^[0-9]{6}$/.test(digits)) markField(code, texts.fields.code);
    if (focusFault()) return;
    const reply = await post('/verify', { code: digits });
    // Polling may have been answered meanwhile.
    if (note.isDone) return;
    const answer = codeOf(reply);
    const isOver = reply.status === 200 || answer === 'already_used' || answer === 'already_registered';
    if (isOver) {
      stopPolling();
      stopListening();
    }
    if (reply.status === 200) finish(reply);
    else if (answer === 'already_used' || answer === 'already_registered') end(answer);
    else report(reply, code);
  });
  startResend();
  show('mail', texts.headings.mail, false);
}

/** Only the person's press sends the token: mail scanners open links and run scripts too. @param {string} linkToken */
function startLink(linkToken) {
  onSubmit('link-form', async () => settle(await post('/verify', { token: linkToken })));
  const password = findInput('password');
  onSubmit('password-form', async () => {
    if (password.value === '') markField(password, texts.fields.passwordMissing);
    if (focusFault()) return;
    settle(await post('/verify', { token: linkToken, password: password.value }), password);
  });
  show('link', texts.headings.link, false);
}

/** @param {Reply} reply @param {HTMLInputElement} [password] */
function settle(reply, password) {
  if (reply.status === 200) {
    finish(reply);
    return;
  }
  const code = codeOf(reply);
  if (isEnding(code)) end(code);
  else if (code === 'password_required' && password === undefined) show('password', texts.headings.password);
  else report(reply, password);
}

function startResend() {
  const button = find('resend-form').querySelector('button');
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
    const reply = await post('/signup/resend', {});
    if (note.isDone) return;
    writeNote({ ...note, ...resendTime(reply) });
    tick();
    if (reply.status === 202) news.textContent = texts.resent;
    else report(reply);
  });
  setInterval(tick, 1000);
  tick();
}

/** Asks whether the link was used elsewhere, while somebody looks. Returns how to stop it. */
function pollStatus() {
  let delay = POLL_FIRST_MILLISECONDS;
  let timer = 0;
  let isStopped = false;
  let isAsking = false;
  const stop = () => {
    isStopped = true;
    clearTimeout(timer);
  };
  /** @param {number} milliseconds */
  const askIn = (milliseconds) => {
    clearTimeout(timer);
    if (isStopped || isAsking || document.hidden || (note.polls ?? 0) >= POLLS_AT_MOST) return;
    timer = setTimeout(ask, milliseconds);
  };
  const ask = async () => {
    isAsking = true;
    writeNote({ ...note, polls: (note.polls ?? 0) + 1 });
    const reply = await post('/verify/status', {});
    isAsking = false;
    if (isStopped) return;
    if (reply.status === 200 && typeof reply.body['accessToken'] === 'string') {
      stop();
      finish(reply);
    } else if (reply.body['status'] === 'pending' || isPassing(reply)) {
      delay = Math.min(delay * POLL_GROWTH, POLL_SLOWEST_MILLISECONDS);
      askIn(Math.max(delay, 1000 * (numberIn(reply, 'retryAfterSeconds') ?? 0)));
    } else {
      stop();
      writeNote({ ...note, polls: POLLS_AT_MOST });
    }
  };
  // Whoever comes back from the mail has most likely just used the link.
  document.addEventListener('visibilitychange', () => askIn(Math.min(delay, 1000)));
  askIn(delay);
  return stop;
}

/** Whether asking later may be answered otherwise. @param {Reply} reply */
function isPassing(reply) {
  return reply.status === 0 || reply.status === 429 || reply.status >= 500 || codeOf(reply) === 'try_again';
}

/** The address is confirmed. @param {Reply} [reply] absent when another tab told */
function finish(reply) {
  const user = reply?.body['user'];
  if (user && typeof user === 'object' && 'email' in user && typeof user.email === 'string') tellOtherTabs(user.email);
  writeNote({ isDone: true });
  clearMessages();
  show('done', texts.headings.done);
}

/** Nothing is left to try here; a way on is shown. @param {EndingCode} code */
function end(code) {
  const isMember = code === 'already_used' || code === 'already_registered';
  clearMessages();
  show(isMember ? 'member' : 'retry', texts.headings[code]);
  problem.textContent = texts.errors[code];
}

/** @param {PageErrorCode} code @returns {code is EndingCode} */
function isEnding(code) {
  return code in texts.headings;
}

/** Shows one state of the page. @param {string} state @param {string | undefined} title @param {boolean} [isNew] */
function show(state, title, isNew = true) {
  for (const section of document.querySelectorAll('section')) section.hidden = section.dataset['state'] !== state;
  if (title === undefined) return;
  heading.textContent = title;
  document.title = `${title} · ${brandName}`;
  if (isNew) heading.focus();
}

/** Says what went wrong: at the field it concerns, else above the form. @param {Reply} reply @param {HTMLInputElement} [guess] */
function report(reply, guess) {
  const code = codeOf(reply);
  const sentence = sentenceFor(reply, code);
  if (guess !== undefined && (code === 'code_mismatch' || code === 'invalid_credentials')) markField(guess, sentence);
  if (code === 'weak_password') markField(findInput('password'), sentence);
  if (code === 'invalid_request') {
    for (const path of faultyPaths(reply)) {
      if (path === 'email' || path === 'password' || path === 'code') markField(findInput(path), texts.fields[path]);
    }
  }
  if (!focusFault()) problem.textContent = sentence;
}

/** @param {Reply} reply @param {PageErrorCode} code @returns {string} */
function sentenceFor(reply, code) {
  if (reply.status === 0) return texts.network;
  const reason = String(reply.body['reason']);
  if (code === 'weak_password' && isKey(texts.weakPassword, reason)) return texts.weakPassword[reason];
  if (code === 'too_many_requests') {
    const sentence = isKey(texts.limits, reason) ? texts.limits[reason] : texts.errors[code];
    return sentence.replace('{wait}', formatWait(numberIn(reply, 'retryAfterSeconds')));
  }
  const attemptsLeft = numberIn(reply, 'attemptsLeft');
  if (attemptsLeft === 0) return `${texts.errors[code]} ${texts.noAttemptsLeft}`;
  if (attemptsLeft === undefined) return texts.errors[code];
  return `${texts.errors[code]} ${texts.attemptsLeft.replace('{count}', String(attemptsLeft))}`;
}

/** The answer's code; what a gateway before the service answers has none. @param {Reply} reply @returns {PageErrorCode} */
function codeOf({ status, body }) {
  const code = String(body['code']);
  if (code === 'invalid_request' && faultyPaths({ status, body }).includes('token')) return 'invalid_token';
  if (isKey(texts.errors, code)) return code;
  if (status === 429) return 'too_many_requests';
  return status === 503 || status === 504 ? 'unavailable' : 'internal_error';
}

/** @param {Reply} reply @returns {string[]} */
function faultyPaths(reply) {
  const errors = reply.body['errors'];
  return Array.isArray(errors) ? errors.map((error) => String(error?.path)) : [];
}

/**
 * Never throws. `no-referrer`, the page's own policy, could make a browser send `Origin: null`; the server wants the origin.
 * @param {string} path @param {Record<string, string>} fields @returns {Promise<Reply>}
 */
async function post(path, fields) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...fields, credentials: 'cookie' }),
      cache: 'no-store',
      referrerPolicy: 'strict-origin',
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MILLISECONDS),
    });
    const body = await response.json().catch(() => undefined);
    return { status: response.status, body: body && typeof body === 'object' ? body : {} };
  } catch {
    return { status: 0, body: {} };
  }
}

/** One request at a time: the buttons rest while `work` runs. @param {string} id @param {() => Promise<void>} work */
function onSubmit(id, work) {
  const form = find(id);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    if (!(button instanceof HTMLButtonElement) || button.disabled) return;
    const hadFocus = document.activeElement === button;
    clearMessages();
    hidePasswords();
    button.disabled = true;
    button.setAttribute('aria-busy', 'true');
    await work();
    button.disabled = false;
    button.removeAttribute('aria-busy');
    if (hadFocus && document.activeElement === document.body) button.focus();
  });
}

/** @param {HTMLInputElement} input @param {string} sentence */
function markField(input, sentence) {
  input.setAttribute('aria-invalid', 'true');
  const line = find(`${input.id}-problem`);
  line.textContent = sentence;
  line.hidden = false;
}

/** Moves to the first marked field; false if there is none. */
function focusFault() {
  const input = document.querySelector('section:not([hidden]) input[aria-invalid="true"]');
  if (input instanceof HTMLInputElement) input.focus();
  return input !== null;
}

function clearMessages() {
  problem.textContent = '';
  news.textContent = '';
  for (const input of document.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  for (const line of document.querySelectorAll('.field-problem')) {
    line.textContent = '';
    line.setAttribute('hidden', '');
  }
}

function enableToggles() {
  for (const button of toggles()) {
    button.addEventListener('click', () => {
      const input = findInput(button.dataset['toggle'] ?? '');
      setVisible(button, input, input.type === 'password');
    });
  }
}

/** Browsers offer to save a password only from a password field, and remember what stood in any other. */
function hidePasswords() {
  for (const button of toggles()) setVisible(button, findInput(button.dataset['toggle'] ?? ''), false);
}

/** @returns {NodeListOf<HTMLButtonElement>} */
function toggles() {
  return document.querySelectorAll('button[data-toggle]');
}

/** @param {HTMLButtonElement} button @param {HTMLInputElement} input @param {boolean} isVisible */
function setVisible(button, input, isVisible) {
  input.type = isVisible ? 'text' : 'password';
  button.textContent = isVisible ? texts.hide : texts.show;
  button.setAttribute('aria-label', isVisible ? texts.hidePassword : texts.showPassword);
}

function keepTokenInLanguageLink() {
  const link = find('language');
  const url = new URL(location.href);
  url.searchParams.set('lang', link.lang);
  link.setAttribute('href', `${url.pathname}${url.search}`);
}

/** Counted as the service counts: code points after NFC. @param {string} password @returns {string | undefined} */
function passwordFault(password) {
  if (password === '') return texts.fields.passwordMissing;
  return [...password.normalize('NFC')].length < PASSWORD_MINIMUM_LENGTH ? texts.weakPassword.too_short : undefined;
}

/** A code as pasted: full-width digits, spaces and dashes are forgiven. @param {string} text */
function digitsOf(text) {
  return text.normalize('NFKC').replace(/[\s\p{Dash}.]/gu, '');
}

/** @param {number | undefined} seconds */
function formatWait(seconds) {
  if (seconds === undefined) return texts.aMoment;
  if (seconds < 100) return formatUnit(seconds, 'second');
  return seconds < 60 * 60 ? formatUnit(seconds / 60, 'minute') : formatUnit(seconds / 3600, 'hour');
}

/** @param {number} amount @param {'second' | 'minute' | 'hour'} unit */
function formatUnit(amount, unit) {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(amount));
}

/** When the next mail may be asked for, if the answer says so. @param {Reply} reply @returns {Note} */
function resendTime(reply) {
  const seconds = numberIn(reply, 'resendInSeconds') ?? numberIn(reply, 'retryAfterSeconds');
  return seconds === undefined ? {} : { resendAt: Date.now() + seconds * 1000 };
}

/** @param {Reply} reply @param {string} name */
function numberIn(reply, name) {
  const value = reply.body[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Another tab may have confirmed the address this one waits for. @param {() => void} onConfirmed @returns {() => void} */
function listenToOtherTabs(onConfirmed) {
  const channel = new BroadcastChannel(NOTE_KEY);
  channel.onmessage = ({ data }) => {
    if (note.address === undefined || data !== note.address.toLowerCase()) return;
    channel.close();
    onConfirmed();
  };
  return () => channel.close();
}

/** @param {string} address */
function tellOtherTabs(address) {
  const channel = new BroadcastChannel(NOTE_KEY);
  channel.postMessage(address.toLowerCase());
  channel.close();
}

/** @returns {Note} */
function readNote() {
  try {
    const { address, resendAt, polls, isDone } = JSON.parse(sessionStorage.getItem(NOTE_KEY) ?? '{}');
    return {
      ...(typeof address === 'string' && { address }),
      ...(typeof resendAt === 'number' && { resendAt }),
      ...(typeof polls === 'number' && { polls }),
      ...(isDone === true && { isDone }),
    };
  } catch {
    return {};
  }
}

/** @param {Note} next */
function writeNote(next) {
  note = next;
  try {
    sessionStorage.setItem(NOTE_KEY, JSON.stringify(next));
  } catch {
    // Storage may be forbidden; this page then remembers until it is left.
  }
}

/** @param {object} table @param {string} key @returns {key is never} */
function isKey(table, key) {
  return Object.hasOwn(table, key);
}

/** @param {string} id */
function find(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`#${id} is missing`);
  return found;
}

/** @param {string} id */
function findInput(id) {
  const found = find(id);
  if (!(found instanceof HTMLInputElement)) throw new Error(`#${id} is not an input`);
  return found;
}
