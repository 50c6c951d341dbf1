// An email address as people type and paste it. Only spellings that mean one address are understood; no letter is replaced by
// one that looks like it. Whether the domain is a valid name is for the service to say.
import {
  faulty,
  found,
  plainText,
  type ReadText,
  reversed,
  TYPED_MAXIMUM_LENGTH,
  wrongCharacter,
} from './typed-text.ts';

const ADDRESS_MAXIMUM_LENGTH = 254;
const LOCAL_PART_MAXIMUM_LENGTH = 64;
const LOCAL_PART_CHARACTER = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/;
/** `Name <address>`, and `Name [mailto:address]` as Outlook quotes it. */
const IN_BRACKETS = /<([^<>]*@[^<>]*)>|\[mailto:([^[\]]*)\]/gi;
/** A word beyond ASCII, with the signs around it. None of its letters is in a local part. */
const WORD = /^[^A-Za-z0-9@]*[^\0-\x7f][^A-Za-z0-9@]*$/;
const LABEL = /^(?:mailto|e-?mail|mail|to|from|[^\0-\x7f][^@:]*) ?: ?/i;
const OPENING = /^[\s"“”„‘’(<[«「『《〈【,;:•·]+/;
/** None of them ends a domain. */
const CLOSING = /[\s"“”‘’)>\]»」』》〉】,;:!?….'*`_~|}]+$/;
/** Characters of a local part that people also put around an address. */
const AROUND: Readonly<Record<string, string>> = { "'": "'", '`': '`', '*': '*', _: '_', '~': '~', '|': '|', '}': '{' };
/** Written without a space, as in name@example.com입니다. No top-level domain mixes scripts. */
const WORD_ENDING = /([a-z]{2,})[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+$/iu;
/** Not the long dashes: keyboards write one for two hyphens. */
const HYPHENS = /[\u2010-\u2013\u2212\ufe63]/g;
/** The middle dots and quotation-like letters that IDNA allows in Catalan, Japanese and Hebrew. */
const IN_SOME_SCRIPTS = /[·・׳״]/;
const APOSTROPHES = /[‘’]/g;

/** The address with a local part in lower case and a domain that may have letters beyond ASCII, composed (NFC). */
export const readEmailText = (typed: string): ReadText => {
  if (typed.length > TYPED_MAXIMUM_LENGTH) return faulty('too_long');
  const text = plainText(typed);
  if (text === undefined) return reversed();
  const bracketed = [...text.matchAll(IN_BRACKETS)].map(([, angle, square]) => angle ?? square ?? '');
  const outside = text.replace(IN_BRACKETS, ' ');
  const texts = bracketed.length > 0 ? bracketed.concat(outside.includes('@') ? outside : []) : [text];
  const [first = faulty('at_sign'), ...others] = texts.flatMap(listed).map(readOne);
  const different = others.find((other) => !other.ok || !first.ok || other.value !== first.value);
  if (!different) return first;
  return first.ok && !different.ok ? different : faulty('several');
};

/** The parts of a list of addresses. */
const listed = (text: string): readonly string[] => {
  const parts = text.split(/[\s,;/]+/);
  return parts.filter((part) => /[^@]@[^@]/.test(part)).length > 1
    ? parts.filter((part) => part.includes('@'))
    : [text];
};

const readOne = (text: string): ReadText => {
  const [before = '', after, ...more] = withoutScheme(text.replace(/\s*@[\s@]*/g, '@')).split('@');
  if (after === undefined || more.length > 0) return faulty('at_sign');
  const local = localPartIn(before, after);
  if (!local.ok) return local;
  const domain = domainIn(after);
  if (!domain.ok) return domain;
  const address = `${local.value}@${domain.value}`;
  const isLong = local.value.length > LOCAL_PART_MAXIMUM_LENGTH || address.length > ADDRESS_MAXIMUM_LENGTH;
  return isLong ? faulty('too_long') : found(address);
};

/** RFC 6068: behind `mailto:`, `%` is an escape, and `?` begins the header fields. */
const withoutScheme = (text: string): string => {
  const [, link] = /^[\s"'(<[]*mailto:([^?]*)/i.exec(text) ?? [];
  if (link === undefined) return text;
  try {
    return decodeURIComponent(link);
  } catch {
    return text;
  }
};

const localPartIn = (before: string, after: string): ReadText => {
  const local = withoutPairs(wordsBefore(before), after).replace(HYPHENS, '-').replace(APOSTROPHES, "'");
  const odd = [...local].find((character) => !LOCAL_PART_CHARACTER.test(character));
  if (odd !== undefined) return wrongCharacter(odd);
  if (local === '') return faulty('at_sign');
  if (/^\.|\.\.|\.$/.test(local)) return faulty('dot');
  return found(local.replace(/[A-Z]/g, (letter) => letter.toLowerCase()));
};

/** Without the words and the label in front, and without the space that a keyboard puts behind a dot. */
const wordsBefore = (before: string): string =>
  before
    .split(' ')
    .filter((word, index, words) => index === words.length - 1 || !WORD.test(word))
    .join(' ')
    .replace(OPENING, '')
    .replace(LABEL, '')
    .replace(OPENING, '')
    .replace(/^(\S+)\. /, '$1.')
    .replace(/^(\S+) \./, '$1.');

/** A sign that a local part may begin with is not part of it if it is closed behind the address. */
const withoutPairs = (local: string, after: string): string => {
  const closing = after.split(' ').flatMap((word) => [...(CLOSING.exec(word)?.[0] ?? '')]);
  return closing.reduce(
    (rest, sign) => (AROUND[sign] !== undefined && rest.startsWith(AROUND[sign]) ? rest.slice(1) : rest),
    local,
  );
};

const domainIn = (after: string): ReadText => {
  const written = wordsBehind(after);
  if (written === undefined) return wrongCharacter(' ');
  const plain = written.replace(CLOSING, '').replace(WORD_ENDING, '$1').replace(HYPHENS, '-');
  // A comma is a mistyped dot, unless a whole domain stands in front of it.
  const domain = /^[^.,]+,/.test(plain) ? plain.replace(/,/g, '.') : plain;
  const odd = [...domain].find(isForeign);
  return odd === undefined ? nameOf([...domain].map(inLowerCase).join('').normalize('NFC')) : wrongCharacter(odd);
};

/** The domain, whose parts a keyboard may have set apart; `undefined` if something else than words follows. */
const wordsBehind = (after: string): string | undefined => {
  const [first = '', ...words] = after.replace(CLOSING, '').split(' ');
  let domain = first;
  let isOver = false;
  for (const word of words) {
    const joins = /[.,]$/.test(domain) || /^[.,]/.test(word);
    const isWord = WORD.test(word) && /[a-z][^a-z.]*$/i.test(domain);
    if (isWord) isOver = true;
    else if (joins && !isOver && !WORD.test(word)) domain += word;
    else return undefined;
  }
  return domain;
};

const nameOf = (domain: string): ReadText => {
  const labels = domain.split('.');
  if (labels.length < 2) return faulty('domain');
  return labels.includes('') ? faulty('dot') : found(domain);
};

/** Not in a domain, or a letter that IDNA would replace by another. */
const isForeign = (character: string): boolean => {
  if (character <= '\x7f') return !/[A-Za-z0-9.-]/.test(character);
  const mapped = character.normalize('NFKC');
  const isMark = /[\p{P}\p{Z}]/u.test(character) && !IN_SOME_SCRIPTS.test(character);
  return isMark || /[\0-\x7f]/.test(mapped) || mapped !== character.normalize('NFC');
};

/** As IDNA does, where a letter has one small form. */
const inLowerCase = (character: string): string => {
  const small = character.toLowerCase();
  const hasOne = small.length === character.length && small.toUpperCase() === character && character !== 'Σ';
  return hasOne ? small : character;
};
