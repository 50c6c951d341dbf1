// @ts-check
// The profile on the account page. Where the team has set fields, the server has written the form; else there is one field
// for each key that is there.

import { focusFault } from '../fields.client.js';
import { onSubmit, report } from '../forms.client.js';
import { keyOf, profileControls, valueIn } from '../profile.client.js';
import { settings } from '../return.client.js';
import { find, show } from '../screen.client.js';
import { ask, take, user, words } from './account-session.client.js';

const FORM = 'profile-form';
const { profileFields } = settings;

/** @param {(message: string) => void} goBack */
export function prepareProfile(goBack) {
  onSubmit(FORM, async () => {
    const profile = readChanges();
    if (focusFault()) return;
    const reply = await ask('PATCH', '/me', { profile });
    if (reply.status !== 200) return report(reply);
    take(reply);
    goBack(words.changed.profile);
  });
}

/** The row of the overview: shown where there is something to see or to fill in. */
export function showProfile() {
  const values = shownValues();
  const summary = values.flatMap(({ label, value, isField }) => {
    if (typeof value === 'boolean') return isField && value ? [label] : [];
    return isField && typeof value === 'number' ? [`${label} ${value}`] : [value];
  });
  const isEmpty = values.length === 0;
  const canChange = profileControls(FORM).length > 0;
  find('profile-row').hidden = isEmpty && !canChange;
  if (canChange) {
    find('open-profile').textContent = isEmpty ? words.add : words.change;
    find('open-profile').setAttribute('aria-label', words.headings[isEmpty ? 'profile-new' : 'profile']);
  }
  find('account-profile').textContent = isEmpty ? words.noProfile : summary.join(' · ');
}

/** With the labels of the team, in its order; then what is there under other keys. */
function shownValues() {
  const { profile } = user();
  const fields = profileFields ?? [];
  const others = Object.keys(profile).filter((key) => !fields.some((field) => field.key === key));
  return [
    ...fields.flatMap(({ key, label, choices = {} }) => {
      const value = profile[key];
      if (value === undefined) return [];
      const shown = typeof value === 'string' ? (choices[value] ?? value) : value;
      return [{ key, label, value: shown, isField: true }];
    }),
    ...others.map((key) => ({ key, label: key, value: /** @type {string} */ (profile[key]), isField: false })),
  ];
}

export function openProfile() {
  if (!profileFields) writeForm();
  const controls = profileControls(FORM);
  for (const control of controls) {
    const value = user().profile[keyOf(control)];
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value === true;
    else control.value = String(value ?? '');
  }
  find(FORM).hidden = controls.length === 0;
  const keys = controls.map(keyOf);
  const kept = shownValues().filter(({ key }) => !keys.includes(key));
  find('profile-kept').replaceChildren(...kept.map(({ label, value }) => rowOf(label, value)));
  find('profile-kept').hidden = kept.length === 0;
  show('profile', find('open-profile').getAttribute('aria-label') ?? '', true);
}

/** What the person cannot change. @param {string} label @param {string | number | boolean} value */
function rowOf(label, value) {
  const row = document.createElement('div');
  row.append(
    partOf('dt', label),
    partOf('dd', typeof value === 'boolean' ? words[value ? 'yes' : 'no'] : String(value)),
  );
  return row;
}

/** @param {string} tag @param {string} text */
function partOf(tag, text) {
  const part = document.createElement(tag);
  part.textContent = text;
  return part;
}

/** Only the values that were changed; `null` for one that was removed. */
function readChanges() {
  /** @type {Record<string, string | number | boolean | null>} */
  const changes = {};
  for (const control of profileControls(FORM)) {
    const key = keyOf(control);
    const before = user().profile[key];
    // Without fields a text may be empty.
    const value = profileFields || typeof before !== 'string' ? valueIn(control) : control.value;
    if (value !== before && (value !== false || before !== undefined)) changes[key] = value ?? null;
  }
  return changes;
}

/** One field for each key of the profile. The type of its value does not change. */
function writeForm() {
  const pattern = /** @type {HTMLTemplateElement} */ (find('profile-field'));
  const fields = Object.entries(user().profile).map(([key, value]) => {
    const field = /** @type {HTMLElement} */ (pattern.content.firstElementChild?.cloneNode(true));
    const [label, input, line] = [field.querySelector('label'), field.querySelector('input'), field.querySelector('p')];
    if (!label || !input || !line) return field;
    label.textContent = key;
    label.htmlFor = `profile-${key}`;
    input.id = label.htmlFor;
    input.name = `profile.${key}`;
    line.id = `${input.id}-problem`;
    input.setAttribute('aria-describedby', line.id);
    if (typeof value === 'boolean') {
      input.type = 'checkbox';
      field.classList.add('choice');
    }
    if (typeof value === 'number') {
      input.inputMode = 'decimal';
      input.setAttribute('aria-required', 'true');
    }
    return field;
  });
  find('profile-fields').replaceChildren(...fields);
}
