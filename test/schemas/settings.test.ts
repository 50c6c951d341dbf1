// Settings: every fault at once, under its key, and never with a value, which may be a secret.
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { parseSettings, type SettingsInput } from '#schemas/settings.ts';

const INPUT: SettingsInput = {
  stage: 'sandbox',
  issuer: 'https://api.example',
  audience: 'https://api.example',
  allowedOrigins: ['https://app.example'],
  brand: { name: '모두의마켓', color: '#2563eb' },
  senderEmail: 'no-reply@modu.example',
  masterKeys: { accepted: [1, 2], current: 2 },
  otp: { access: 'public' },
  mail: { transport: 'ses' },
  texts: { countries: { KR: 'sens' } },
};

const messageOf = (input: unknown): string => {
  try {
    parseSettings(input);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};
const withMasterKeys = (masterKeys: unknown) => messageOf({ ...INPUT, masterKeys });

describe('settings', () => {
  it('are returned with defaults for what was left out', () => {
    const { lifetimes, limits } = DEFAULTS;
    expect(parseSettings(INPUT)).toEqual({
      ...INPUT,
      otpKeys: { accepted: [1], current: 1 },
      trustedCallers: [],
      clients: [],
      notices: { newLogIn: true },
      languages: ['ko', 'en'],
      consents: [],
      events: { addresses: false },
      auditDays: 365,
      lifetimes,
      limits,
    });
  });

  it('may set single numbers and keep the others', () => {
    const settings = parseSettings({
      ...INPUT,
      lifetimes: { signupSeconds: 600 },
      limits: { failuresPerChallenge: 3 },
    });
    expect(settings.lifetimes).toEqual({ ...DEFAULTS.lifetimes, signupSeconds: 600 });
    expect(settings.limits).toEqual({ ...DEFAULTS.limits, failuresPerChallenge: 3 });
  });

  it('may turn the notices of new log-ins off', () => {
    expect(parseSettings(INPUT).notices).toEqual({ newLogIn: true });
    expect(parseSettings({ ...INPUT, notices: {} }).notices).toEqual({ newLogIn: true });
    expect(parseSettings({ ...INPUT, notices: { newLogIn: false } }).notices).toEqual({ newLogIn: false });
    expect(messageOf({ ...INPUT, notices: { newLogIn: 'no' } })).toContain('notices.newLogIn');
    expect(messageOf({ ...INPUT, notices: { passwordChanged: false } })).toContain('notices.passwordChanged');
  });

  it('may have words of a team', () => {
    const title = { ko: '이용약관에 동의해요', en: 'I agree to the terms' };
    const terms = { key: 'terms', kind: 'terms', version: '2026-01-01', required: true, title } as const;
    expect(parseSettings({ ...INPUT, consents: [terms] }).consents).toEqual([terms]);
    expect(messageOf({ ...INPUT, consents: [{ ...terms, title: { ko: title.ko } }] })).toContain('consents.0.title.en');
    expect(messageOf({ ...INPUT, consents: [{ ...terms, kind: 'cookie' }] })).toContain('consents.0.kind');
  });

  it('list every fault at once by its key', () => {
    const message = messageOf({
      ...INPUT,
      stage: 5,
      issuer: 'no url',
      audience: '',
      allowedOrigins: 'https://app.example',
      brand: { name: '', color: 'blue', appUrl: 'javascript:alert(1)' },
      senderEmail: undefined,
      masterKeys: { accepted: [1, 256], current: 1 },
      lifetimes: { signupSeconds: 0, accessTokenSeconds: 1.5 },
      limits: { coolDownSeconds: '60' },
    });
    const keys = message
      .replace('the settings are wrong at ', '')
      .split('; ')
      .map((fault) => fault.split(':')[0]);
    expect(keys.toSorted()).toEqual(
      [
        'stage',
        'issuer',
        'audience',
        'allowedOrigins',
        'brand.name',
        'brand.color',
        'brand.appUrl',
        'senderEmail',
        'masterKeys.accepted.1',
        'lifetimes.signupSeconds',
        'lifetimes.accessTokenSeconds',
        'limits.coolDownSeconds',
      ].toSorted(),
    );
  });

  it('take a grace of 0 to 60 seconds, while other lifetimes last a minute at least', () => {
    const grace = (refreshGraceSeconds: number) => ({ ...INPUT, lifetimes: { refreshGraceSeconds } });
    for (const seconds of [0, 10, 60]) {
      expect(parseSettings(grace(seconds)).lifetimes.refreshGraceSeconds).toBe(seconds);
    }
    for (const seconds of [-1, 61, 0.5]) expect(messageOf(grace(seconds))).toContain('lifetimes.refreshGraceSeconds');
  });

  it('never tell a value', () => {
    const secret = 'S3CR3T';
    const message = messageOf({
      stage: [secret],
      issuer: `ftp://${secret}.example`,
      audience: { [secret]: secret },
      allowedOrigins: [5, secret],
      brand: { name: secret.repeat(20), color: `#${secret}`, appUrl: `javascript:${secret}` },
      senderEmail: { secret },
      masterKeys: { accepted: [secret], current: secret },
      lifetimes: { signupSeconds: secret },
      limits: secret,
    });
    expect(message).toContain('brand.color');
    expect(message).not.toContain(secret);
    expect(messageOf(secret)).not.toContain(secret);
  });

  it.each([undefined, null, '', '{}', 5, []])('may not be %j', (input) => {
    expect(messageOf(input)).toContain('the settings are wrong at (all)');
  });

  it.each(['https://api.example/', 'api.example', 'ftp://api.example', 'javascript:alert(1)', '', 'https://'])(
    'may not have the issuer %s',
    (issuer) => {
      expect(messageOf({ ...INPUT, issuer })).toContain('issuer');
    },
  );

  it.each(['http://localhost:3000', 'https://api.example'])('may have the issuer %s', (issuer) => {
    expect(parseSettings({ ...INPUT, issuer }).issuer).toBe(issuer);
  });

  it('name master key generations of one byte, the current one among them', () => {
    expect(withMasterKeys({ accepted: [0, 255], current: 255 })).toBe('accepted');
    expect(withMasterKeys({ accepted: [1], current: 2 })).toContain('masterKeys: accepted must include current');
    expect(withMasterKeys({ accepted: [], current: 1 })).toContain('masterKeys');
    for (const label of [-1, 256, 1.5, '1']) {
      expect(withMasterKeys({ accepted: [label], current: 1 })).toContain('masterKeys.accepted.0');
      expect(withMasterKeys({ accepted: [1], current: label })).toContain('masterKeys.current');
    }
  });

  it.each([{ access: 'public' }, { access: 'off' }, { access: 'key' }])('may open one-time codes as %j', (otp) => {
    expect(parseSettings({ ...INPUT, otp } as SettingsInput).otp).toEqual(otp);
  });

  it.each([
    [undefined, 'otp'],
    ['public', 'otp'],
    [{}, 'otp.access'],
    [{ access: 'S3CR3T' }, 'otp.access'],
    [{ access: 'key', key: 'S3CR3T' }, 'otp.key'],
    [{ access: 'public', keySha256: '0123456789abcdef'.repeat(4) }, 'otp.keySha256'],
  ])('may not open one-time codes as %j: the fault is at %s', (otp, path) => {
    const message = messageOf({ ...INPUT, otp });
    expect(message).toMatch(new RegExp(`wrong at ${path}:`));
    expect(message).not.toContain('S3CR3T');
  });

  it('may name trusted callers, each with the SHA-256 of its key', () => {
    const trustedCallers = [{ name: 'backend', keySha256: '0123456789abcdef'.repeat(4) }];
    expect(parseSettings({ ...INPUT, trustedCallers }).trustedCallers).toEqual(trustedCallers);
  });

  it.each([
    ['backend', 'trustedCallers'],
    [[{ name: 'backend' }], 'trustedCallers.0.keySha256'],
    [[{ name: '', keySha256: '0123456789abcdef'.repeat(4) }], 'trustedCallers.0.name'],
    [[{ name: 'backend', keySha256: '0123456789ABCDEF'.repeat(4) }], 'trustedCallers.0.keySha256'],
    [[{ name: 'backend', keySha256: '0123456789abcdef'.repeat(4).slice(1) }], 'trustedCallers.0.keySha256'],
    [[{ name: 'backend', key: 'S3CR3T', keySha256: '0123456789abcdef'.repeat(4) }], 'trustedCallers.0.key'],
  ])('may not name trusted callers as %j: the fault is at %s', (trustedCallers, path) => {
    const message = messageOf({ ...INPUT, trustedCallers });
    expect(message).toMatch(new RegExp(`wrong at ${path}:`));
    expect(message).not.toContain('S3CR3T');
  });

  it('say how sms are sent, and to which countries', () => {
    const smsOf = (texts: unknown) => messageOf({ ...INPUT, texts });
    const sens = { serviceId: 'ncp:sms:kr:1:x', from: '0212345678', allowsLong: false };
    const sns = { region: 'ap-northeast-1', senderId: 'Modu' };
    for (const texts of [{ countries: {} }, { countries: { KR: 'sens', JP: 'sns' }, sens, sns }])
      expect(smsOf(texts)).toBe('accepted');
    expect(smsOf(undefined)).toContain('wrong at texts:');
    expect(smsOf({})).toContain('wrong at texts.countries:');
    for (const country of ['kr', 'KOR', '82', '', ' KR'])
      expect(smsOf({ countries: { KR: 'sens', [country]: 'sens' } })).toContain('wrong at texts.countries');
    expect(smsOf({ countries: { KR: 'pigeon' } })).toContain('wrong at texts.countries.KR:');
    expect(smsOf({ countries: {}, sens: { ...sens, from: '+82212345678' } })).toContain('wrong at texts.sens.from:');
    expect(smsOf({ countries: {}, from: '15881234' })).toContain('texts.from');
  });

  it('say how mails are sent, and contain no secret', () => {
    const mailOf = (mail: unknown) => messageOf({ ...INPUT, mail });
    const server = { host: 'smtp.example.com', port: 587, secure: false };
    const smtp = { transport: 'smtp', ...server, mailsPer24Hours: -1, mailsPerSecond: 5, fallsBackToSes: true };
    for (const mail of [{ transport: 'ses' }, smtp]) expect(mailOf(mail)).toBe('accepted');
    expect(mailOf(undefined)).toContain('wrong at mail:');
    expect(mailOf({ transport: 'pigeon' })).toContain('wrong at mail');
    expect(mailOf({ ...smtp, port: 0 })).toContain('wrong at mail.port:');
    expect(mailOf({ ...smtp, password: 'S3CR3T' })).toMatch(/mail\.password(?!.*S3CR3T)/);
  });

  it('refuse keys they do not know, at any depth', () => {
    expect(messageOf({ ...INPUT, sneder: 1 })).not.toBe('accepted');
    expect(messageOf({ ...INPUT, limits: { coolDown: 1 } })).toContain('limits');
    expect(messageOf({ ...INPUT, brand: { ...INPUT.brand, colour: '#000000' } })).toContain('brand');
  });
});

describe('the look', () => {
  const withBrand = (brand: object) => messageOf({ ...INPUT, brand: { ...INPUT.brand, ...brand } });

  it('may have a logo and a theme, wholly or in part', () => {
    const theme = { background: '#ffffff', backgroundDark: '#0B0D12', cornerRadius: 0, fontFamily: 'Noto Sans KR' };
    const [logoUrl, logoUrlDark, faviconUrl] = ['logo', 'dark', 'icon'].map(
      (name) => `https://cdn.example/${name}.svg`,
    );
    const brand = { ...INPUT.brand, logoUrl, logoUrlDark, faviconUrl, theme };
    expect(parseSettings({ ...INPUT, brand }).brand).toEqual(brand);
    for (const part of [{}, { cornerRadius: 24 }, { backgroundDark: '#000000' }])
      expect(withBrand({ theme: part })).toBe('accepted');
  });

  it.each([
    ['logoUrl', { logoUrl: 'http://cdn.example/logo.svg' }],
    ['logoUrl', { logoUrl: 'https://a;script-src/logo.svg' }],
    ['logoUrlDark', { logoUrlDark: 'http://cdn.example/logo.svg' }],
    ['faviconUrl', { faviconUrl: 'data:image/svg+xml,<svg/>' }],
    ['theme.background', { theme: { background: 'white' } }],
    ['theme.backgroundDark', { theme: { backgroundDark: '#000' } }],
    ['theme.cornerRadius', { theme: { cornerRadius: 25 } }],
    ['theme.cornerRadius', { theme: { cornerRadius: '4px' } }],
    ['theme.fontFamily', { theme: { fontFamily: 'A;}' } }],
    ['theme.shadow', { theme: { shadow: 1 } }],
  ])('is refused by its key: %s', (key, brand) => {
    const message = withBrand(brand);
    expect(message).toContain(`brand.${key}: `);
    expect(message).not.toMatch(/cdn\.example|script-src|white/);
  });
});

describe('settings', () => {
  const messageWith = (set: object) => messageOf({ ...INPUT, ...set });

  it('name the key they do not know, so that a misspelt one can be found', () => {
    expect(messageWith({ sneder: 1 })).toContain('sneder');
    expect(messageWith({ limits: { coolDown: 1 } })).toContain('limits.coolDown');
  });

  it.each(['null', '*', 'https://app.example/', 'app.example', 'https://APP.example', 'https://app.example/path'])(
    'refuse %s as an allowed origin: no browser sends it, or every sandboxed frame does',
    (origin) => {
      expect(messageWith({ allowedOrigins: [origin] })).toContain('allowedOrigins.0');
    },
  );

  it.each(['https://api.example?x=1', 'https://api.example#x', 'https://user:secret@api.example'])(
    'refuse the issuer %s, on which no link could be built',
    (issuer) => {
      expect(messageWith({ issuer })).toContain('issuer');
    },
  );
});
