// @ts-check
// Shows the human check above the button that was pressed, until the person has solved it. A script of its own, which a page loads once
// an answer asks for it: until then nothing of the page goes to Cloudflare.
// https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/

/**
 * @typedef {object} Turnstile
 * @property {(container: HTMLElement, options: object) => string} render
 * @property {(id: string) => void} remove
 */
/** @typedef {import('./service.client.js').Reply} Reply */

const LOAD_MILLISECONDS = 15_000;
/** Cloudflare's widget is this wide, unless it is compact. */
const WIDGET_PIXELS = 300;

/** @type {Promise<Turnstile | undefined> | undefined} */
let loading;

/** Sends the request again with the token of a person. Other refusals are as they are. @param {Reply} reply @param {(humanToken: string) => Promise<Reply>} again @returns {Promise<Reply>} */
export async function askForPerson(reply, again) {
  if (reply.body['code'] !== 'human_check_required') return reply;
  const humanToken = await solve(reply.body);
  return humanToken === undefined ? reply : again(humanToken);
}

/** `undefined`: it cannot be shown, or cannot be solved here. @param {Record<string, unknown>} asked @returns {Promise<string | undefined>} */
async function solve({ siteKey, action }) {
  hideAddress();
  const { api, lead } = dataOf('settings').human;
  const { slow } = dataOf('texts');
  const group = createGroup(lead);
  const status = /** @type {HTMLElement} */ (document.getElementById('status'));
  // The page says after some seconds that an answer takes long. Here it waits for the person.
  const quiet = new MutationObserver(() => {
    if (status.textContent === slow) status.textContent = '';
  });
  quiet.observe(status, { childList: true });
  try {
    loading ??= load(api);
    const turnstile = await loading.catch(() => undefined);
    if (turnstile) return await show(turnstile, group, { siteKey, action, language: document.documentElement.lang });
    // An ad blocker may be off at the next press.
    loading = undefined;
    return undefined;
  } finally {
    quiet.disconnect();
    group.remove();
  }
}

/** @param {string} id */
function dataOf(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? '{}');
}

/** Cloudflare's script tells the address of the page: it keeps nothing of a person, of a link or of another site. */
function hideAddress() {
  const query = new URLSearchParams(location.search);
  for (const name of new Set(query.keys())) if (name !== 'lang' && name !== 'step') query.delete(name);
  const rest = String(query);
  history.replaceState(history.state, '', location.pathname + (rest && `?${rest}`));
}

/** Gets the focus, so that a screen reader says what it is for, and the next press of Tab leads into the widget. @param {string} lead */
function createGroup(lead) {
  const button = document.querySelector('button[aria-busy="true"]');
  const group = document.createElement('div');
  group.id = 'human';
  group.className = 'field';
  group.tabIndex = -1;
  group.setAttribute('role', 'group');
  group.setAttribute('aria-labelledby', 'human-lead');
  const sentence = document.createElement('p');
  sentence.id = 'human-lead';
  sentence.textContent = lead;
  group.append(sentence);
  button?.before(group);
  group.focus();
  group.scrollIntoView({ block: 'nearest' });
  return group;
}

/** @param {string} api @returns {Promise<Turnstile | undefined>} */
function load(api) {
  return new Promise((resolve) => {
    const done = () => resolve(/** @type {{ turnstile?: Turnstile }} */ (window).turnstile);
    const script = document.createElement('script');
    script.onload = done;
    script.onerror = () => resolve(undefined);
    setTimeout(done, LOAD_MILLISECONDS);
    script.src = trusted(api);
    document.head.append(script);
  });
}

/** The page lets this one name make addresses of scripts, once. @type {{ createScriptURL: (url: string) => string } | undefined} */
let policy;

/** @param {string} api @returns {string} */
function trusted(api) {
  const { trustedTypes } = /** @type {{ trustedTypes?: { createPolicy: Function } }} */ (window);
  policy ??= trustedTypes?.createPolicy('latchkey-human', { createScriptURL: () => api });
  return policy ? policy.createScriptURL(api) : api;
}

/** @param {Turnstile} turnstile @param {HTMLElement} group @param {{ siteKey: unknown, action: unknown, language: string }} asked @returns {Promise<string | undefined>} */
async function show(turnstile, group, { siteKey, action, language }) {
  const container = document.createElement('div');
  group.append(container);
  let id = '';
  try {
    return await new Promise((resolve) => {
      const fail = () => {
        resolve(undefined);
        // Cloudflare's script takes it for handled.
        return true;
      };
      id = turnstile.render(container, {
        sitekey: siteKey,
        action,
        language,
        size: group.clientWidth < WIDGET_PIXELS ? 'compact' : 'flexible',
        // The person tries again by the button.
        retry: 'never',
        'response-field': false,
        callback: resolve,
        'error-callback': fail,
        'unsupported-callback': fail,
      });
    });
  } finally {
    if (id) turnstile.remove(id);
  }
}
