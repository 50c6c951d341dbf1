// @ts-check
// How a waiting tab learns that the address was verified elsewhere.
import { note, noteKey, writeNote } from './note.client.js';
import { isPassing, numberIn, post, userIn } from './service.client.js';
import { refresh } from './session.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */

const POLL_FIRST_MILLISECONDS = 3000;
const POLL_SLOWEST_MILLISECONDS = 15_000;
const POLL_GROWTH = 1.2;
const POLLS_AT_MOST = 40;

/** Asks whether the link was used elsewhere, while the tab is visible. Returns a function that stops it. @param {(reply: Reply) => void} onVerified */
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
      // The link may have been used in this browser, whose cookie of the sign-up is then gone.
      const session = await refresh();
      if (userIn(session)?.email === note.address?.toLowerCase()) onVerified(session);
    }
  };
  // A person who comes back from the mailbox has most likely just used the link.
  document.addEventListener('visibilitychange', () => askIn(Math.min(delay, 1000)));
  askIn(delay);
  return stop;
}

/** Safari 15.0 has none: there a waiting tab only asks the service. */
function openChannel() {
  return 'BroadcastChannel' in window ? new BroadcastChannel(noteKey) : undefined;
}

/** Another tab may have verified the address that this one waits for. @param {() => void} onConfirmed @returns {() => void} */
export function listenToOtherTabs(onConfirmed) {
  const channel = openChannel();
  if (!channel) return () => {};
  channel.onmessage = ({ data }) => {
    if (note.address === undefined || data !== note.address.toLowerCase()) return;
    channel.close();
    onConfirmed();
  };
  return () => channel.close();
}

/** @param {Reply} reply */
export function tellOtherTabs(reply) {
  const user = userIn(reply);
  const channel = user && openChannel();
  if (!channel) return;
  channel.postMessage(user.email.toLowerCase());
  channel.close();
}
