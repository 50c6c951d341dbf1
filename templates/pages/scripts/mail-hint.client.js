// @ts-check
// Suggests a well-known mail domain for a mistyped one. It never blocks the form.

const PAUSE_MILLISECONDS = 500;
const WELL_KNOWN = [
  'naver.com',
  'gmail.com',
  'daum.net',
  'hanmail.net',
  'kakao.com',
  'nate.com',
  'outlook.com',
  'hotmail.com',
  'icloud.com',
  'yahoo.com',
];
/** These domains exist, although they look like mistyped ones. */
const ALSO_REAL = /^(?:e?mail|ymail|me|gmx|live)\.com$|^(?:hotmail|outlook|yahoo)\.[a-z.]+$/;
const SHORT_LENGTH = 9;

/** The address that was probably meant; `undefined` if the address looks right. @param {string} address */
export function suggestAddress(address) {
  const [, local, domain] = /^([^\s@]+)@([^\s@]+)$/.exec(address.trim().toLowerCase()) ?? [];
  if (local === undefined || domain === undefined || WELL_KNOWN.includes(domain)) return undefined;
  const name = domain.split('.')[0] ?? '';
  const sameName = WELL_KNOWN.find((known) => known.startsWith(`${name}.`));
  const reach = domain.length < SHORT_LENGTH ? 1 : 2;
  const [near] = WELL_KNOWN.map((known) => ({ known, distance: distanceOf(domain, known) }))
    .filter(({ distance }) => distance <= reach)
    .sort((one, other) => one.distance - other.distance);
  const meant = sameName ?? near?.known;
  if (meant === undefined || (ALSO_REAL.test(domain) && !/\.con?$/.test(domain))) return undefined;
  return `${address.trim().slice(0, local.length)}@${meant}`;
}

/** The number of letters that were missed, added, changed or swapped. @param {string} one @param {string} other */
function distanceOf(one, other) {
  /** @type {number[][]} */
  const rows = [];
  /** @param {number} row @param {number} column */
  const at = (row, column) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 0; row <= one.length; row++) {
    /** @type {number[]} */
    const line = [];
    rows.push(line);
    for (let column = 0; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isSwapped = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const changed = Math.min(
        at(row - 1, column) + 1,
        at(row, column - 1) + 1,
        at(row - 1, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      line[column] = row + column === 0 ? 0 : changed;
    }
  }
  return at(one.length, other.length);
}

/** Appears when the person stops typing, so that no button moves under a finger; at once for an address that the page fills in. @param {(address: string) => string} ask */
export function enableMailHint(ask) {
  const input = document.getElementById('email');
  const button = document.getElementById('email-hint-button');
  if (!(input instanceof HTMLInputElement) || button === null) return;
  let timer = 0;
  const offer = () => {
    const meant = suggestAddress(input.value);
    button.hidden = meant === undefined;
    button.textContent = meant === undefined ? '' : ask(meant);
  };
  input.addEventListener('input', ({ isTrusted }) => {
    clearTimeout(timer);
    if (isTrusted) timer = setTimeout(offer, PAUSE_MILLISECONDS);
    else offer();
  });
  button.addEventListener('click', () => {
    input.value = suggestAddress(input.value) ?? input.value;
    offer();
    input.focus();
  });
}
