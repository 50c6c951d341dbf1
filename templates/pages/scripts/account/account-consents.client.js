// @ts-check
// What the owner agrees to: each answer with its time, and buttons that change it with one press. A script of its own, which the
// account page loads where a stage asks for consents.

/** @typedef {import('../service.client.js').Reply} Reply */
/**
 * What it needs of the account page.
 * @typedef {object} Page
 * @property {(method: string, path: string, fields?: Record<string, unknown>) => Promise<Reply>} ask
 * @property {() => { consentsDue?: string[] | undefined }} user
 * @property {() => void} clearMessages
 * @property {(reply: Reply) => void} report
 * @property {(state: string, title: string, isNew: boolean) => void} show
 * @property {(message: string) => void} tell
 */

/** @param {Page} page */
export function createConsents({ ask, user, clearMessages, report, show, tell }) {
  const { lang: locale } = document.documentElement;
  const list = /** @type {HTMLElement} */ (document.getElementById('consents'));
  const due = /** @type {HTMLElement} */ (document.getElementById('consents-due'));
  const rows = [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll('li'))];
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
  /** @param {{ at: string }} answer */
  const timeOf = ({ at }) => times.format(new Date(at));
  let hasAsked = false;

  for (const row of rows) {
    row.addEventListener('click', ({ target }) => {
      if (target instanceof HTMLButtonElement) change(row, target.value === 'true');
    });
  }

  /** Shows what is due before anything else, once; true if the address changes. */
  function askFirst() {
    if (hasAsked || !user().consentsDue) return false;
    hasAsked = true;
    const { hash } = location;
    location.replace('#see-consents');
    return location.hash !== hash;
  }

  async function open() {
    const reply = await ask('GET', '/me/consents');
    if (location.hash !== '#see-consents') return;
    show('consents', list.dataset['heading'] ?? '', true);
    write(reply);
  }

  /** Night goes with the rest of marketing only. @param {HTMLElement} row @param {boolean} granted */
  async function change(row, granted) {
    const [from, to] = granted ? ['night', 'marketing'] : ['marketing', 'night'];
    const changed = rows.filter(
      (each) =>
        each === row || (row.dataset['kind'] === from && each.dataset['kind'] === to && isHeld(each) !== granted),
    );
    const consents = changed.map(({ dataset }) => ({ key: dataset['consent'], version: dataset['version'], granted }));
    clearMessages();
    const reply = await ask('PUT', '/me/consents', { consents, locale });
    if (write(reply)) tell((granted ? list.dataset['agreed'] : list.dataset['withdrawn']) ?? '');
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
    due.hidden = !consentsDue;
    for (const row of rows) {
      const said = consents.find(({ key }) => key === row.dataset['consent']);
      const held = said?.granted === true;
      row.dataset['held'] = String(held);
      const [time, yes, no] = /** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll('[data-said], button'));
      if (!time || !yes || !no) continue;
      const sentence = (held ? list.dataset['agreedAt'] : list.dataset['withdrawnAt']) ?? '';
      time.textContent = said ? sentence.replace('{time}', timeOf(said)) : (list.dataset['notAnswered'] ?? '');
      yes.hidden = held && said.version === row.dataset['version'];
      no.hidden = !held || row.dataset['required'] === 'true';
    }
    return true;
  }

  return { askFirst, open };
}
