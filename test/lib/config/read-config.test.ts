import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import type { ConfigError } from '../../../lib/config/faults.ts';
import { DEFAULT_THROTTLES } from '../../../lib/throttles.ts';
import {
  faultsOf,
  type Keys,
  PRODUCTION,
  production,
  productionFaults,
  read,
  SANDBOX,
  sandbox,
  sandboxFaults,
} from '../../support/stack/config.ts';

const cdkJson: { context: Keys } = JSON.parse(readFileSync(new URL('../../../cdk.json', import.meta.url), 'utf8'));

const KEY = 'arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER_KEY = KEY.replace('1234abcd', '9999abcd');
const CERTIFICATE = 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab';

describe('the committed cdk.json', () => {
  it('deploys the sandbox by default', () => {
    const config = read(cdkJson.context);
    expect(config).toMatchObject({ stage: 'sandbox', sesMode: 'sandbox', senderAddress: 'no-reply@example.com' });
    expect(config.sandboxRecipients).toEqual(['tester@example.com']);
  });

  it('has a production stage that is right', () => {
    const config = read({ ...cdkJson.context, stage: 'production' });
    expect(config).toMatchObject({ stage: 'production', sesMode: 'production', senderDomain: 'example.com' });
  });
});

describe('throttles', () => {
  it('name routes of the API, or the fault names the nearest one', () => {
    const one = { rate: 1, burst: 1 };
    expect(sandboxFaults({ throttles: { routes: { 'POST /loign': one, nonsense: one, 'GET /me': one } } })).toEqual({
      'sandbox.throttles.routes.POST /loign': 'is not a route of the API: did you mean "POST /login"?',
      'sandbox.throttles.routes.nonsense': 'is not a route of the API: it is written like "POST /login"',
    });
  });

  it('have numbers of 1 or more', () => {
    const faults = sandboxFaults({ throttles: { default: { rate: 0, burst: 1 }, routes: { 'GET /me': { rate: 1 } } } });
    expect(Object.keys(faults)).toEqual(['sandbox.throttles.default.rate', 'sandbox.throttles.routes.GET /me.burst']);
  });
});

describe('the policy of DMARC', () => {
  it('is that of the record which the stack makes', () => {
    expect(production({ dmarcPolicy: 'quarantine' }).dmarcPolicy).toBe('quarantine');
    expect(Object.keys(productionFaults({ dmarcPolicy: 'quarantine', dmarcRecord: 'existing' }))).toEqual([
      'production.dmarcPolicy',
    ]);
    expect(Object.keys(sandboxFaults({ dmarcPolicy: 'quarantine' }))).toEqual(['sandbox.dmarcPolicy']);
  });
});

