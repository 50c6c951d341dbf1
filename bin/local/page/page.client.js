// @ts-check
// Keeps the page up to date, moves the clock, and copies codes, links and commands.

/** @typedef {{ id: string, channel: string, to: string, subject: string, link?: string, code?: string, at: string, text?: string }} Message */
/** @typedef {{ clock: { now: string, aheadSeconds: number }, messages: Message[] }} State */

const REFRESH_MILLISECONDS = 1000;

/** @param {string} id */
function find(id) {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`there is no #${id}`);
  return element;
}

/** @type {State | undefined} */
let state;
/** What the page has shown, so that only new messages are marked. @type {Set<string> | undefined} */
let known;

async function refresh() {
  try {
    const answer = await fetch('/_local/state', { cache: 'no-store' });
    if (!answer.ok) throw new Error(String(answer.status));
    state = /** @type {State} */ (await answer.json());
    showMessages(state.messages);
    showClock();
    find('status').textContent = state.messages.length === 0 ? 'Waiting for the first one.' : newest(state.messages);
  } catch {
    find('status').textContent = 'The service does not answer. Is npm start still running?';
  }
}

/** @param {Message[]} messages */
function newest([message]) {
  return message ? `Newest: ${message.subject || 'SMS'}, to ${message.to}` : '';
}

/** Only what is new is added: a mail that is open stays open, and the focus where it is. @param {Message[]} messages */
function showMessages(messages) {
  find('empty').hidden = messages.length > 0;
  const list = find('list');
  const wanted = new Set(messages.map(({ id }) => id));
  for (const item of [...list.children])
    if (!wanted.has(/** @type {HTMLElement} */ (item).dataset['id'] ?? '')) item.remove();
  const shown = new Set([...list.children].map((item) => /** @type {HTMLElement} */ (item).dataset['id']));
  for (const message of messages.toReversed()) {
    if (shown.has(message.id)) continue;
    const item = itemOf(message);
    item.classList.toggle('fresh', known !== undefined && !known.has(message.id));
    list.prepend(item);
  }
  known = wanted;
  for (const time of list.querySelectorAll('time')) time.textContent = ago(time.dateTime);
}

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Partial<HTMLElementTagNameMap[Name]>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** @param {Message} message */
function itemOf({ id, channel, to, subject, link, code, at, text }) {
  const item = make('li', { className: 'message' });
  item.dataset['id'] = id;
  item.append(
    make('p', { className: 'subject' }, subject || 'SMS'),
    make('p', { className: 'meta' }, `to ${to}, `, make('time', { dateTime: at })),
  );
  if (text !== undefined) item.append(make('p', { className: 'text' }, text));
  const buttons = make('div', { className: 'buttons' });
  if (link !== undefined) {
    const open = make('a', { className: 'button primary', href: link }, 'Open link');
    buttons.append(open, copyButton('Copy link', link));
  }
  if (code !== undefined) {
    buttons.append(copyButton('Copy code', code, make('span', { className: 'code' }, code)));
  }
  item.append(buttons);
  if (channel === 'email') item.append(mailOf(id, subject));
  return item;
}

/** Loaded when it is opened. Its frame may run no script; a link that is pressed leads this tab. @param {string} id @param {string} subject */
function mailOf(id, subject) {
  const details = make('details', {}, make('summary', {}, 'Read the mail'));
  details.addEventListener(
    'toggle',
    () => {
      const frame = make('iframe', { title: subject });
      frame.setAttribute('sandbox', 'allow-top-navigation-by-user-activation');
      frame.src = `/_local/mails/${id}`;
      details.append(frame);
    },
    { once: true },
  );
  return details;
}

/** @param {string} label @param {string} text @param {Node[]} more */
function copyButton(label, text, ...more) {
  const button = make('button', { type: 'button' }, `${label} `, ...more);
  button.dataset['copy'] = text;
  return button;
}

/** @param {string} at */
function ago(at) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : new Date(at).toLocaleString();
}

/** @param {number} seconds */
function duration(seconds) {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  return parts.flatMap(([count, unit]) => (count ? [`${count} ${unit}`] : [])).join(' ');
}

function showClock() {
  if (state === undefined) return;
  const { aheadSeconds } = state.clock;
  const now = new Date(Date.now() + aheadSeconds * 1000);
  const time = /** @type {HTMLTimeElement} */ (find('now'));
  time.dateTime = now.toISOString();
  time.textContent = now.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  const isAhead = aheadSeconds > 0;
  find('ahead').hidden = !isAhead;
  const text = `Ahead of this machine by ${duration(aheadSeconds)}.`;
  if (isAhead && find('ahead').textContent !== text) find('ahead').textContent = text;
  /** @type {HTMLButtonElement} */ (find('reset')).disabled = !isAhead;
}

/** @param {object} body */
async function move(body) {
  const fault = find('clock-fault');
  fault.textContent = '';
  try {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/_local/clock', { method: 'POST', headers, body: JSON.stringify(body) });
    const { message } = await answer.json();
    if (!answer.ok) fault.textContent = message;
  } catch {
    fault.textContent = 'The service does not answer.';
  }
  await refresh();
}

/** @param {HTMLElement} button @param {string} text */
async function copy(button, text) {
  const done = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  const label = button.firstChild;
  if (label === null) return;
  const before = button.dataset['label'] ?? label.textContent ?? '';
  button.dataset['label'] = before;
  label.textContent = done ? 'Copied ' : 'Not allowed ';
  setTimeout(() => {
    label.textContent = before;
  }, 1500);
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button === null) return;
  const { copy: text, advance } = button.dataset;
  if (text !== undefined) copy(button, text);
  if (advance !== undefined) move({ advanceSeconds: Number(advance) });
  if (button.id === 'reset') move({ reset: true });
});

find('exact').addEventListener('submit', (event) => {
  event.preventDefault();
  const { value } = /** @type {HTMLInputElement} */ (find('exact-time'));
  move({ to: new Date(value).toISOString() });
});

setInterval(() => {
  if (!document.hidden) refresh();
}, REFRESH_MILLISECONDS);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
refresh();
