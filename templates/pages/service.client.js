// @ts-check
// What the hosted pages ask of the service, how its answers are read, and what this tab remembers meanwhile: never a secret.

/** What the service answered; status 0 if it did not. @typedef {{ status: number, body: Record<string, unknown> }} Reply */
/** What this tab keeps for display, times in epoch milliseconds. @typedef {{ address?: string, resendAt?: number, polls?: number, isDone?: boolean }} Note */

const REQUEST_TIMEOUT_MILLISECONDS = 30_000;
const POLL_FIRST_MILLISECONDS = 3000;
const POLL_SLOWEST_MILLISECONDS = 15_000;
const POLL_GROWTH = 1.2;
const POLLS_AT_MOST = 40;

/** One note for each kind of mail that is waited for; a page that is not named has its own. @type {Readonly<Record<string, string>>} */
const NOTE_KEYS = { verify: 'signup', 'email/undo': 'reset' };
const page = document.body.dataset['page'] ?? '';
const noteKey = NOTE_KEYS[page] ?? page;

export let note = readNote();

/**
 * Never throws. `no-referrer`, the page's own policy, could make a browser send `Origin: null`; the server wants the origin.
 * @param {string} path @param {Record<string, string | undefined>} fields @returns {Promise<Reply>}
 */
export async function post(path, fields) {
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

/** @param {Reply} reply @returns {string[]} */
export function faultyPaths(reply) {
  const errors = reply.body['errors'];
  return Array.isArray(errors) ? errors.map((error) => String(error?.path)) : [];
}

/** @param {Reply} reply @param {string} name */
export function numberIn(reply, name) {
  const value = reply.body[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** When the next mail may be asked for, if the answer says so. @param {Reply} reply @returns {Note} */
export function resendTime(reply) {
  const seconds = numberIn(reply, 'resendInSeconds') ?? numberIn(reply, 'retryAfterSeconds');
  return seconds === undefined ? {} : { resendAt: Date.now() + seconds * 1000 };
}

/** Asks whether the link was used elsewhere, while somebody looks. Returns how to stop it. @param {(reply: Reply) => void} onVerified */
export function pollStatus(onVerified) {
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
      onVerified(reply);
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
function isPassing({ status, body }) {
  return status === 0 || status === 429 || status >= 500 || body['code'] === 'try_again';
}

/** Another tab may have confirmed the address this one waits for. @param {() => void} onConfirmed @returns {() => void} */
export function listenToOtherTabs(onConfirmed) {
  const channel = new BroadcastChannel(noteKey);
  channel.onmessage = ({ data }) => {
    if (note.address === undefined || data !== note.address.toLowerCase()) return;
    channel.close();
    onConfirmed();
  };
  return () => channel.close();
}

/** @param {Reply} reply */
export function tellOtherTabs(reply) {
  const user = reply.body['user'];
  if (!user || typeof user !== 'object' || !('email' in user) || typeof user.email !== 'string') return;
  const channel = new BroadcastChannel(noteKey);
  channel.postMessage(user.email.toLowerCase());
  channel.close();
}

/** @returns {Note} */
function readNote() {
  try {
    const { address, resendAt, polls, isDone } = JSON.parse(sessionStorage.getItem(noteKey) ?? '{}');
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
export function writeNote(next) {
  note = next;
  try {
    sessionStorage.setItem(noteKey, JSON.stringify(next));
  } catch {
    // Storage may be forbidden; this page then remembers until it is left.
  }
}