describe('defaults', () => {
  it('fills in everything but the sender and the name', () => {
    expect(sandbox({})).toEqual({
      stage: 'sandbox',
      sesMode: 'sandbox',
      mail: { transport: 'ses' },
      usesSes: true,
      texts: { countries: {} },
      senderAddress: 'no-reply@example.com',
      senderIdentity: 'managed',
      mailFromSubdomain: 'bounce',
      dkimTokens: [],
      identityIds: 'role',
      monitoring: 'all',
      watchesAccount: true,
      lentIdentities: [],
      firstDeployment: false,
      tables: {},
      dmarcRecord: 'managed',
      dmarcPolicy: 'none',
      throttles: DEFAULT_THROTTLES,
      sandboxRecipients: [],
      existingRecipients: [],
      brand: { name: 'Example', color: '#2563eb' },
      languages: ['ko', 'en'],
      allowedOrigins: [],
      trustedCallers: [],
      otp: { access: 'public' },
      masterKeys: { accepted: [1], current: 1 },
      otpKeys: { accepted: [1], current: 1 },
      notices: { newLogIn: true },
      events: { addresses: false },
      auditDays: 365,
      lifetimes: DEFAULTS.lifetimes,
      limits: DEFAULTS.limits,
    });
  });

  it('keeps what is given', () => {
    const hostedZone = { id: 'Z0123456789ABCDEFGHIJ', name: 'example.com' };
    const keys = {
      hostedZone,
      senderIdentity: 'existing',
      dmarcRecord: 'existing',
      allowedOrigins: ['https://app.example.com'],
      audience: 'https://api.example.com',
      alarmEmail: 'ops@example.com',
      apiDomain: { name: 'auth.example.com', certificateArn: CERTIFICATE, hostedZone },
      reservedConcurrency: 5,
      courierConcurrency: 20,
      masterKeys: { accepted: [1, 255], current: 255 },
      signingKeys: { listed: [KEY], current: KEY },
      otpKeys: { accepted: [0, 7], current: 7 },
      proofSigningKeys: { listed: [OTHER_KEY], current: OTHER_KEY },
    };
    const brand = { supportAddress: 'help@example.com', appUrl: 'https://app.example.com/welcome' };
    const config = production({ ...keys, ...brand, brandColor: '#0A7F5C', senderLocalPart: 'hello' });
    expect(config).toMatchObject(keys);
    expect(config.otp).toEqual({ access: 'off' });
    expect(config.senderAddress).toBe('hello@example.com');
    expect(config.brand).toEqual({ name: 'Example', color: '#0A7F5C', ...brand });
  });

  it('names tables of DynamoDB and the ARN of a stream, and nothing else', () => {
    const verifications = 'arn:aws:dynamodb:ap-northeast-2:111122223333:table/a.b-c_d/stream/2026-11-27T00:00:00.000';
    const tables = {
      users: verifications,
      sessions: 'Latchkey-production-TablesSessions486350CB-1ABC',
      verifications,
      audit: verifications,
    };
    expect(production({ tables }).tables).toEqual(tables);
    for (const name of ['ab', 'a b c', 'a/b/c', '표표표', verifications]) {
      expect(productionFaults({ tables: { sessions: name } })['production.tables.sessions']).toMatch(/name of a table/);
    }
    for (const arn of ['a-table', verifications.split('/stream')[0], verifications.replace('dynamodb', 'kinesis')]) {
      for (const key of ['verifications', 'users', 'audit'])
        expect(productionFaults({ tables: { [key]: arn } })[`production.tables.${key}`]).toMatch(/ARN of the stream/);
    }
  });

  it('keeps audit rows for a month to ten years', () => {
    for (const auditDays of [30, 3650]) expect(sandbox({ auditDays }).auditDays).toBe(auditDays);
    for (const auditDays of [29, 3651, 45.5, '365']) {
      expect(sandboxFaults({ auditDays })['sandbox.auditDays']).toBe('must be a whole number from 30 to 3650');
    }
  });

  it('takes a grace of 0 to 60 seconds for exchanged refresh tokens', () => {
    for (const seconds of [0, 60]) {
      expect(sandbox({ lifetimes: { refreshGraceSeconds: seconds } }).lifetimes.refreshGraceSeconds).toBe(seconds);
    }
    for (const seconds of [-1, 61, 1.5]) {
      expect(sandboxFaults({ lifetimes: { refreshGraceSeconds: seconds } })).toEqual({
        'sandbox.lifetimes.refreshGraceSeconds': 'must be a whole number from 0 to 60',
      });
    }
  });

  it('overrides single limits and lifetimes and keeps the others', () => {
    const config = sandbox({ limits: { coolDownSeconds: 30 }, lifetimes: { signupSeconds: 600 } });
    expect(config.limits).toEqual({ ...DEFAULTS.limits, coolDownSeconds: 30 });
    expect(config.lifetimes).toEqual({ ...DEFAULTS.lifetimes, signupSeconds: 600 });
  });

  it('normalises addresses and domains, without duplicates', () => {
    const config = sandbox({
      senderEmail: 'No-Reply@Example.COM',
      sandboxRecipients: ['Minji@example.com', 'minji@example.com'],
      existingRecipients: ['MINJI@example.com'],
    });
    expect(config.senderAddress).toBe('no-reply@example.com');
    expect(config.sandboxRecipients).toEqual(['minji@example.com']);
    expect(config.existingRecipients).toEqual(['minji@example.com']);
    expect(production({ senderDomain: '한국.com' }).senderAddress).toBe('no-reply@xn--3e0b707e.com');
  });
});

describe('stages', () => {
  it('takes any name with its own object, if sesMode is set', () => {
    const config = read({ stage: 'staging-2', 'staging-2': { ...SANDBOX, sesMode: 'sandbox' } });
    expect(config).toMatchObject({ stage: 'staging-2', sesMode: 'sandbox' });
    expect(faultsOf(() => read({ stage: 'staging-2', 'staging-2': SANDBOX }))['staging-2.sesMode']).toMatch(
      /^is missing: set it to "sandbox" or "production"/,
    );
  });

  it('lets sesMode differ from the name of the stage', () => {
    expect(production({ sesMode: 'sandbox', sandboxRecipients: ['minji@example.com'] }).sesMode).toBe('sandbox');
  });

  it.each([['Production'], [''], ['1st'], ['a_b'], ['a'.repeat(21)], [7]])('refuses the name %j', (stage) => {
    const faults = faultsOf(() => read({ stage, [stage]: SANDBOX }));
    expect(Object.keys(faults)).toEqual(['stage']);
    expect(faults['stage']).toMatch(/lower-case letters, digits and hyphens/);
  });

  it('reports a stage without its object', () => {
    expect(faultsOf(() => read({ stage: 'staging' }))['staging']).toMatch(/^is missing/);
    expect(faultsOf(() => read({ sandbox: 'no-reply@example.com' }))['sandbox']).toMatch(/^must be an object/);
    expect(faultsOf(() => read({ sandbox: [SANDBOX] }))['sandbox']).toMatch(/^must be an object/);
    expect(faultsOf(() => read({ sandbox: null }))['sandbox']).toMatch(/^must be an object/);
  });
});

