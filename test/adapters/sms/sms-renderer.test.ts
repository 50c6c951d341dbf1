// Proves that an sms is one short line: the team's name, the code, and nothing that a requester chose.
import { describe, expect, it } from 'vitest';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import type { Brand } from '#domain/brand.ts';
import type { Sms } from '#domain/delivery/mail.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { fill } from '#texts/fill.ts';
import { SMS_TEXTS } from '#texts/sms.ts';

const brand: Brand = { name: '모두의마켓', color: '#1f6feb' };
const issuer = 'https://auth.modu.example';
const sample = (locale: Locale, changes: object = {}): Sms => ({
  name: 'code',
  locale,
  values: { code: '048213', ...changes },
});

/** A longer message is sent as LMS, which costs more. A hangul syllable has two bytes in EUC-KR. */
const bytesInEucKr = (text: string): number =>
  [...text].reduce((total, character) => total + (character <= '\u007f' ? 1 : 2), 0);

describe('the text with a code', () => {
  it.each(LOCALES)('is the sentence of its language in %s', (locale) => {
    const { body } = createSmsRenderer({ brand, issuer }).render(sample(locale));
    expect(body).toBe(fill(SMS_TEXTS[locale].code, { brand: '모두의마켓', code: '048213' }));
  });

  it('ends, if there is room, with the host of the pages and the code, as WebOTP requires', () => {
    const { lastLine } = createSmsRenderer({ brand, issuer: 'http://localhost:3000' }).render(sample('ko'));
    expect(lastLine).toBe('@localhost #048213');
    expect(createSmsRenderer({ brand, issuer }).render(sample('ko')).lastLine).toBe('@auth.modu.example #048213');
  });
});

describe.each(LOCALES)('the text with a code in %s', (locale) => {
  const renderWith = (changes: object, name = brand.name) =>
    createSmsRenderer({ brand: { ...brand, name }, issuer }).render(sample(locale, changes)).body;

  it('fits a short message with twelve hangul as name and eight digits', () => {
    expect(bytesInEucKr(renderWith({ code: '04821377' }, '가나다라마바사아자차카타'))).toBeLessThanOrEqual(90);
  });

  it('has the name as it is written: nothing is escaped', () => {
    expect(renderWith({}, `A & <B>'s`)).toContain(`A & <B>'s`);
  });

  it('has the code alone between spaces: phones fill in what touches it', () => {
    expect(renderWith({})).toMatch(/(?:^| )048213(?: |$)/);
  });

  it('names neither the software nor a link, and has no empty placeholder', () => {
    expect(renderWith({})).not.toMatch(/latchkey|http|\{\{|undefined|null/i);
  });

  it('refuses a line end or another control character', () => {
    for (const name of ['모두\r\n의', '모두\u2028의', '모두\u0000의', '모두\t의']) {
      expect(() => renderWith({}, name)).toThrow('not one line');
    }
  });

  it.each([
    ['letters', { code: '12345a' }],
    ['too few digits', { code: '12345' }],
    ['too many digits', { code: '123456789' }],
    ['a line end', { code: '048213\n' }],
    ['a number', { code: 123456 }],
    ['null', { code: null }],
    ['undefined', { code: undefined }],
  ])('refuses %s as code', (_, changes) => {
    expect(() => renderWith(changes)).toThrow('code');
  });

  it('refuses what a requester could have chosen', () => {
    expect(() => renderWith({ name: '홍길동' })).toThrow('name');
  });
});
