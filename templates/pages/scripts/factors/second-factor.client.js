// @ts-check
// The second step of a log-in: a code of an authenticator app, or a recovery code. A script of its own, which a page loads when
// an answer asks for that step.

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {import('../factors.client.js').Page} Page */

/** The ticket or its account is of no use any more. */
const OVER = ['session_ended', 'expired', 'invalid_token', 'superseded', 'already_used'];
const CODE = /^\d{6}$/;

/** What the page shows now; its forms are connected once. @type {((ticket: unknown, settle: (reply: Reply) => void) => void) | undefined} */
let start;

/** @param {Page} page @param {unknown} ticket @param {(reply: Reply) => void} settle */
export function askSecondFactor(page, ticket, settle) {
  start ??= prepare(page);
  start(ticket, settle);
}

/** @param {Page} page */
function prepare({ call, inTurn, onSubmit, show, markField, focusFault, complain, formatWait, report }) {
  const [section, app, recovery, useRecovery, useApp] = /** @type {HTMLElement[]} */ (
    ['second-factor', 'second-factor-form', 'recovery-form', 'use-recovery', 'use-app'].map((id) =>
      document.getElementById(id),
    )
  );
  if (!section || !app || !recovery || !useRecovery || !useApp) throw new Error('the step is not in the page');
  const words = section.dataset;
  const [codeField, recoveryField] = section.querySelectorAll('input');
  /** @type {unknown} */
  let ticket;
  /** @type {(reply: Reply) => void} */
  let settle = () => {};

  /** @param {boolean} isApp */
  function choose(isApp) {
    complain('');
    for (const part of [app, useRecovery]) if (part) part.hidden = !isApp;
    for (const part of [recovery, useApp]) if (part) part.hidden = isApp;
    (isApp ? codeField : recoveryField)?.focus();
  }
  useRecovery.addEventListener('click', () => choose(false));
  useApp.addEventListener('click', () => choose(true));

  /** @param {string} name @param {Record<string, unknown>} fields @param {string | undefined} wrong */
  async function send(name, fields, wrong) {
    const reply = await inTurn(() =>
      call('POST', '/login/second-factor', { ticket, ...fields, credentials: 'cookie' }),
    );
    const { code, reason, retryAfterSeconds } = reply.body;
    if (code === 'code_mismatch') markField(name, wrong);
    else if (OVER.includes(String(code))) complain(words['over'] ?? '');
    else if (reply.status === 429 && reason !== 'network')
      complain((words['locked'] ?? '').replace('{wait}', formatWait(Number(retryAfterSeconds) || undefined)));
    else if (reply.status === 200) settle(reply);
    else report(reply);
    focusFault();
  }

  onSubmit('second-factor-form', async () => {
    const code = codeField?.value ?? '';
    if (!CODE.test(code)) markField('code', words['missing']);
    if (!focusFault()) await send('code', { code }, words['wrong']);
  });
  onSubmit('recovery-form', async () => {
    const recoveryCode = recoveryField?.value.trim();
    if (!recoveryCode) markField('recoveryCode', words['recoveryMissing']);
    if (!focusFault()) await send('recoveryCode', { recoveryCode }, words['recoveryWrong']);
  });

  return (/** @type {unknown} */ nextTicket, /** @type {(reply: Reply) => void} */ nextSettle) => {
    ticket = nextTicket;
    settle = nextSettle;
    show('second-factor', words['heading'] ?? '', true);
    choose(true);
  };
}