describe('all faults at once', () => {
  const wrong = {
    sesMode: 'sandbocks',
    senderEmail: 'secret-one at example.com',
    brandName: 'x'.repeat(41),
    brandColor: 'periwinkle',
    allowedOrigins: ['https://ok.example.com', 'https://secret-two.example.com/path'],
    apiDomain: { name: 'secret three', certificateArn: CERTIFICATE, hostedZnoe: 'secret-four' },
    limits: { coolDownSeconds: -77 },
    masterKeys: { accepted: [1], current: 2 },
    sandboxRecipient: ['secret-five@example.com'],
    reservedConcurrency: 0.125,
  };
  const expected: [string, RegExp][] = [
    ['sandbox.sesMode', /must be "sandbox" or "production"/],
    ['sandbox.senderEmail', /must be an email address, such as/],
    ['sandbox.brandName', /one line of 1 to 40 characters/],
    ['sandbox.brandColor', /#rrggbb/],
    ['sandbox.allowedOrigins.1', /must be an exact origin/],
    ['sandbox.apiDomain.name', /must be a domain name/],
    ['sandbox.apiDomain.hostedZnoe', /did you mean "apiDomain.hostedZone"\?/],
    ['sandbox.limits.coolDownSeconds', /whole number of 1 or more/],
    ['sandbox.masterKeys.current', /must be one of masterKeys.accepted/],
    ['sandbox.sandboxRecipient', /did you mean "sandboxRecipients"\?/],
    ['sandbox.reservedConcurrency', /whole number of 1 or more/],
  ];

  it('lists each by its key with what is right, one line each', () => {
    const faults = sandboxFaults(wrong);
    expect(Object.keys(faults).sort()).toEqual(expected.map(([path]) => path).sort());
    for (const [path, message] of expected) expect(faults[path]).toMatch(message);
    const error = (() => {
      try {
        return sandbox(wrong);
      } catch (thrown) {
        return thrown as ConfigError;
      }
    })() as ConfigError;
    expect(error.name).toBe('ConfigError');
    expect(error.message.split('\n')).toEqual([
      'cdk.json has 11 faults:',
      ...error.faults.map(({ path, message }) => `  ${path}: ${message}`),
    ]);
  });

  it('never shows a value', () => {
    expect(() => sandbox(wrong)).toThrow(/^cdk\.json has 11 faults/);
    expect(() => sandbox(wrong)).not.toThrow(/secret|sandbocks|periwinkle|xxx|-77|0\.125/);
  });

  it.each([
    ['null', null],
    ['a number', 913],
    ['a text', 'zzz'],
    ['a list', ['zzz', 913]],
    ['an object', { zzz: 913 }],
    ['a flag', true],
  ])('has a fault and no value to show when a key holds %s', (_name, value) => {
    const keys = [
      'sesMode',
      'transport',
      'smtp',
      'sms',
      'sens',
      'sns',
      'senderIdentity',
      'hostedZone',
      'apiDomain',
      'masterKeys',
      'signingKeys',
      'otpKeys',
      'proofSigningKeys',
    ];
    for (const key of [
      ...keys,
      'senderEmail',
      'sandboxRecipients',
      'brandColor',
      'appUrl',
      'allowedOrigins',
      'limits',
    ]) {
      const faults = sandboxFaults({ [key]: value });
      const paths = Object.keys(faults).filter((path) => path.startsWith(`sandbox.${key}`));
      expect(paths, key).not.toEqual([]);
      expect(Object.values(faults).join('\n'), key).not.toMatch(/913|zzz|expected|received|Invalid/);
    }
  });
});

describe('unknown keys', () => {
  it.each([
    ['senderemail', 'senderEmail'],
    ['brandColour', 'brandColor'],
    ['existingRecipient', 'existingRecipients'],
    ['coolDownSeconds', 'limits.coolDownSeconds'],
    ['signupSecond', 'lifetimes.signupSeconds'],
    ['trustedCaller', 'trustedCallers'],
  ])('takes %s for %s', (key, meant) => {
    expect(sandboxFaults({ [key]: 1 })[`sandbox.${key}`]).toBe(`is not a key Latchkey knows: did you mean "${meant}"?`);
  });

  it('prefers the same place', () => {
    const faults = sandboxFaults({ apiDomain: { name: 'example.com', certificateArn: CERTIFICATE, nmae: 'x' } });
    expect(faults['sandbox.apiDomain.nmae']).toContain('"apiDomain.name"');
    expect(sandboxFaults({ limits: { coolDownSecond: 1 } })['sandbox.limits.coolDownSecond']).toContain('"limits.cool');
  });

  it.each([['palettes'], ['toString'], ['constructor'], ['x']])('guesses nothing for %s', (key) => {
    expect(sandboxFaults({ [key]: 'x' })[`sandbox.${key}`]).toBe('is not a key Latchkey knows: leave it out');
  });
});

describe('the sender', () => {
  it('is an address or a domain', () => {
    expect(sandboxFaults({ senderEmail: undefined })).toEqual({
      'sandbox.senderEmail': 'is missing: set senderEmail, or senderDomain instead',
    });
    expect(sandboxFaults({ senderDomain: 'example.com' })).toEqual({
      'sandbox.senderDomain': 'cannot be used with senderEmail: keep one of the two',
    });
    expect(production({})).toMatchObject({ senderDomain: 'example.com', senderAddress: 'no-reply@example.com' });
    expect(sandbox({}).senderDomain).toBeUndefined();
  });

  it.each([
    ['senderLocalPart', 'hello'],
    ['mailFromSubdomain', 'bounce'],
    ['hostedZone', { id: 'Z1', name: 'example.com' }],
    ['dmarcRecord', 'existing'],
    ['dmarcReports', 'dmarc@example.com'],
  ])('has %s with a domain only', (key, value) => {
    expect(sandboxFaults({ [key]: value })[`sandbox.${key}`]).toMatch(/^goes with senderDomain only/);
    expect(production({ [key]: value })).toMatchObject({ senderDomain: 'example.com' });
  });

  it.each([{ dmarcRecord: 'existing' }, { senderIdentity: 'existing' }])(
    'names nobody for the reports of a DMARC record that it does not make (%j)',
    (keys) => {
      expect(productionFaults({ ...keys, dmarcReports: 'dmarc@example.com' })).toEqual({
        'production.dmarcReports':
          'goes with a DMARC record that the stack makes: leave it out, and name the address in the record that is there',
      });
      expect(productionFaults(keys)).toEqual({});
    },
  );

  it('has DKIM tokens only if it exists already and the stack makes its records', () => {
    const tokens = ['a', 'b', 'c'].map((letter) => letter.repeat(32));
    const hostedZone = { id: 'Z1', name: 'example.com' };
    const existing = { senderIdentity: 'existing', hostedZone };
    expect(production({ ...existing, dkimTokens: tokens, dmarcReports: 'dmarc@example.com' }).dkimTokens).toEqual(
      tokens,
    );
    for (const keys of [{}, { hostedZone }, { senderIdentity: 'existing' }]) {
      expect(productionFaults({ ...keys, dkimTokens: tokens })['production.dkimTokens']).toMatch(
        /^goes with senderIdentity/,
      );
    }
    expect(productionFaults({ ...existing, dkimTokens: tokens.slice(1) })['production.dkimTokens']).toMatch(
      /the three/,
    );
    expect(productionFaults({ ...existing, dkimTokens: ['x'] })['production.dkimTokens.0']).toMatch(/32 lower-case/);
  });

  it('is not the name of the API below its domain', () => {
    const apiDomain = { name: 'bounce.example.com', certificateArn: CERTIFICATE };
    const fault = { 'production.mailFromSubdomain': 'must not be the name of the API: choose another' };
    expect(productionFaults({ apiDomain })).toEqual(fault);
    expect(productionFaults({ apiDomain, mailFromSubdomain: 'returns' })).toEqual({});
    const named = { apiDomain: { ...apiDomain, name: 'returns.example.com' }, mailFromSubdomain: 'returns' };
    expect(productionFaults(named)).toEqual(fault);
  });

  it.each([['a b'], ['a@b'], [''], ['민지']])('refuses the local part %j', (senderLocalPart) => {
    expect(productionFaults({ senderLocalPart })['production.senderLocalPart']).toMatch(/before the "@"/);
  });

  it.each([['localhost'], ['192.0.2.1'], ['a@example.com'], ['https://example.com'], ['']])(
    'refuses the domain %j',
    (senderDomain) => {
      expect(productionFaults({ senderDomain })['production.senderDomain']).toMatch(/must be a domain name/);
    },
  );

  it('fits into 254 characters', () => {
    const senderDomain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.com`;
    const keys = { senderDomain, senderIdentity: 'existing' };
    expect(productionFaults({ ...keys, senderLocalPart: 'hi' })).toEqual({});
    expect(productionFaults(keys)['production.senderDomain']).toMatch(/at most 254 characters/);
  });

  it('leaves room for the names of its records', () => {
    const senderDomain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(22)}.com`;
    expect(productionFaults({ senderDomain })).toEqual({});
    expect(productionFaults({ senderDomain: `d${senderDomain.slice(1)}`, mailFromSubdomain: 'b'.repeat(43) })).toEqual(
      {},
    );
    const faults = productionFaults({ senderDomain, mailFromSubdomain: 'b'.repeat(44) });
    expect(faults['production.senderDomain']).toMatch(/leave room for the names of its records/);
    const longer = senderDomain.replace('.com', 'd.com');
    expect(productionFaults({ senderDomain: longer })['production.senderDomain']).toMatch(/at most 209 alone/);
  });

  it.each([['mail.bounce'], ['Bounce'], ['-a'], ['a-'], [''], ['민지'], ['_x'], ['a'.repeat(64)]])(
    'refuses the MAIL FROM name %j',
    (mailFromSubdomain) => {
      const faults = productionFaults({ mailFromSubdomain });
      expect(faults['production.mailFromSubdomain']).toMatch(/must be one label/);
    },
  );

  it('gives bounces a name that nobody else uses', () => {
    expect(production({}).mailFromSubdomain).toBe('bounce');
  });

  it('has its records in a zone that holds its domain', () => {
    const zone = (name: string) => ({ senderDomain: 'mail.example.com', hostedZone: { id: 'Z1', name } });
    expect(productionFaults(zone('example.com'))).toEqual({});
    expect(productionFaults(zone('mail.example.com'))).toEqual({});
    expect(productionFaults(zone('ample.com'))['production.hostedZone.name']).toMatch(
      /must be senderDomain or a parent/,
    );
  });

  it.each(
    'naver.com gmail.com daum.net hanmail.net kakao.com nate.com outlook.com hotmail.com yahoo.com icloud.com'.split(
      ' ',
    ),
  )('is not at %s in production, because of DMARC', (domain) => {
    const byEmail = { senderDomain: undefined, senderEmail: `team@${domain.toUpperCase()}` };
    expect(productionFaults(byEmail)['production.senderEmail']).toMatch(/DMARC.*use a domain of your own/);
    expect(productionFaults({ senderDomain: domain })['production.senderDomain']).toMatch(/DMARC/);
    expect(sandboxFaults({ senderEmail: `team@${domain}` })).toEqual({});
  });

  it('is not taken for free mail because its name is similar', () => {
    expect(productionFaults({ senderDomain: 'mynaver.com' })).toEqual({});
    expect(productionFaults({ senderDomain: 'naver.com.example.com' })).toEqual({});
  });
});

describe('recipients', () => {
  it.each(['sandboxRecipients', 'existingRecipients'])('%s are for the sandbox', (key) => {
    expect(productionFaults({ [key]: ['minji@example.com'] })).toEqual({
      [`production.${key}`]: 'goes with sesMode "sandbox" only, since production sends to anyone: leave it out',
    });
  });

  it('that exist already must be among those of the sandbox', () => {
    const existingRecipients = ['minji@example.com', 'other@example.com'];
    expect(sandboxFaults({ sandboxRecipients: ['minji@example.com'], existingRecipients })).toEqual({
      'sandbox.existingRecipients': 'must name only addresses that are in sandboxRecipients too',
    });
    expect(Object.keys(sandboxFaults({ existingRecipients }))).toEqual(['sandbox.existingRecipients']);
    expect(sandboxFaults({ sandboxRecipients: existingRecipients, existingRecipients })).toEqual({});
  });

  it('are addresses', () => {
    const faults = sandboxFaults({ sandboxRecipients: ['minji@example.com', 'minji'] });
    expect(faults).toEqual({ 'sandbox.sandboxRecipients.1': expect.stringMatching(/must be an email address/) });
  });
});

describe('values', () => {
  it.each([
    ['https://app.example.com'],
    ['https://app.example.com:8443'],
    ['http://localhost'],
    ['http://localhost:5173'],
    ['http://127.0.0.1:3000'],
  ])('takes the origin %s', (origin) => {
    expect(sandbox({ allowedOrigins: [origin] }).allowedOrigins).toEqual([origin]);
  });

  it.each([
    ['http://app.example.com'],
    ['https://app.example.com/'],
    ['https://app.example.com/path'],
    ['https://App.example.com'],
    ['https://app.example.com:443'],
    ['https://user@app.example.com'],
    ['http://localhost.example.com'],
    ['app.example.com'],
    ['*'],
    ['https://*.example.com'],
    ['https://*'],
    ['null'],
    [''],
  ])('refuses the origin %j', (origin) => {
    expect(sandboxFaults({ allowedOrigins: [origin] })['sandbox.allowedOrigins.0']).toMatch(/must be an exact origin/);
  });

  it.each([['http://app.example.com'], ['https://user:word@app.example.com'], ['/welcome'], ['javascript:alert(1)']])(
    'refuses the app URL %j',
    (appUrl) => {
      expect(sandboxFaults({ appUrl })['sandbox.appUrl']).toMatch(/must be a URL/);
    },
  );

  it.each([[''], ['  '], [' Example'], ['Exa\nmple'], ['x'.repeat(41)]])('refuses the brand name %j', (brandName) => {
    expect(sandboxFaults({ brandName })['sandbox.brandName']).toMatch(/one line of 1 to 40/);
  });

  it('needs a brand name and takes 40 characters', () => {
    expect(sandboxFaults({ brandName: undefined })['sandbox.brandName']).toMatch(/^is missing/);
    expect(sandbox({ brandName: '가'.repeat(40) }).brand.name).toHaveLength(40);
  });

  it('takes a logo and the look of the pages, and hands them on with the brand', () => {
    const theme = {
      background: '#fafafa',
      backgroundDark: '#101010',
      cornerRadius: 12,
      fontFamily: 'Pretendard, serif',
    };
    const images = {
      logoUrl: 'https://cdn.example.com/logo.png',
      logoUrlDark: 'https://cdn.example.com/logo-dark.png',
      faviconUrl: 'https://cdn.example.com/favicon.ico',
    };
    expect(sandbox({ ...images, theme }).brand).toMatchObject({ name: 'Example', ...images, theme });
  });

  it('takes a logo for the dark only beside one for the light', () => {
    const logoUrlDark = 'https://cdn.example.com/logo-dark.png';
    expect(sandboxFaults({ logoUrlDark })['sandbox.logoUrlDark']).toMatch(/^goes with logoUrl/);
    expect(sandbox({ faviconUrl: logoUrlDark }).brand).toMatchObject({ faviconUrl: logoUrlDark });
  });

  it.each([['http://cdn.example.com/a.png'], ['https://a:b@cdn.example.com/'], ['https://cdn.example.com;*/'], [7]])(
    'refuses the image %j, which would weaken the policy of the pages',
    (url) => {
      for (const key of ['logoUrl', 'logoUrlDark', 'faviconUrl'])
        expect(sandboxFaults({ [key]: url })[`sandbox.${key}`]).toMatch(/must be an https URL/);
    },
  );

  it.each([
    ['background', 'white', /#rrggbb/],
    ['backgroundDark', '#fff', /#rrggbb/],
    ['cornerRadius', 25, /0 to 24/],
    ['fontFamily', 'x"; } body { display: none', /names of fonts/],
  ])('refuses a theme whose %s is %j', (key, value, message) => {
    expect(sandboxFaults({ theme: { [key]: value } })[`sandbox.theme.${key}`]).toMatch(message);
    expect(sandboxFaults({ theme: { [`${key}s`]: value } })[`sandbox.theme.${key}s`]).toContain(`theme.${key}`);
  });

  it.each([['#fff'], ['2563eb'], ['#2563eg'], ['blue']])('refuses the colour %j', (brandColor) => {
    expect(sandboxFaults({ brandColor })['sandbox.brandColor']).toMatch(/#rrggbb/);
  });

  it.each(['supportAddress', 'dmarcReports', 'alarmEmail'])('wants an address for %s', (key) => {
    expect(productionFaults({ [key]: 'https://example.com' })[`production.${key}`]).toMatch(/must be an email address/);
  });

  it.each([[''], ['a\nb'], [7]])('refuses the audience %j', (audience) => {
    expect(sandboxFaults({ audience })['sandbox.audience']).toMatch(/must be one line/);
  });

  it.each(['senderIdentity', 'dmarcRecord'])('accepts two values of %s', (key) => {
    expect(productionFaults({ [key]: 'shared' })[`production.${key}`]).toBe('must be "managed" or "existing"');
  });

  it.each([[0], [-1], [1.5], ['5']])('refuses %j where a positive whole number belongs', (number) => {
    const faults = sandboxFaults({
      reservedConcurrency: number,
      courierConcurrency: number,
      limits: { sendsPerAddress: number },
      lifetimes: { accessTokenSeconds: number },
    });
    expect(Object.keys(faults)).toEqual([
      'sandbox.reservedConcurrency',
      'sandbox.courierConcurrency',
      'sandbox.limits.sendsPerAddress',
      'sandbox.lifetimes.accessTokenSeconds',
    ]);
  });
});

describe('keys and domains', () => {
  it.each([[-1], [256], [1.5], ['1']])('refuses the master key label %j', (label) => {
    const faults = sandboxFaults({ masterKeys: { accepted: [1, label], current: 1 } });
    expect(faults).toEqual({ 'sandbox.masterKeys.accepted.1': 'must be a whole number from 0 to 255' });
  });

  it('signs with a key that is listed', () => {
    for (const key of ['signingKeys', 'proofSigningKeys']) {
      expect(sandboxFaults({ [key]: { listed: [KEY], current: OTHER_KEY } })).toEqual({
        [`sandbox.${key}.current`]: `must be one of ${key}.listed`,
      });
    }
    expect(sandboxFaults({ signingKeys: { listed: ['alias/latchkey'], current: KEY } })).toEqual({
      'sandbox.signingKeys.listed.0': expect.stringMatching(/must be a KMS key ARN/),
    });
  });

  it('signs no proofs with a key of access tokens', () => {
    const signingKeys = { listed: [KEY, OTHER_KEY], current: KEY };
    expect(sandboxFaults({ signingKeys, proofSigningKeys: { listed: [OTHER_KEY], current: OTHER_KEY } })).toEqual({
      'sandbox.proofSigningKeys.listed': expect.stringMatching(/^must have no key of signingKeys/),
    });
  });

  it.each(['masterKeys', 'otpKeys'])('uses a label of %s that is accepted', (key) => {
    expect(sandboxFaults({ [key]: { accepted: [1], current: 2 } })).toEqual({
      [`sandbox.${key}.current`]: `must be one of ${key}.accepted`,
    });
  });

  it('wants a certificate of ACM, and a zone that holds the API domain', () => {
    const apiDomain = { name: 'auth.example.com', certificateArn: CERTIFICATE };
    expect(sandbox({ apiDomain }).apiDomain).toEqual(apiDomain);
    expect(sandboxFaults({ apiDomain: { ...apiDomain, certificateArn: KEY } })).toEqual({
      'sandbox.apiDomain.certificateArn': expect.stringMatching(/must be an ACM certificate ARN/),
    });
    const hostedZone = { id: 'hosted-zone', name: 'example.com' };
    expect(sandboxFaults({ apiDomain: { ...apiDomain, hostedZone } })).toEqual({
      'sandbox.apiDomain.hostedZone.id': expect.stringMatching(/hosted zone id/),
    });
    expect(sandboxFaults({ apiDomain: { ...apiDomain, hostedZone: { id: 'Z1', name: 'example.org' } } })).toEqual({
      'sandbox.apiDomain.hostedZone.name': 'must be apiDomain.name or a parent of it',
    });
  });
});

describe('trusted callers', () => {
  const keySha256 = 'c0ffee'.repeat(11).slice(0, 64);
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `caller-${index}`, keySha256: String(index).repeat(64) }));

  it('are nobody unless named, and at most five', () => {
    expect(sandbox({}).trustedCallers).toEqual([]);
    expect(sandbox({ trustedCallers: many(5) }).trustedCallers).toEqual(many(5));
    expect(sandboxFaults({ trustedCallers: many(6) })).toEqual({
      'sandbox.trustedCallers': 'must name at most 5 callers',
    });
  });

  it('have a name and a key each of their own', () => {
    const [one, other] = [
      { name: 'backend', keySha256 },
      { name: 'cloudfront', keySha256: '0'.repeat(64) },
    ];
    expect(sandboxFaults({ trustedCallers: [one, { ...other, name: one.name }] })).toEqual({
      'sandbox.trustedCallers': 'must give each caller a name of its own',
    });
    expect(sandboxFaults({ trustedCallers: [one, { ...other, keySha256 }] })).toEqual({
      'sandbox.trustedCallers': 'must give each caller a key of its own',
    });
  });

  it.each([
    ['the key itself'],
    [''],
    [keySha256.slice(1)],
    [`${keySha256}0`],
    [keySha256.toUpperCase()],
    [`${keySha256.slice(1)}\n`],
    [7],
  ])('refuse the SHA-256 %j, and never repeat it', (wrong) => {
    expect(productionFaults({ trustedCallers: [{ name: 'backend', keySha256: wrong }] })).toEqual({
      'production.trustedCallers.0.keySha256': 'must be the SHA-256 of the key in lower-case hex: 64 digits',
    });
  });

  it('refuse the SHA-256 of nothing, which an unset variable gives', () => {
    const ofNothing = createHash('sha256').update('').digest('hex');
    expect(productionFaults({ trustedCallers: [{ name: 'backend', keySha256: ofNothing }] })).toEqual({
      'production.trustedCallers.0.keySha256': 'is the SHA-256 of an empty key: make a key, then its SHA-256',
    });
  });

  it.each([
    ['backend', '', /^must be a list of callers, such as /],
    [[{ name: 'Backend', keySha256 }], '.0.name', /^must be a name of 1 to 20 lower-case letters/],
    [[{ keySha256 }], '.0.name', /^must be a name/],
    [[{ name: 'backend', keySha256, key: 'x' }], '.0.key', /^is not a key Latchkey knows/],
  ])('are not %j', (trustedCallers, path, message) => {
    expect(productionFaults({ trustedCallers })).toEqual({
      [`production.trustedCallers${path}`]: expect.stringMatching(message),
    });
  });
});

describe('one-time codes', () => {
  const trustedCallers = [{ name: 'backend', keySha256: 'c0ffee'.repeat(11).slice(0, 64) }];

  it('are for anybody in the sandbox unless it says otherwise', () => {
    expect(sandbox({}).otp).toEqual({ access: 'public' });
    expect(sandbox({ otp: 'off' }).otp).toEqual({ access: 'off' });
  });

  it('publish the keys of proofs beside those of access tokens only if told so', () => {
    expect(sandbox({ proofKeysInJwks: true }).otp).toEqual({ access: 'public', proofKeysInJwks: true });
    expect(sandbox({ proofKeysInJwks: false }).otp).toEqual({ access: 'public' });
    expect(sandboxFaults({ proofKeysInJwks: 'yes' })).toEqual({ 'sandbox.proofKeysInJwks': expect.any(String) });
  });

  it('must be chosen in production, whatever the name of the stage', () => {
    const message = expect.stringMatching(/^is missing: set it to "public" .*, "key" .* or "off"$/);
    expect(productionFaults({ otp: undefined })).toEqual({ 'production.otp': message });
    const live = { ...PRODUCTION, sesMode: 'production', otp: undefined };
    expect(faultsOf(() => read({ stage: 'live', live }))).toEqual({ 'live.otp': message });
    for (const otp of ['public', 'off']) expect(production({ otp }).otp).toEqual({ access: otp });
  });

  it('with a key need a trusted caller', () => {
    expect(production({ otp: 'key', trustedCallers })).toMatchObject({ otp: { access: 'key' }, trustedCallers });
    expect(sandboxFaults({ otp: 'key' })).toEqual({
      'sandbox.trustedCallers': expect.stringMatching(/^is missing: with otp "key" name at least one caller/),
    });
    expect(sandboxFaults({ otp: 'key', trustedCallers: [] })).toEqual({
      'sandbox.trustedCallers': 'must name at least one caller, because otp is "key"',
    });
  });

  it.each([['public'], ['off']])('with %j may have trusted callers, for their addresses of persons', (otp) => {
    expect(production({ otp, trustedCallers })).toMatchObject({ otp: { access: otp }, trustedCallers });
  });

  it.each([['public'], ['key'], ['off']])(
    'with %j refuse the key of an earlier release: what to write is said',
    (otp) => {
      expect(productionFaults({ otp, otpKeySha256: trustedCallers[0]?.keySha256 })).toEqual({
        'production.otpKeySha256':
          'is now part of trustedCallers: write "trustedCallers": [{ "name": "backend", "keySha256": "…" }] with the value you have here',
      });
    },
  );

  it.each([['private'], [''], [true], [null]])('are not %j', (otp) => {
    expect(productionFaults({ otp })).toEqual({ 'production.otp': 'must be "public", "key" or "off"' });
  });
});

describe('copies of notices', () => {
  it('are read in their normal form, each once', () => {
    const noticeCopies = { cc: ['Security@Team.example', 'security@team.example'], bcc: ['audit@team.example'] };
    expect(sandbox({ noticeCopies }).noticeCopies).toEqual({
      cc: ['security@team.example'],
      bcc: ['audit@team.example'],
    });
    expect(sandbox({})).not.toHaveProperty('noticeCopies');
  });

  it.each([
    [{ cc: ['no address'] }, 'noticeCopies.cc.0', /must be an email address/],
    [{ bcc: 'audit@team.example' }, 'noticeCopies.bcc', /must be a list of email addresses/],
    [{ cc: ['a@team.example'], to: ['b@team.example'] }, 'noticeCopies.to', /is not a key Latchkey knows/],
    [{}, 'noticeCopies', /must name an address in cc or bcc/],
    [{ cc: [], bcc: [] }, 'noticeCopies', /must name an address in cc or bcc/],
    [['a@team.example'], 'noticeCopies', /must be an object/],
    [
      { cc: ['a@b.example', 'b@b.example', 'c@b.example'], bcc: ['d@b.example', 'e@b.example', 'f@b.example'] },
      'noticeCopies',
      /must name at most 5 addresses in all/,
    ],
  ])('are refused as %j', (noticeCopies, path, message) => {
    const faults = sandboxFaults({ noticeCopies });
    expect(Object.keys(faults)).toEqual([`sandbox.${path}`]);
    expect(faults[`sandbox.${path}`]).toMatch(message);
  });
});

describe('notices', () => {
  it('of new log-ins can be turned off', () => {
    expect(sandbox({ notices: { newLogIn: false } }).notices).toEqual({ newLogIn: false });
    expect(sandbox({ notices: {} }).notices).toEqual({ newLogIn: true });
  });

  it.each([
    [{ newLogIn: 'no' }, 'notices.newLogIn', /must be true or false/],
    [{ passwordChanged: false }, 'notices.passwordChanged', /is not a key Latchkey knows/],
    [false, 'notices', /must be an object/],
  ])('are refused as %j', (notices, path, message) => {
    const faults = sandboxFaults({ notices });
    expect(Object.keys(faults)).toEqual([`sandbox.${path}`]);
    expect(faults[`sandbox.${path}`]).toMatch(message);
  });
});
