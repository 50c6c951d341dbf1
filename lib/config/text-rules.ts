// The rules for `texts`, the sentences that a team words itself: they must exist, and hold what the originals hold.
import { eucKrBytes, fitSms, SMS_BYTES } from '#domain/delivery/sms-text.ts';
import { DEFAULT_LANGUAGES, mustBeOneOf } from '#domain/locale.ts';
import { placeholdersOf, sentencesOf } from '#texts/catalogue.ts';
import { fill } from '#texts/fill.ts';
import { smsTextsOf } from '#texts/sms.ts';
import { type ConfigFault, nearestName } from './faults.ts';
import { faultIf, type Rule, resolveCountries, type StageKeys } from './resolve.ts';

const MAXIMUM_LENGTH = 500;
/** Mail programs cut longer ones. */
const SUBJECT_MAXIMUM_LENGTH = 100;

/** A phone offers the code with the prefix, bracket or syllable that touches it. */
const TOUCHED_CODE = /\S\{code\}|\{code\}\S/;

/** Mails, SMS and the pages of the authorization endpoints know the name of the team everywhere, so it may be left out or added. */
const isFree = (key: string, placeholder: string): boolean => placeholder === 'brand' && !key.startsWith('page.');

const textsAreRight: Rule = ({ values: { texts = {}, languages = DEFAULT_LANGUAGES } }) =>
  Object.entries(texts).flatMap(([language, own]) => {
    const locale = languages.find((one) => one === language);
    if (locale === undefined)
      return [{ path: `texts.${language}`, message: `is not a language of this stage: ${mustBeOneOf(languages)}` }];
    const originals = sentencesOf(locale);
    return Object.entries(own).flatMap(([key, sentence]) =>
      faultsOf(key, sentence, originals).map((message) => ({ path: `texts.${language}.${key}`, message })),
    );
  });

const faultsOf = (key: string, sentence: string, originals: ReadonlyMap<string, string>): string[] => {
  const original = originals.get(key);
  if (original === undefined) {
    const nearest = nearestName(key, [...originals.keys()]);
    return [`is not a sentence: ${nearest === undefined ? 'docs/texts.md lists them' : `did you mean "${nearest}"?`}`];
  }
  const [given, wanted] = [placeholdersOf(sentence), placeholdersOf(original)];
  const missing = wanted.filter((name) => !given.includes(name) && !isFree(key, name));
  const unknown = given.filter((name) => !wanted.includes(name) && !isFree(key, name));
  const maximum = key.endsWith('.subject') ? SUBJECT_MAXIMUM_LENGTH : MAXIMUM_LENGTH;
  return [
    ...(isLine(sentence, maximum) ? [] : [`must be one line of 1 to ${maximum} characters without spaces around it`]),
    ...missing.map((name) => `must have {${name}}, as the original has`),
    ...(TOUCHED_CODE.test(sentence)
      ? ['must have a space, or nothing, on both sides of {code}: phones fill in what touches it']
      : []),
    ...unknown.map((name) => `must not have {${name}}: the original does not have it`),
  ];
};

const isLine = (text: string, maximum: number): boolean =>
  text !== '' && text.trim() === text && text.length <= maximum && !/[\p{Cc}\u2028\u2029]/u.test(text);

const SMS_KEY = 'sms.code';
const LONG = { allowsLong: true };

/** The SMS of each language as SENS would get it, without the last line, which may be left out. Empty where SENS sends nothing. */
const smsBySens = (keys: StageKeys) => {
  const { brandName: brand, sens, texts = {}, languages = DEFAULT_LANGUAGES } = keys.values;
  if (!sens || brand === undefined || !Object.values(resolveCountries(keys)).includes('sens')) return [];
  return languages.flatMap((language) => {
    const sentence = smsTextsOf(language, texts).code;
    // Another rule refuses other placeholders.
    if (placeholdersOf(sentence).some((name) => !['brand', 'code'].includes(name))) return [];
    const render = (name: string): string => fill(sentence, { brand: name, code: '000000' });
    const fits = (name: string, { allowsLong }: { readonly allowsLong: boolean } = sens): boolean =>
      fitSms({ body: render(name), lastLine: '' }, { allowsLong }) !== undefined;
    return [
      { path: `texts.${language}.${SMS_KEY}`, isOwn: texts[language]?.[SMS_KEY] !== undefined, render, fits, brand },
    ];
  });
};

/** SENS cuts what is too long instead of refusing it. A sentence without the brand fits whatever the brand is. */
const brandFitsSms: Rule = (keys): ConfigFault[] => {
  const cannotBeCarried = smsBySens(keys).some(({ brand, fits }) => !fits(brand, LONG) && fits('', LONG));
  if (cannotBeCarried)
    return [
      {
        path: 'brandName',
        message: 'must have no character that texts in Korea cannot carry, such as emoji or "é"',
      },
    ];
  const tooLong = smsBySens(keys).filter(({ brand, isOwn, fits }) => !isOwn && !fits(brand));
  const room = Math.min(...tooLong.map(({ render }) => SMS_BYTES - (eucKrBytes(render('')) ?? 0)));
  return faultIf(
    tooLong.length > 0,
    'brandName',
    `must fit into an SMS beside the code: at most ${room} bytes, of which hangul takes 2 and a letter 1; shorten it, or set "sens.allowsLong" to true`,
  );
};

const ownSmsFits: Rule = (keys): ConfigFault[] =>
  smsBySens(keys)
    // A brand that no text can carry is a fault of its own.
    .filter(({ brand, isOwn, fits }) => isOwn && !fits(brand) && (fits(brand, LONG) || !fits('', LONG)))
    .map(({ path }) => ({
      path,
      message:
        'must fit into an SMS with the brand name and the code: 90 bytes, of which hangul takes 2 and a letter 1, and no character that texts in Korea cannot carry, such as emoji; shorten it, or set "sens.allowsLong" to true',
    }));

export const TEXT_RULES: readonly Rule[] = [textsAreRight, brandFitsSms, ownSmsFits];
