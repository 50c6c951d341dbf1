// An international domain in its letters, for people to read. The pages import this file too.

const BASE = 36;
const FIRST_LETTER = 'a'.charCodeAt(0);
const ADDRESS = /^(.*@)([^@]+)$/;
/** Scripts that are not mistaken for Latin letters; the others only below a top-level domain in letters, such as .рф. */
const OWN_SHAPES =
  /^(?:[\p{Script=Latin}\p{M}\d-]+|[a-z\d\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc-]+)$/u;

/** `minji@한국.com` of `minji@xn--3e0b707e.com`. A name whose letters could pass for others keeps its ASCII form. */
export const inLetters = (address: string): string => {
  const [, local, domain] = ADDRESS.exec(address) ?? [];
  if (local === undefined || domain === undefined || !domain.includes('xn--')) return address;
  const labels = domain.split('.').map((label) => (label.startsWith('xn--') ? decode(label.slice(4)) : label));
  const last = labels[labels.length - 1] ?? '';
  const isClear = !/^[a-z\d-]*$/.test(last) || labels.every((label) => OWN_SHAPES.test(label));
  return isClear ? local + labels.join('.') : address;
};

/** Punycode, RFC 3492, section 6.2. */
const decode = (text: string): string => {
  const end = text.lastIndexOf('-');
  const characters = [...text.slice(0, Math.max(0, end))];
  let [place, code, bias] = [0, 128, 72];
  for (let next = end + 1; next < text.length; ) {
    const before = place;
    for (let weight = 1, step = BASE; ; step += BASE) {
      const digit = digitOf(text.charAt(next++));
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      place += digit * weight;
      if (digit < threshold || next >= text.length) break;
      weight *= BASE - threshold;
    }
    const count = characters.length + 1;
    bias = adapted(place - before, count, before === 0);
    code += Math.floor(place / count);
    place %= count;
    if (code > 0x10ffff) return `xn--${text}`;
    characters.splice(place++, 0, String.fromCodePoint(code));
  }
  return characters.join('');
};

const digitOf = (character: string): number =>
  /\d/.test(character) ? Number(character) + 26 : character.charCodeAt(0) - FIRST_LETTER;

const adapted = (change: number, count: number, isFirst: boolean): number => {
  let rest = Math.floor(change / (isFirst ? 700 : 2));
  rest += Math.floor(rest / count);
  let bias = 0;
  for (; rest > 455; bias += BASE) rest = Math.floor(rest / 35);
  return bias + Math.floor((36 * rest) / (rest + 38));
};
