// The SMS keys of a stage: every rule with its message, the resulting settings, and brand names that fit.
import { describe, expect, it } from 'vitest';
import { createSmsRenderer } from '#adapters/sms/sms-renderer.ts';
import { eucKrBytes } from '#domain/delivery/sms-text.ts';
import { LOCALES, type Locale } from '#domain/locale.ts';
import { type Keys, sandbox, sandboxFaults } from '../../support/stack/config.ts';
import { SENS, SENS_SECRET } from '../../support/transport-keys.ts';

describe('texts', () => {
  it('are off unless a stage says otherwise', () => {
    expect(sandbox({}).texts).toEqual({ countries: {} });
    expect(sandbox({ sms: 'off' })).toEqual(sandbox({}));
  });

  it('by SENS are for Korea, and short', () => {
    const config = sandbox({ sms: 'sens', sens: SENS });
    const { serviceId, from } = SENS;
    expect(config.texts).toEqual({ countries: { KR: 'sens' }, sens: { serviceId, from, allowsLong: false } });
    expect(config.sensSecretArn).toBe(SENS_SECRET);
    expect(sandbox({ sms: 'sens', sens: { ...SENS, allowsLong: true } }).texts.sens?.allowsLong).toBe(true);
  });

  it('by SNS go from Tokyo unless a stage says otherwise', () => {
    const config = sandbox({ sms: 'sns' });
    expect(config.texts).toEqual({ countries: { KR: 'sns' }, sns: { region: 'ap-northeast-1' } });
    expect(config).not.toHaveProperty('sensSecretArn');
    const sns = { region: 'us-east-1', senderId: 'Example-1' };
    expect(sandbox({ sms: 'sns', sns }).texts.sns).toEqual(sns);
    expect(sandbox({ sms: 'sns', sns: { senderId: 'Example' } }).texts.sns?.region).toBe('ap-northeast-1');
  });

  it('by country keep the order of the countries, since the first is home', () => {
    const config = sandbox({ sms: { JP: 'sns', KR: 'sens' }, sens: SENS });
    expect(Object.entries(config.texts.countries)).toEqual([
      ['JP', 'sns'],
      ['KR', 'sens'],
    ]);
    expect(config.texts).toMatchObject({ sens: { from: SENS.from }, sns: { region: 'ap-northeast-1' } });
  });

  it.each([
    [
      'sens',
      { sms: 'sens' },
      /^is missing: set it to \{ "serviceId": …, "from": a registered number, "secretArn": … \}$/,
    ],
    ['sens', { sms: { KR: 'sens' } }, /^is missing/],
    ['sens', { sens: SENS }, /^goes with sms "sens" only: set that, or leave it out$/],
    ['sens', { sms: { JP: 'sns' }, sens: SENS }, /^goes with sms "sens" only/],
    ['sns', { sms: 'off', sns: {} }, /^goes with sms "sns" only: set that, or leave it out$/],
    [
      'sms',
      { sms: 'pigeon' },
      /^must be "off", "sens", "sns", or the transport of each country, such as \{ "KR": "sens"/,
    ],
    ['sms', { sms: 'pigeon', sens: SENS, sns: {} }, /^must be "off", "sens", "sns"/],
    ['sms', { sms: { kr: 'sens' }, sens: SENS }, /^must be "off"/],
    ['sms', { sms: { KR: 'off' } }, /^must be "off"/],
    ['sms', { sms: true }, /^must be "off"/],
    ['sms', { sms: {} }, /^must name at least one country, such as \{ "KR": "sens" \}, or be "off"$/],
    ['sms.UK', { sms: { UK: 'sns' } }, /^is not a country: .* such as "GB" for the United Kingdom$/],
    [
      'sens.from',
      { sms: 'sens', sens: { ...SENS, from: '02-1234-5678' } },
      /^must be a registered number in digits alone/,
    ],
    ['sens.from', { sms: 'sens', sens: { ...SENS, from: '+82212345678' } }, /^must be a registered number/],
    ['sens.from', { sms: 'sens', sens: { ...SENS, from: 212345678 } }, /^must be a registered number/],
    ['sens.serviceId', { sms: 'sens', sens: { ...SENS, serviceId: 'a/b' } }, /^must be a service id of SENS, such as/],
    ['sens.secretArn', { sms: 'sens', sens: { ...SENS, secretArn: 'key' } }, /^must be the whole ARN of a secret/],
    ['sens.allowsLong', { sms: 'sens', sens: { ...SENS, allowsLong: 1 } }, /^must be true or false$/],
    ['sns.region', { sms: 'sns', sns: { region: 'Tokyo' } }, /^must be an AWS region, such as "ap-northeast-1"$/],
    [
      'sns.senderId',
      { sms: 'sns', sns: { senderId: '12345' } },
      /^must be 1 to 11 letters, digits and hyphens, with a/,
    ],
    ['sns.senderId', { sms: 'sns', sns: { senderId: 'Example Inc.' } }, /^must be 1 to 11 letters/],
  ])('have a fault at %s, once: %j', (path, keys, message) => {
    expect(sandboxFaults(keys)).toEqual({ [`sandbox.${path}`]: expect.stringMatching(message) });
  });

  it.each([['0212345678'], ['15881234'], ['01012345678'], ['07012345678']])('come from %s', (from) => {
    expect(sandbox({ sms: 'sens', sens: { ...SENS, from } }).texts.sens?.from).toBe(from);
  });
});

describe('the brand in a text', () => {
  const bytesOf = (name: string, locale: Locale): number | undefined => {
    const renderer = createSmsRenderer({ brand: { name, color: '#2563eb' }, issuer: 'https://auth.example.com' });
    return eucKrBytes(renderer.render({ name: 'code', locale, values: { code: '123456' } }).body);
  };
  /** What is left beside the longest of our sentences. */
  const room = 90 - Math.max(...LOCALES.map((locale) => bytesOf('', locale) ?? 0));
  const nameOf = (bytes: number): string => '가'.repeat(bytes / 2) + 'a'.repeat(bytes % 2);
  const LONGEST = nameOf(room);
  const bySens = (brandName: string, keys: Keys = {}): Keys => ({ brandName, sms: 'sens', sens: { ...SENS, ...keys } });

  it('has the bytes that the longest of the sentences leaves, no more', () => {
    expect(Math.max(...LOCALES.map((locale) => bytesOf(LONGEST, locale) ?? 0))).toBe(90);
    expect(sandboxFaults(bySens(LONGEST))).toEqual({});
  });

  it('has the bytes that the languages of the stage leave', () => {
    for (const language of LOCALES) {
      const bytes = 90 - (bytesOf('', language) ?? 0);
      const longest = nameOf(bytes);
      expect(sandboxFaults({ ...bySens(longest), languages: [language] })).toEqual({});
      expect(sandboxFaults({ ...bySens(`${longest}a`), languages: [language] })).toEqual({
        'sandbox.brandName': expect.stringContaining(`at most ${bytes} bytes`),
      });
    }
  });

  it.each([[`${LONGEST}a`], [`${LONGEST}가`]])('%s fits into an LMS alone', (brandName) => {
    expect(sandboxFaults(bySens(brandName))).toEqual({
      'sandbox.brandName': `must fit into an SMS beside the code: at most ${room} bytes, of which hangul takes 2 and a letter 1; shorten it, or set "sens.allowsLong" to true`,
    });
    expect(sandboxFaults(bySens(brandName, { allowsLong: true }))).toEqual({});
    expect(sandboxFaults({ brandName, sms: 'sns' })).toEqual({});
    expect(sandboxFaults({ brandName })).toEqual({});
  });

  it.each([['Café'], ['Example 🔑'], ['뷁']])('%s fits into no text, long or short', (brandName) => {
    for (const allowsLong of [false, true])
      expect(sandboxFaults(bySens(brandName, { allowsLong }))).toEqual({
        'sandbox.brandName': 'must have no character that texts in Korea cannot carry, such as emoji or "é"',
      });
    expect(sandboxFaults({ brandName, sms: 'sns' })).toEqual({});
  });

  it('may be of any length and letters where the own sentences leave it out', () => {
    const texts = { ko: { 'sms.code': '인증번호 {code}' }, en: { 'sms.code': '{code} is your code' } };
    for (const name of [`${LONGEST}a`, 'Café']) {
      expect(sandboxFaults({ ...bySens(name), texts })).toEqual({});
      // English has it still.
      expect(Object.keys(sandboxFaults({ ...bySens(name), texts: { ko: texts.ko } }))).toEqual(
        name === 'Café' ? ['sandbox.brandName'] : [],
      );
    }
  });

  it('is at fault once where an own sentence has it', () => {
    const texts = { ko: { 'sms.code': '{brand} {code}' }, en: { 'sms.code': '{brand} {code}' } };
    expect(Object.keys(sandboxFaults({ ...bySens('Café'), texts }))).toEqual(['sandbox.brandName']);
    expect(sandboxFaults({ ...bySens(`${LONGEST}a`), texts })).toEqual({});
  });

  it('counts decomposed syllables as whole ones, as they are in the SMS', () => {
    expect(sandboxFaults(bySens('한글'.repeat(6).normalize('NFD')))).toEqual({});
  });
});
