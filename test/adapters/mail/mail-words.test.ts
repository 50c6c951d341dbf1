// Proves that the text part is as complete as the html, and that both say why the mail was sent and what to do if it was not them.
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { fill } from '#texts/fill.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { everyMail, fullBrand } from '../../support/mails.ts';

/** RFC 5322, 2.1.1. */
const LINE_COLUMNS = 78;

const WIDE = /[\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;
const columnsOf = (line: string): number => [...line].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);

const seenText = (html: string): string =>
  html
    .slice(html.indexOf('<h1'))
    .replace(/<br>/g, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ');

describe.each(everyMail)('the $locale $name mail', (mail) => {
  const { html, text } = createMailRenderer(fullBrand).render(mail);
  const { mails, units } = MAIL_TEXTS[mail.locale];
  const texts = mails[mail.name];
  const hours = units.hours.replace('{count}', '72');
  const said = (sentence: string) => fill(sentence, { brand: fullBrand.name, hours });

  it('has lines in its text that fit every window; only links are longer', () => {
    const long = text.split('\n').filter((line) => !line.startsWith('http') && columnsOf(line) > LINE_COLUMNS);
    expect(long).toEqual([]);
  });

  it('has no gap of two empty lines in its text, no space at the end of a line, and no markup', () => {
    expect(text.replace(/^http.*/gm, 'link')).not.toMatch(/\n\n\n|[ \t]\n|<\/?[a-z]|&[a-z#]/i);
    expect(text).toMatch(/^\S/);
  });

  it('ends with why it was sent, who sent it and whom to ask, equally in both parts', () => {
    const footer = (text.trimEnd().split('\n--\n')[1] ?? '').split('\n');
    expect(footer.slice(-2)).toEqual(['모두의마켓', expect.stringContaining('help@modu.example')]);
    const why = footer.slice(0, -2).join(' ');
    expect(why).toBe(said(texts.why));
    expect(seenText(html)).toContain(`${why} ${footer.at(-1)}`);
  });

  it('says in both parts what to do if it was not them', () => {
    const advice = texts.ifNotAsked ?? texts.ifNotYou?.[0] ?? '';
    expect(advice).not.toBe('');
    for (const part of [text.replace(/\s+/g, ' '), seenText(html)]) expect(part).toContain(said(advice));
  });

  it('has the lifetime and the facts in the text as in the html', () => {
    const facts = /\d+(?:분|시간| minutes| hours)?|(?:Samsung|2001|\S*\*\*\*)\S*/g;
    const factsOf = (part: string) =>
      new Set(
        part
          .replace(/^http.*/gm, '')
          .replaceAll(':', '')
          .match(facts),
      );
    expect(factsOf(text).size > 0).toBe(mail.name !== 'account-exists');
    expect(factsOf(text)).toEqual(factsOf(seenText(html)));
  });
});
