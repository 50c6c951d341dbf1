// Writes a mail in the reader's language. All mails share one layout; their words are in `functions/texts/`.
import type { Brand } from '#domain/brand.ts';
import { buttonColorsOf } from '#domain/brand-colors.ts';
import type { Mail, MailValues } from '#domain/delivery/mail.ts';
import { inLetters } from '#domain/input/letters.ts';
import { DEFAULT_LANGUAGES, spokenLocale } from '#domain/locale.ts';
import type { MailRenderer } from '#domain/ports/delivery.ts';
import type { Speech } from '#domain/settings.ts';
import { MAIL_SCHEMAS } from '#schemas/mail-values.ts';
import { fill } from '#texts/fill.ts';
import type { MailLanguage } from '#texts/mail-texts.ts';
import { mailTextsOf } from '#texts/mails.ts';
import { sayMoment } from '#texts/say-moment.ts';
import layout from '../../../templates/email/layout.html' with { type: 'text' };
import { createTemplateEngine, requireOneLine } from '../template-engine.ts';
import { textPart } from './text-part.ts';

const DEFAULT_SPEECH: Speech = { languages: DEFAULT_LANGUAGES };

type Words = Readonly<Record<string, string>>;

/** Throws if a value is missing, unknown or malformed, or if the subject is not one line. */
export const createMailRenderer = (brand: Brand, { languages, words }: Speech = DEFAULT_SPEECH): MailRenderer => {
  const toHtml = createTemplateEngine({ escapesHtml: true })(layout);
  return {
    render: (mail) => {
      const locale = spokenLocale(languages, mail.locale);
      const view = viewOf({ ...mail, locale }, brand, mailTextsOf(locale, words));
      const subject = requireOneLine(view.subject, `The subject of ${locale}/${mail.name}`);
      return { subject, html: toHtml(view), text: textOf(view) };
    },
  };
};

/** What the layout shows. Strict templates refuse an absent value, so what a mail does not have is empty. */
const viewOf = ({ name, locale, values: given }: Mail, brand: Brand, language: MailLanguage) => {
  const texts = language.mails[name];
  const values: Partial<MailValues> = MAIL_SCHEMAS[name].parse(given);
  const words = wordsOf(values, language, brand);
  const say = (text = ''): string => fill(text, words);
  const { code = '', link = '', resetLink = '' } = values;
  return {
    locale,
    wordBreak: locale === 'ko' ? 'keep-all' : 'normal',
    brand: brand.name,
    logo: brand.logoUrl ?? '',
    logoDark: brand.logoUrlDark ?? '',
    color: brand.color,
    colors: buttonColorsOf(brand.color),
    subject: say(texts.subject),
    preview: say(texts.preview),
    heading: say(texts.heading),
    intro: say(texts.intro),
    facts: factsOf(values, language),
    ifYou: say(texts.ifYou),
    ifNotYou: (texts.ifNotYou ?? []).map(say),
    button: say(texts.button),
    link,
    otherLink: say(texts.otherLink),
    otherHref: resetLink,
    codeLine: say(texts.code),
    code,
    notes: [code && say(language.lifetime), say(texts.ifNotAsked)].filter(Boolean),
    why: say(texts.why),
    support: language.support,
    supportAddress: brand.supportAddress ?? '',
    supportName: inLetters(brand.supportAddress ?? ''),
  };
};

const count = (amount = 0, one: string, many: string) => (amount === 1 ? one : many).replace('{count}', `${amount}`);

const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** A mail that waited a few minutes still says the 7 days that the team set. */
const lifetimeOf = (
  minutes: number,
  { minute, minutes: many, hour, hours, day, days }: MailLanguage['units'],
): string => {
  if (minutes < 2 * HOUR_MINUTES) return count(minutes, minute, many);
  if (minutes < 2 * DAY_MINUTES) return count(Math.round(minutes / HOUR_MINUTES), hour, hours);
  return count(Math.round(minutes / DAY_MINUTES), day, days);
};

const momentOf = (at: number | undefined, moment: MailLanguage['moment']): string =>
  at === undefined ? '' : sayMoment(at, moment);

const wordsOf = (values: Partial<MailValues>, { units, moment }: MailLanguage, brand: Brand): Words => ({
  brand: brand.name,
  code: values.code ?? '',
  minutes: count(values.lifetimeMinutes, units.minute, units.minutes),
  hours: count(values.undoHours, units.hour, units.hours),
  lifetime: lifetimeOf(values.lifetimeMinutes ?? 0, units),
  until: momentOf(values.undoUntil ?? values.keptUntil, moment),
});

const factsOf = (
  { when, device, ip, newAddress }: Partial<MailValues>,
  { facts, moment }: Pick<MailLanguage, 'facts' | 'moment'>,
) =>
  when === undefined
    ? []
    : [
        { label: facts.when, value: sayMoment(when, moment) },
        ...(newAddress ? [{ label: facts.newAddress, value: inLetters(newAddress) }] : []),
        { label: facts.device, value: device || facts.unknown },
        { label: facts.ip, value: ip || facts.unknown },
      ];

const textOf = (view: ReturnType<typeof viewOf>): string => {
  const { heading, intro, facts, ifYou, ifNotYou, button, link, otherLink, otherHref, codeLine, code, notes } = view;
  const paragraphs = [
    heading,
    intro,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ifYou,
    ifNotYou.join(' '),
    ...(button ? [`${button}:`, link] : []),
    ...(otherLink ? [`${otherLink}:`, otherHref] : []),
    ...(code ? [codeLine, code] : []),
    notes.join('\n'),
  ];
  const { why, brand, support, supportName } = view;
  return textPart(paragraphs.filter(Boolean), [why, brand, ...(supportName ? [`${support} ${supportName}`] : [])]);
};
