// Proves that no mail is written from a malformed value.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { linkTo, plainBrand, sampleMail } from '../../support/mails.ts';

describe('the values of a mail', () => {
  const render = (changes: object) => () =>
    createMailRenderer(plainBrand).render(sampleMail('verification', 'en', changes));

  it.each([
    ['a script as link', { link: 'javascript:alert(1)' }],
    ['a link without host', { link: '/verify?token=a' }],
    ['a link that is no URL', { link: 'https://:x/' }],
    ['a link broken by a line end', { link: 'https://api.example/\r\nverify' }],
    ['a link with a space', { link: 'https://api.example/a b' }],
    ['letters in the code', { code: '12345a' }],
    ['a short code', { code: '12345' }],
    ['a code as number', { code: 123456 }],
    ['no time', { lifetimeMinutes: 0 }],
    ['half a minute', { lifetimeMinutes: 0.5 }],
  ])('refuse %s', (_, changes) => {
    expect(render(changes)).toThrow(Object.keys(changes)[0]);
  });

  it.each([
    ['a link on a laptop', { link: 'http://localhost:3000/verify?token=a' }],
    ['eight digits', { code: '00000000' }],
  ])('take %s', (_, changes) => {
    expect(render(changes)).not.toThrow();
  });

  it('cannot break out of their place in the html', () => {
    const link = `${linkTo('verify')}"><b>'`;
    const { html, text } = render({ link })();
    expect(html).not.toContain('"><b>');
    expect(text).toContain(link);
  });

  it('are not repeated in the error: it reaches the log', () => {
    const thrown: unknown[] = [];
    try {
      render({ link: 'https://api.example/verify token=SECRET' })();
    } catch (error) {
      thrown.push(error);
    }
    expect(thrown).toHaveLength(1);
    expect(inspect(thrown, { depth: 9 })).not.toContain('SECRET');
  });

  it('use the singular for one minute and one hour', () => {
    const { units } = MAIL_TEXTS.en;
    const say = (unit: string, count: number) =>
      new RegExp(`${unit.replace('{count}', `${count}`).replace(' ', '\\s')}\\b`);
    expect(render({ lifetimeMinutes: 1 })().text).toMatch(say(units.minute, 1));
    expect(render({ lifetimeMinutes: 2 })().text).toMatch(say(units.minutes, 2));
    const changed = sampleMail('email-changed', 'en', { undoHours: 1 });
    expect(createMailRenderer(plainBrand).render(changed).text).toMatch(say(units.hour, 1));
  });
});
