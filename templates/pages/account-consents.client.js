// @ts-check
// What the owner agrees to: each answer with its time, and buttons that change it with one press.
import { ask, user, words } from './account-session.client.js';
import { clearMessages, report } from './forms.client.js';
import { find, locale, show, tell } from './screen.client.js';

/** @typedef {import('./service.client.js').Reply} Reply */

let hasAsked = false;

const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
const rows = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-consent]'))];

export function prepareOwnConsents() {
  find('consents-row').hidden = rows.length === 0;
  for (const row of rows) {
    row.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLButtonElement) change(row, target.value === 'true');
    });
  }
}

/** Shows what is due before anything else, once; true if the address changes. */
export function askFirst() {
  if (hasAsked || !user().consentsDue) return false;
  hasAsked = true;
  const { hash } = location;
  location.replace('#see-consents');
  return location.hash !== hash;
}

export async function openConsents() {
  const reply = await ask('GET', '/me/consents');
  if (location.hash !== '#see-consents') return;
  show('consents', words.headings.consents, true);
  write(reply);
}

/** Night goes with the rest of marketing only. @param {HTMLElement} row @param {boolean} granted */
async function change(row, granted) {
  const [from, to] = granted ? ['night', 'marketing'] : ['marketing', 'night'];
  const changed = rows.filter(
    (each) => each === row || (row.dataset['kind'] === from && each.dataset['kind'] === to && isHeld(each) !== granted),
  );
  const consents = changed.map(({ dataset }) => ({ key: dataset['consent'], version: dataset['version'], granted }));
  clearMessages();
  const reply = await ask('PUT', '/me/consents', { consents, locale });
  if (write(reply)) tell(granted ? words.agreed : words.withdrawn);
}

/** @param {HTMLElement} row */
function isHeld(row) {
  return row.dataset['held'] === 'true';
}

/** True if the answer is a list. @param {Reply} reply */
function write(reply) {
  const { consents, consentsDue } = reply.body;
  if (!Array.isArray(consents)) {
    report(reply);
    return false;
  }
  user().consentsDue = /** @type {string[] | undefined} */ (consentsDue);
  find('consents-due').hidden = !consentsDue;
  for (const row of rows) {
    const said = consents.find(({ key }) => key === row.dataset['consent']);
    const held = said?.granted === true;
    row.dataset['held'] = String(held);
    const [time, yes, no] = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll('[data-said], button'));
    if (!time || !yes || !no) continue;
    const sentence = held ? words.agreedAt : words.withdrawnAt;
    time.textContent = said ? sentence.replace('{time}', times.format(new Date(said.at))) : words.notAnswered;
    yes.hidden = held && said.version === row.dataset['version'];
    no.hidden = !held || row.dataset['required'] === 'true';
  }
  return true;
}
