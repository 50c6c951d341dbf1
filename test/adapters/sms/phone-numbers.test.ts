// Phone numbers as people type them: mobile numbers of the configured countries, in one normal form; no landlines, no premium-rate numbers.
import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json' with { type: 'json' };
import { getCountries, getExampleNumber } from 'libphonenumber-js/mobile';
import { describe, expect, it } from 'vitest';
import { noSms } from '#adapters/sms/no-sms.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { createSmsByCountry } from '#adapters/sms/sms-by-country.ts';
import { isE164 } from '#domain/address.ts';
import type { SmsTransport } from '#domain/ports/delivery.ts';

const korea = createPhoneNumbers(['KR']);

describe('a Korean mobile number', () => {
  it.each([
    '010-1234-5678',
    '01012345678',
    '010 1234 5678',
    '010.1234.5678',
    '(010) 1234-5678',
    ' 010-1234-5678 ',
    '+821012345678',
    '+82 10-1234-5678',
    '+82 10 1234 5678',
    '+82 010-1234-5678',
    '+82 (0)10-1234-5678',
    '821012345678',
    '０１０-１２３４-５６７８',
    '＋82 10-1234-5678',
    '010‑1234‑5678',
  ])('is known by one spelling, typed as %s', async (text) => {
    expect(await korea.normalise(text)).toBe('+821012345678');
  });

  it.each([
    ['011-234-5678', '+82112345678'],
    ['016-1234-5678', '+821612345678'],
    ['019-234-5678', '+82192345678'],
  ])('may still have an old prefix: %s', async (text, expected) => {
    expect(await korea.normalise(text)).toBe(expected);
  });

  it('is unchanged in its normal form, which limits and continuations use', async () => {
    let assigned = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20_000_000, max: 99_999_999 }), async (rest) => {
        const number = await korea.normalise(`010${rest}`);
        // Some ranges are not assigned yet.
        if (number === undefined) return;
        assigned++;
        expect(number).toBe(`+8210${rest}`);
        expect(isE164(number)).toBe(true);
        expect(await korea.normalise(number)).toBe(number);
      }),
    );
    expect(assigned).toBeGreaterThan(50);
  });
});

describe('a text that is not a mobile number there', () => {
  it.each([
    ['a landline in Seoul', '02-1234-5678'],
    ['a short landline in Seoul', '02-123-4567'],
    ['a landline elsewhere', '031-123-4567'],
    ['a landline with the country code', '+82 2 1234 5678'],
    ['a national number', '1588-1234'],
    ['a national number without hyphen', '15441234'],
    ['premium rate', '060-700-1234'],
    ['premium rate with the country code', '+82 60 700 1234'],
    ['free of charge', '080-123-4567'],
    ['internet telephony', '070-1234-5678'],
    ['a personal number', '0502-123-4567'],
    ['police', '112'],
    ['information', '114'],
    ['a digit too many', '010-1234-56789'],
    ['a digit too few', '010-1234-567'],
    ['three digits too few', '010-1234-5'],
  ])('is refused: %s', async (_name, text) => {
    expect(await korea.normalise(text)).toBeUndefined();
  });

  it.each([
    ['the United States', '+1 202-555-0123'],
    ['Japan', '+81 90-1234-5678'],
    ['the United Kingdom', '+44 7911 123456'],
    ['North Korea', '+850 19 1234 5678'],
    ['a satellite', '+8816 1234 5678'],
    ['an international network', '+882 16 12345678'],
    ['premium rate anywhere', '+979 1 2345 6789'],
    ['no country', '+999 1234 5678'],
  ])('is refused: one of %s', async (_name, text) => {
    expect(await korea.normalise(text)).toBeUndefined();
  });

  it.each([
    '010-1234-5678 ext. 5',
    '010-1234-5678 x5',
    '010-1234-5678#5',
    '010-1234-5678;ext=5',
    'tel:+82-10-1234-5678;ext=5',
    '010-1234-5678 내선 5',
  ])('is refused: an extension, %s', async (text) => {
    expect(await korea.normalise(text)).toBeUndefined();
  });

  it.each([
    '',
    ' ',
    '+',
    '+82',
    '++821012345678',
    '+82+821012345678',
    'call 010-1234-5678',
    '010-1234-5678 please',
    '010-1234-5678, 010-8765-4321',
    '010-1234-5678/010-8765-4321',
    '<010-1234-5678>',
    '01012345678@evil.example',
    'sms:01012345678',
    'tel:010-1234-5678;phone-context=evil.example',
    '*23#01012345678',
    '010-CALL-NOW',
    '010-1234-5678\n',
    '010\u0000-1234-5678',
    '010-1234-5678\u202e',
    '0'.repeat(254),
    '9'.repeat(254),
    '+'.repeat(254),
    '(('.repeat(127),
  ])('is refused: %j', async (text) => {
    expect(await korea.normalise(text)).toBeUndefined();
  });

  it('never throws, and only returns Korean mobile numbers, for any text', async () => {
    const near = fc.string({ unit: fc.constantFrom(...'0123456789+-() .;=extｘ*#'), maxLength: 32 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(near, fc.string({ unit: 'binary', maxLength: 40 })), async (text) => {
        expect((await korea.normalise(text)) ?? '+821012345678').toMatch(/^\+821\d{8,9}$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the countries', async () => {
  it('are those listed; a number without a country code belongs to the first', async () => {
    const two = createPhoneNumbers(['JP', 'KR']);
    expect(await two.normalise('090-1234-5678')).toBe('+819012345678');
    expect(await two.normalise('+82 10-1234-5678')).toBe('+821012345678');
    expect(await two.normalise('010-1234-5678')).toBeUndefined();
    expect(await two.normalise('+1 202-555-0123')).toBeUndefined();
  });

  it('are distinguished if they share a country code', async () => {
    const [toronto, chicago] = ['+1 416-555-0123', '+1 312-555-0123'];
    expect(await createPhoneNumbers(['US']).normalise(chicago)).toBe('+13125550123');
    expect(await createPhoneNumbers(['US']).normalise(toronto)).toBeUndefined();
  });

  it.each(getCountries())(
    'may be %s alone: its mobile numbers are accepted, and sent by its transport',
    async (country) => {
      const example = getExampleNumber(country, examples);
      // No mobile numbers are known of these.
      if (!example) return expect(['AC', 'TA']).toContain(country);
      const numbers = createPhoneNumbers([country]);
      expect(await numbers.normalise(example.number)).toBe(example.number);
      expect(await numbers.normalise(example.nationalNumber)).toBe(example.number);
      const transport: SmsTransport = { ...noSms, send: async () => ({ ok: true, messageId: country }) };
      const texts = createSmsByCountry({ countries: { [country]: 'sns' }, transports: { sns: transport } });
      const text = { to: example.number, body: '', lastLine: '', reference: '' };
      expect(await texts.send(text)).toEqual({ ok: true, messageId: country });
    },
  );

  it('may be none: then no number is accepted', async () => {
    expect(await createPhoneNumbers([]).normalise('+82 10-1234-5678')).toBeUndefined();
  });
});
