// @ts-check
// The state "Check your mail": the address, a link to its mailbox, and a button for another mail after the cool-down.
import { nameUser } from './fields.client.js';
import { onSubmit, report } from './forms.client.js';
import { note, timesIn, writeNote } from './note.client.js';
import { find, formatWait, tell, texts, writeAddress } from './screen.client.js';
import { readable } from './typed.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */

/** For each provider: the address of its webmail, and the domains of its mail addresses. @type {Readonly<Record<keyof typeof texts.mailboxes, [string, RegExp]>>} */
const MAILBOXES = {
  naver: ['https://mail.naver.com/', /^naver\.com$/],
  gmail: ['https://mail.google.com/mail/', /^(?:gmail|googlemail)\.com$/],
  daum: ['https://mail.daum.net/', /^(?:daum|hanmail)\.net$/],
  kakao: ['https://mail.kakao.com/', /^kakao\.com$/],
  nate: ['https://mail.nate.com/', /^nate\.com$/],
  outlook: ['https://outlook.live.com/mail/', /^(?:outlook|hotmail|live|msn)\.(?:com|kr|co\.kr)$/],
};

/** So long after the cool-down a mail should have come. */
const LATE_SECONDS = 60;

/** @param {string} [at] the prefix of the ids */
export function showAddress(at = '') {
  const { address } = note;
  writeAddress(`${at}address`, readable(address ?? ''));
  if (address !== undefined) nameUser(readable(address));
  find(`${at}address-line`).hidden = address === undefined;
  const noAddress = document.getElementById(`${at}no-address`);
  if (noAddress) noAddress.hidden = address !== undefined;
  const domain = address?.split('@').pop()?.toLowerCase() ?? '';
  const provider = Object.entries(MAILBOXES).find(([, [, domains]]) => domains.test(domain));
  const link = find(`${at}mailbox`);
  link.hidden = provider === undefined;
  if (!provider) return;
  const [name, [url]] = provider;
  link.setAttribute('href', url);
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noreferrer noopener');
  link.textContent = texts.mailboxes[/** @type {keyof typeof texts.mailboxes} */ (name)];
}

/**
 * The button for another mail, with a visible countdown. Screen readers announce only its end.
 * @param {() => Promise<Reply>} send @param {string} [at] the prefix of the ids @param {(reply: Reply) => boolean} [settle]
 * whether it has shown the answer itself @returns {() => void} updates the countdown
 */
export function startResend(send, at = '', settle = () => false) {
  const button = find(`${at}resend-form`).querySelector('button');
  const wait = find(`${at}resend-wait`);
  const live = find(`${at}resend-live`);
  const lifetime = find(`${at}lifetime`);
  const late = document.getElementById(`${at}late`);
  let wasWaiting = false;
  const remaining = () => Math.ceil(((note.resendAt ?? 0) - Date.now()) / 1000);
  const tick = () => {
    const seconds = remaining();
    const isWaiting = seconds > 0;
    wait.textContent = isWaiting ? texts.resendWait.replace('{wait}', formatWait(seconds)) : texts.resendReady;
    button?.setAttribute('aria-disabled', String(isWaiting));
    if (isWaiting !== wasWaiting) live.textContent = isWaiting ? '' : texts.resendReady;
    wasWaiting = isWaiting;
    lifetime.hidden = note.expiresAt === undefined;
    const left = Math.ceil(((note.expiresAt ?? 0) - Date.now()) / 1000);
    const sentence = left > 0 ? texts.lifetime.replace('{wait}', formatWait(left)) : texts.lifetimeOver;
    if (lifetime.textContent !== sentence) lifetime.textContent = sentence;
    if (late && note.resendAt !== undefined && seconds < -LATE_SECONDS) late.hidden = false;
  };
  onSubmit(`${at}resend-form`, async () => {
    // The countdown beside the button says it.
    if (remaining() > 0) return;
    const reply = await send();
    if (note.isDone) return;
    writeNote({ ...note, ...timesIn(reply) });
    tick();
    if (reply.status === 202) tell(texts.resent);
    else if (!settle(reply)) report(reply);
  });
  setInterval(tick, 1000);
  tick();
  return tick;
}
