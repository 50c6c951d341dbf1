// What a stage asks people to agree to, and what they said. Nothing of it is ever written to the log.
import { accept, type FieldError, type Outcome, refuse } from '../errors.ts';
import type { Locale, Words } from '../locale.ts';

/** `night`: marketing from 21 to 8 o'clock, which Korean law wants asked for apart. */
export const CONSENT_KINDS = ['terms', 'privacy', 'age', 'marketing', 'night', 'other'] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

export interface AskedConsent {
  /** Names it for good: what people agreed to is stored by it. */
  readonly key: string;
  readonly kind: ConsentKind;
  /** Of the text. Another one is asked for again. */
  readonly version: string;
  /** Whether nobody may have an account without it. */
  readonly required: boolean;
  /** Where the text is. */
  readonly url?: string;
  /** The sentence that people agree to. */
  readonly title: Words;
}

/** What a person says to one consent. */
export interface ConsentAnswer {
  readonly key: string;
  /** Of the text that the person saw. */
  readonly version: string;
  readonly granted: boolean;
}

/** An answer as it is stored. */
export interface Consent extends ConsentAnswer {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The language in which the person was asked. */
  readonly locale: Locale;
  /** From where, with its last part hidden: `203.0.113.*`. */
  readonly network: string;
}

/** When, in which language and from where answers were given. */
export type AnswerContext = Pick<Consent, 'at' | 'locale' | 'network'>;

/** What an account holds of it. */
export interface ConsentsHeld {
  /** The last answer to each consent, in the order of their times. */
  readonly consents?: readonly Consent[];
  /** The answers that these replaced, at most 50, newest last. */
  readonly formerConsents?: readonly Consent[];
}

export const CHANGES_KEPT = 50;

/** The answers of a sign-up, ready to be stored. */
export const consentsOfSignUp = (
  asked: readonly AskedConsent[],
  answers: readonly ConsentAnswer[],
  context: AnswerContext,
): Outcome<readonly Consent[]> => {
  const missing = asked.filter((each) => each.required && !isGranted(each, answers));
  if (missing.length > 0) return refuse('consent_required', { missing: missing.map(({ key }) => key) });
  const read = readAnswers(asked, answers, []);
  return read.ok ? accept(answers.map((answer) => toConsent(answer, context))) : read;
};

const isGranted = ({ key, version }: AskedConsent, answers: readonly ConsentAnswer[]): boolean =>
  answers.some((answer) => answer.key === key && answer.version === version && answer.granted);

const toConsent = ({ key, version, granted }: ConsentAnswer, context: AnswerContext): Consent => ({
  key,
  version,
  granted,
  ...context,
});

/**
 * Who agrees must have seen the text of now. A refusal may also be of the text that the person answered before, whether or not
 * it is still asked for: a withdrawal never fails because a text has changed.
 */
const readAnswers = (
  asked: readonly AskedConsent[],
  answers: readonly ConsentAnswer[],
  held: readonly Consent[],
): Outcome<undefined> => {
  const errors = answers.flatMap(({ key, version, granted }, index): FieldError[] => {
    const now = asked.find((each) => each.key === key);
    const before = granted ? undefined : held.find((each) => each.key === key);
    const isSecond = answers.findIndex((each) => each.key === key) < index;
    if (isSecond) return [{ path: `consents.${index}.key`, message: 'must not be there twice' }];
    if (!now && !before) return [{ path: `consents.${index}.key`, message: 'must be a key of GET /consents' }];
    if (version === now?.version || version === before?.version) return [];
    return [{ path: `consents.${index}.version`, message: 'must be the version of GET /consents' }];
  });
  return errors.length > 0 ? refuse('invalid_request', { errors }) : accept(undefined);
};

/** The account with new answers. The same answer again changes nothing. */
export const changeConsents = <Held extends ConsentsHeld>(
  user: Held,
  asked: readonly AskedConsent[],
  answers: readonly ConsentAnswer[],
  context: AnswerContext,
): Outcome<Held> => {
  const { consents = [], formerConsents = [] } = user;
  const read = readAnswers(asked, answers, consents);
  if (!read.ok) return read;
  const refused = answers.filter(({ granted }) => !granted).map(({ key }) => key);
  const missing = asked.filter(({ key, required }) => required && refused.includes(key)).map(({ key }) => key);
  if (missing.length > 0) return refuse('account_needs_consent', { missing });
  const changed = answers.filter((answer) => !consents.some((consent) => isSameAnswer(consent, answer)));
  if (changed.length === 0) return accept(user);
  const isReplaced = ({ key }: Consent) => changed.some((answer) => answer.key === key);
  return accept({
    ...user,
    consents: [
      ...consents.filter((consent) => !isReplaced(consent)),
      ...changed.map((answer) => toConsent(answer, context)),
    ],
    formerConsents: [...formerConsents, ...consents.filter(isReplaced)].slice(-CHANGES_KEPT),
  });
};

const isSameAnswer = (one: ConsentAnswer, other: ConsentAnswer): boolean =>
  one.key === other.key && one.version === other.version && one.granted === other.granted;

/**
 * What the account must be asked for again: a required consent that is not given to the text of now, and any other that was
 * given to an older text. Who said no is not asked again.
 */
export const consentsDue = (asked: readonly AskedConsent[], { consents = [] }: ConsentsHeld): readonly string[] =>
  asked
    .filter(({ key, version, required }) => {
      const held = consents.find((each) => each.key === key);
      return held?.granted ? held.version !== version : required;
    })
    .map(({ key }) => key);

/** The last changes, newest first. */
export const consentHistory = ({ consents = [], formerConsents = [] }: ConsentsHeld): readonly Consent[] =>
  [...formerConsents, ...consents]
    .toReversed()
    .toSorted((one, other) => other.at - one.at)
    .slice(0, CHANGES_KEPT);
