// @ts-check
// The second factor of an account: turning it on with an authenticator app, its recovery codes, and turning it off.
import { ask, confirmOwner, take } from '../account/account-session.client.js';
import { fieldOf, focusFault, markField } from '../fields.client.js';
import { codeOf, onSubmit, report } from '../forms.client.js';
import { complain, find, show, tell, texts } from '../screen.client.js';
import { isGood, numberIn } from '../service.client.js';
import { readCode } from '../typed.client.js';
import { words } from './words.client.js';

/** @typedef {import('../service.client.js').Reply} Reply */
/** @typedef {(message?: string) => Promise<void>} GoBack */

const PATH = '/me/second-factor';
const QR_PIXELS = 208;
/** Below that, a person is asked to get new ones. */
const FEW_CODES = 4;

const isOffered = find('factor-part').dataset['when'] !== '';
/** @type {unknown} */
let enrolment;
/** @type {GoBack} */
let goBack = async () => {};

/** @param {GoBack} back */
export function prepareFactor(back) {
  goBack = back;
  onSubmit('turn-on-form', async () => {
    const code = readCode();
    if (focusFault()) return;
    const reply = await ask('POST', `${PATH}/confirm`, { enrolment, code });
    if (!isGood(reply)) return report(reply);
    take(reply);
    return showCodes(reply, words.turnedOn);
  });
  onSubmit('new-codes-form', async () => {
    const code = readCode();
    if (focusFault()) return;
    await confirmOwner(
      (password) => ask('POST', `${PATH}/recovery-codes`, { code, password, credentials: 'cookie' }),
      (reply) => {
        if (isGood(reply)) return showCodes(reply, words.codesRenewed);
        openFactorForm('new-codes');
        return report(reply);
      },
    );
  });
  onSubmit('turn-off-form', async () => {
    const proof = fieldOf('proof')?.value.replace(/\s/g, '') ?? '';
    if (proof === '') markField('proof', words.proofMissing);
    if (focusFault()) return;
    const proven = /^\d{6}$/.test(proof) ? { code: proof } : { recoveryCode: proof };
    await confirmOwner(
      (password) => ask('DELETE', PATH, { ...proven, password, credentials: 'cookie' }),
      (reply) => {
        if (isGood(reply)) {
          goBack(words.turnedOff);
          return;
        }
        openFactorForm('turn-off');
        if (codeOf(reply) === 'code_mismatch') markField('proof', words.proofWrong);
        if (!focusFault()) report(reply);
      },
    );
  });
  find('copy').addEventListener('click', copy);
  find('print').addEventListener('click', () => print());
  find('kept').addEventListener('click', () => {
    find('codes').replaceChildren();
    goBack();
  });
}

/** Resolves to an answer that is none. @returns {Promise<Reply | undefined>} */
export async function readFactor() {
  if (!isOffered) return undefined;
  const reply = await ask('GET', PATH);
  if (!isGood(reply)) return reply;
  const isOn = reply.body['enabled'] === true;
  const left = numberIn(reply, 'recoveryCodesLeft') ?? 0;
  const sentence = left < FEW_CODES ? words.factorFew : words.factorOn;
  find('factor-state').textContent = isOn ? sentence.replace('{count}', String(left)) : words.factorOff;
  find('factor-lead').hidden = isOn;
  find('factor-on-way').hidden = isOn;
  find('factor-off-ways').hidden = !isOn;
  return undefined;
}

export function openTurnOn() {
  confirmOwner(
    (password) => ask('POST', `${PATH}/begin`, { password, credentials: 'cookie' }),
    async (reply) => {
      if (!isGood(reply)) {
        await goBack();
        return report(reply);
      }
      const { secret, uri, qr } = reply.body;
      enrolment = reply.body['enrolment'];
      drawQr(String(qr));
      find('app-link').setAttribute('href', String(uri));
      // Groups of four can be typed; apps take them.
      find('secret').textContent = String(secret).replace(/.{4}(?=.)/g, '$& ');
      /** @type {HTMLFormElement} */ (find('turn-on-form')).reset();
      show('turn-on', words.headings['turn-on'], true);
    },
  ).catch(() => complain(texts.errors.internal_error));
  return true;
}

/** As an image: a page takes no markup from an answer. @param {string} svg */
function drawQr(svg) {
  const image = new Image(QR_PIXELS, QR_PIXELS);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  image.alt = find('qr').dataset['label'] ?? '';
  find('qr').replaceChildren(image);
}

/** @param {'turn-off' | 'new-codes'} name */
export function openFactorForm(name) {
  /** @type {HTMLFormElement} */ (find(`${name}-form`)).reset();
  show(name, words.headings[name], true);
  return true;
}

/** They are in no other answer. @param {Reply} reply @param {string} message */
function showCodes(reply, message) {
  const codes = /** @type {string[]} */ (reply.body['recoveryCodes']);
  find('codes').replaceChildren(...codes.map(lineOf));
  // A reload shows what is there now.
  history.replaceState(null, '', location.pathname + location.search);
  show('codes', words.headings.codes, true);
  tell(message);
}

/** @param {string} code */
function lineOf(code) {
  const line = document.createElement('li');
  line.textContent = code;
  return line;
}

async function copy() {
  const codes = [...find('codes').children].map(({ textContent }) => textContent).join('\n');
  try {
    await navigator.clipboard.writeText(codes);
    complain('');
    tell(words.copied);
  } catch {
    complain(words.notCopied);
  }
}
