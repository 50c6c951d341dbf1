// @ts-check
// What a person sees before a mailed link is used: the account it belongs to, and whether somebody else is logged in here.
import { focusFault } from './fields.client.js';
import { onSubmit } from './forms.client.js';
import { find, show, texts, writeAddress } from './screen.client.js';
import { call, isGood, userIn } from './service.client.js';
import { refresh } from './session.client.js';
import { readable } from './typed.client.js';

/** The masked address of the account; empty until the service has said it. */
let account = '';
/** Sends what the person confirmed. */
let goOn = async () => {};

/** Names the account of the link, or says that its time is over. If the service does not answer, the page works without it. @param {string} token @param {() => void} expire */
export async function nameAccount(token, expire) {
  const reply = await call('POST', '/links/inspect', { token });
  const address = reply.body['address'];
  if (reply.body['code'] === 'expired') return expire();
  if (!isGood(reply) || typeof address !== 'string') return;
  account = address;
  writeAddress(
    'link-account',
    texts.linkAccount.replace('{address}', () => readable(address)),
  );
}

/**
 * Connects a form that uses a mailed link. Where somebody is logged in, the page asks before another account takes over:
 * anybody can send a link of their own account to somebody else.
 * @param {string} id @param {() => Record<string, string | undefined>} read @param {(fields: Record<string, string | undefined>) => Promise<void>} send
 */
export function onLink(id, read, send) {
  onSubmit(id, async () => {
    const fields = read();
    if (focusFault()) return;
    const owner = await loggedIn();
    if (owner === undefined) return send(fields);
    goOn = () => send(fields);
    writeAddress('switch-now', readable(owner));
    writeAddress('switch-to', readable(account));
    find('switch-to-row').hidden = account === '';
    show('switch', texts.headings.switch, true);
  });
}

/** The answer to that question. */
export function prepareSwitch() {
  if (document.getElementById('switch-form')) onSubmit('switch-form', () => goOn());
}

/** Whose session this browser has. It is asked for after a press only: a scanner that opens the link must change nothing. */
async function loggedIn() {
  if (!document.getElementById('switch-form')) return undefined;
  return userIn(await refresh())?.email;
}
