// @ts-check
// Passkeys beside a password: a log-in with one, by a button or out of the field for the address, and a first one without a
// question. A script of its own, which is loaded where stage and browser have passkeys.
import { createPasskey, getPasskey, sayWhy } from './passkey.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {import('../factors.client.js').Page} Page */

/** A challenge works for 5 minutes; one is not used when a person could not finish in time. */
const FRESH_MILLISECONDS = 4 * 60 * 1000;

/**
 * Offers passkeys in the field for the address; returns what the button does.
 * @param {Page} page @param {HTMLElement} form @param {(reply: Reply) => void} settle
 */
export function createLogIn({ call, inTurn, complain }, form, settle) {
  const words = form.dataset;
  /** @type {{ options: Record<string, any>, until: number } | undefined} */
  let kept;
  /** The offer that waits for a person. @type {AbortController | undefined} */
  let offered;

  /** The options of a log-in, or the answer that has none. */
  async function ask() {
    if (kept && kept.until > Date.now()) return kept;
    const reply = await call('POST', '/login/passkey/options', {});
    const { options } = reply.body;
    if (reply.status !== 200 || typeof options !== 'object' || !options) return { reply };
    kept = { options, until: Date.now() + FRESH_MILLISECONDS };
    return kept;
  }

  /** @param {Record<string, unknown>} credential */
  async function send(credential) {
    kept = undefined;
    const reply = await inTurn(() => call('POST', '/login/passkey', { credential, credentials: 'cookie' }));
    if (reply.body['code'] === 'invalid_credentials') complain(words['unknown'] ?? '');
    else settle(reply);
  }

  async function offer() {
    stop();
    const own = new AbortController();
    offered = own;
    try {
      const isKnown = await PublicKeyCredential.isConditionalMediationAvailable?.();
      if (!isKnown) return;
      const asked = await ask();
      if (!('options' in asked) || own.signal.aborted) return;
      const credential = await getPasskey(asked.options, { mediation: 'conditional', signal: own.signal });
      if (asked.until < Date.now()) complain(words['cancelled'] ?? '');
      else await send(credential);
    } catch {
      // Nobody asked for it, so nobody is told.
    } finally {
      if (offered === own) offered = undefined;
    }
  }

  function stop() {
    offered?.abort();
    offered = undefined;
  }

  async function press() {
    stop();
    const asked = await ask();
    if (!('options' in asked)) return settle(asked.reply);
    try {
      await send(await getPasskey(asked.options));
    } catch (error) {
      complain(sayWhy(error, words));
    }
  }

  // A person who goes another way is not held up by what the browser still offers.
  document.addEventListener('submit', ({ target }) => target !== form && stop(), true);
  // Back at the field: after another way failed, or when the challenge is too old.
  document.addEventListener('focusin', ({ target }) => {
    const isOver = !offered || (kept && kept.until < Date.now());
    if (target instanceof HTMLInputElement && target.autocomplete.endsWith('webauthn') && isOver) offer();
  });
  offer();
  return press;
}

/**
 * After a log-in with a password: the browser makes a passkey by itself where its password manager has filled that password
 * in. Whatever else happens, nobody is told. https://www.w3.org/TR/webauthn-3/#sctn-createCredential
 * @param {(method: string, path: string, fields: Record<string, unknown>) => Promise<Reply>} ask
 */
export async function makePasskey(ask) {
  try {
    const can = await /** @type {any} */ (PublicKeyCredential).getClientCapabilities?.();
    if (can?.conditionalCreate !== true) return;
    const { status, body } = await ask('POST', '/me/passkeys/options', { credentials: 'cookie' });
    if (status !== 200) return;
    const options = /** @type {Record<string, any>} */ (body['options']);
    const credential = await createPasskey(options, { mediation: 'conditional' });
    await ask('POST', '/me/passkeys', { credential });
  } catch {
    // There is the next log-in.
  }
}
