// The mail transport keys of a stage: every rule with its message, and the resulting settings.
import { describe, expect, it } from 'vitest';
import { SMTP_PRESET_NAMES, SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import { parseSettings } from '#schemas/settings.ts';
import { type Keys, production, productionFaults, sandbox, sandboxFaults } from '../../support/stack/config.ts';
import { GMAIL, NAVER, SMTP_SECRET as SECRET, SENDGRID, SENS } from '../../support/transport-keys.ts';

/** `undefined` leaves a key out, as in JSON. */
const own = (keys: Keys): Keys => {
  const smtp = { host: 'mail.example.com', port: 587, secretArn: SECRET, ...keys };
  return { transport: 'smtp', smtp: JSON.parse(JSON.stringify(smtp)) };
};
/** Production without SES has no domain to verify. */
const live = (keys: Keys): Keys => ({ senderDomain: undefined, senderEmail: 'team@example.com', ...keys });

const NO_SES = 'is about SES, which sends nothing here: leave it out (and set senderEmail), or set "fallback": "ses"';

describe('mail', () => {
  it('goes by SES unless a stage says otherwise', () => {
    const ses = { mail: { transport: 'ses' }, usesSes: true };
    expect(sandbox({})).toMatchObject(ses);
    expect(sandbox({ transport: 'ses' })).toEqual(sandbox({}));
    expect(sandbox({})).not.toHaveProperty('smtp');
  });

  it.each(SMTP_PRESET_NAMES)('by %s has the host, the TLS and the limits that are known of it', (preset) => {
    const { host, port, secure, mailsPer24Hours, mailsPerSecond } = SMTP_PRESETS[preset];
    const config = sandbox({ ...NAVER, ...(preset === 'sendgrid' && SENDGRID), smtp: { preset, secretArn: SECRET } });
    expect(config.mail).toEqual({
      ...{ transport: 'smtp', host, port, secure, mailsPer24Hours, mailsPerSecond },
      fallsBackToSes: false,
    });
    expect(config).toMatchObject({ usesSes: false, smtp: { preset, secretArn: SECRET } });
  });

  it('by Naver is 500 in 24 hours and 1 a second, by STARTTLS', () => {
    expect(sandbox(NAVER).mail).toEqual({
      transport: 'smtp',
      host: 'smtp.naver.com',
      port: 587,
      secure: false,
      mailsPer24Hours: 500,
      mailsPerSecond: 1,
      fallsBackToSes: false,
    });
  });

  it('by a preset takes other limits and another port from the stage', () => {
    const smtp = { ...GMAIL.smtp, mailsPer24Hours: 2000, mailsPerSecond: 3, port: 465, secure: true };
    expect(sandbox({ ...GMAIL, smtp }).mail).toMatchObject({
      ...{ host: 'smtp.gmail.com', port: 465, secure: true },
      ...{ mailsPer24Hours: 2000, mailsPerSecond: 3 },
    });
  });

  it('by a host of one’s own has no daily limit and a low rate by default', () => {
    expect(sandbox(own({ host: 'Mail.Example.COM' })).mail).toEqual({
      ...{ transport: 'smtp', host: 'mail.example.com', port: 587, secure: false },
      ...{ mailsPer24Hours: -1, mailsPerSecond: 5, fallsBackToSes: false },
    });
    expect(sandbox(own({ port: 465, secure: true, mailsPerSecond: 20 })).mail).toMatchObject({
      ...{ port: 465, secure: true, mailsPerSecond: 20 },
    });
    expect(sandbox(own({})).smtp).toEqual({ secretArn: SECRET });
  });

  it('falls back to SES where the stage says so, and then the keys about SES apply', () => {
    const config = production({ ...SENDGRID, fallback: 'ses' });
    expect(config).toMatchObject({ usesSes: true, senderDomain: 'example.com', mail: { fallsBackToSes: true } });
    const sandboxRecipients = ['minji@example.com'];
    expect(sandbox({ ...own({}), fallback: 'ses', sandboxRecipients }).sandboxRecipients).toEqual(sandboxRecipients);
  });

  it('has settings that the functions can parse, with any transport', () => {
    for (const keys of [{}, NAVER, { ...own({}), fallback: 'ses' }, { sms: { KR: 'sens', JP: 'sns' }, sens: SENS }]) {
      const { mail, texts, brand, otp, masterKeys } = sandbox(keys);
      const issuer = 'https://auth.example.com';
      const base = { stage: 'sandbox', issuer, audience: issuer, allowedOrigins: [], senderEmail: 'a@example.com' };
      expect(parseSettings({ ...base, brand, otp, masterKeys, mail, texts })).toMatchObject({ mail, texts });
    }
  });
});

describe('what SMTP needs', () => {
  it.each([
    ['no server', { transport: 'smtp' }, 'smtp', /^is missing: with transport "smtp" set it to \{ "preset"/],
    ['no transport', { smtp: NAVER.smtp }, 'smtp', /^goes with transport "smtp" only: set that, or leave it out$/],
    ['a fallback alone', { fallback: 'ses' }, 'fallback', /^goes with transport "smtp" only: leave it out$/],
    ['neither preset nor host', own({ host: undefined }), 'smtp.preset', /^is missing: set "naver", "gmail" or/],
    ['preset and host', own({ preset: 'sendgrid' }), 'smtp.host', /^cannot be used with preset: keep one of the two$/],
    [
      'no port',
      own({ port: undefined }),
      'smtp.port',
      /^is missing: set 587 \(STARTTLS\), or 465 with "secure": true$/,
    ],
    ['465 in clear', own({ port: 465 }), 'smtp.secure', /^must be true with port 465, where TLS begins at once$/],
    [
      '587 by TLS',
      own({ secure: true }),
      'smtp.secure',
      /^must not be true with port 587, where TLS begins by STARTTLS/,
    ],
    ['a preset by TLS', { ...NAVER, smtp: { ...NAVER.smtp, secure: true } }, 'smtp.secure', /^must not be true with/],
    ['a preset at 465', { ...NAVER, smtp: { ...NAVER.smtp, port: 465 } }, 'smtp.secure', /^must be true with port 465/],
    ['another transport', { transport: 'pigeon' }, 'transport', /^must be "ses" or "smtp"$/],
    ['another preset', own({ preset: 'hotmail', host: undefined }), 'smtp.preset', /^must be "naver", "gmail" or/],
    ['another fallback', { ...own({}), fallback: 'naver' }, 'fallback', /^must be "ses"$/],
    ['a URL for a host', own({ host: 'smtp://mail.example.com' }), 'smtp.host', /^must be a host name, such as/],
    ['port 0', own({ port: 0 }), 'smtp.port', /^must be a port from 1 to 65535$/],
    ['port 65536', own({ port: 65_536 }), 'smtp.port', /^must be a port from 1 to 65535$/],
    ['a word for TLS', own({ secure: 'yes' }), 'smtp.secure', /^must be true or false$/],
    ['no mails a day', own({ mailsPer24Hours: 0 }), 'smtp.mailsPer24Hours', /^must be a whole number of 1 or more$/],
    [
      'half a mail a second',
      own({ mailsPerSecond: 0.5 }),
      'smtp.mailsPerSecond',
      /^must be a whole number of 1 or more$/,
    ],
    ['no secret', own({ secretArn: undefined }), 'smtp.secretArn', /^must be the whole ARN of a secret/],
  ])('reports %s once', (_name, keys, path, message) => {
    expect(sandboxFaults(keys)).toEqual({ [`sandbox.${path}`]: expect.stringMatching(message) });
  });

  it.each([
    ['hunter2'],
    ['latchkey/mail'],
    [SECRET.slice(0, -7)],
    [SECRET.replace('secretsmanager', 'kms')],
    [`${SECRET}:password`],
  ])('is the whole ARN of a secret, not %s, which nobody is shown', (secretArn) => {
    const faults = sandboxFaults(own({ secretArn }));
    expect(faults).toEqual({ 'sandbox.smtp.secretArn': expect.stringMatching(/^must be the whole ARN/) });
    expect(faults['sandbox.smtp.secretArn']).not.toContain(secretArn);
  });

  it.each([
    ['smtp.host', own({ hots: 'x' }), 'smtp.hots'],
    ['smtp.secretArn', own({ secretARN: 'x' }), 'smtp.secretARN'],
    ['sens.serviceId', { sms: 'sens', sens: { ...SENS, serviceID: 'x' } }, 'sens.serviceID'],
    ['sns.senderId', { sms: 'sns', sns: { senderID: 'x' } }, 'sns.senderID'],
    ['fallback', { ...own({}), fallbak: 'ses' }, 'fallbak'],
  ])('is %s, where a key is nearly that', (meant, keys, path) => {
    expect(sandboxFaults(keys)).toEqual({
      [`sandbox.${path}`]: `is not a key Latchkey knows: did you mean "${meant}"?`,
    });
  });

  it('takes no password in the configuration', () => {
    expect(sandboxFaults(own({ password: 'hunter2' }))).toEqual({
      'sandbox.smtp.password': expect.stringMatching(/^is not a key Latchkey knows/),
    });
  });
});

describe('keys about SES', () => {
  it.each([
    ['senderIdentity', 'existing'],
    ['sandboxRecipients', ['minji@example.com']],
    ['existingRecipients', ['minji@example.com']],
    ['senderLocalPart', 'hello'],
    ['mailFromSubdomain', 'bounce'],
    ['dkimTokens', ['1', '2', '3'].map((digit) => digit.repeat(32))],
    ['hostedZone', { id: 'Z1', name: 'example.com' }],
    ['dmarcRecord', 'existing'],
    ['dmarcReports', 'dmarc@example.com'],
  ])('go with SES only: %s', (key, value) => {
    expect(sandboxFaults({ ...own({}), [key]: value })).toEqual({ [`sandbox.${key}`]: NO_SES });
    expect(productionFaults(live({ ...own({}), [key]: value }))).toEqual({ [`production.${key}`]: NO_SES });
  });

  it('do not include the one that says whether a stage watches its account', () => {
    expect(sandboxFaults({ ...own({}), watchesAccount: false })).toEqual({});
    expect(productionFaults(live({ ...own({}), watchesAccount: false }))).toEqual({});
  });

  it('include the sender’s domain', () => {
    expect(productionFaults(SENDGRID)).toEqual({ 'production.senderDomain': NO_SES });
    expect(productionFaults({ ...SENDGRID, fallback: 'ses' })).toEqual({});
  });

  it.each([{ transport: 'smpt' }, { transport: 'smtp', fallback: 'sse' }])(
    'are not judged where it is unknown whether SES sends: %j',
    (keys) => {
      const faults = productionFaults({ ...NAVER, senderDomain: undefined, senderIdentity: 'existing', ...keys });
      expect(Object.keys(faults)).toEqual(['fallback' in keys ? 'production.fallback' : 'production.transport']);
    },
  );
});

describe('the sender by SMTP', () => {
  const free = (transport: Keys): Keys => ({ senderDomain: undefined, ...transport });

  it.each([
    ['Naver', NAVER],
    ['Gmail', GMAIL],
    ['Gmail', { ...GMAIL, senderEmail: 'team@googlemail.com' }],
    ['a host of its own', { ...own({}), senderEmail: 'team@daum.net' }],
  ])('may be free mail in production, by %s', (_name, transport) => {
    expect(productionFaults(free(transport))).toEqual({});
  });

  it.each([
    ['SES', { senderEmail: 'team@naver.com' }],
    ['Naver with SES behind', { ...NAVER, fallback: 'ses' }],
    ['Gmail with SES behind', { ...GMAIL, fallback: 'ses' }],
    ['SendGrid', { ...SENDGRID, senderEmail: 'team@naver.com' }],
    ['somebody else’s free mail', { ...GMAIL, senderEmail: 'team@naver.com' }],
  ])('is no free mail in production by %s, because of DMARC', (_name, transport) => {
    expect(productionFaults(free(transport))).toEqual({
      'production.senderEmail': expect.stringMatching(/free-mail provider in production.* DMARC check .* "smtp"/),
    });
  });

  it('may fall back to SES with free mail in the sandbox', () => {
    expect(sandboxFaults({ ...NAVER, fallback: 'ses' })).toEqual({});
  });

  it('is the account itself at Naver', () => {
    expect(sandboxFaults({ ...NAVER, senderEmail: 'team@example.com' })).toEqual({
      'sandbox.senderEmail':
        'must be the address of the naver account itself, since its server refuses any other sender',
    });
    expect(sandboxFaults({ ...NAVER, senderEmail: 'team@mynaver.com' })).toHaveProperty(['sandbox.senderEmail']);
  });

  it('may be at a domain of its own at Gmail, but must be a whole address', () => {
    expect(productionFaults(live({ ...GMAIL, senderEmail: 'team@example.com' }))).toEqual({});
  });

  it.each([NAVER, GMAIL])('cannot be a domain where the server only sends as its account (%j)', ({ smtp }) => {
    const message = `cannot be used with smtp.preset "${smtp.preset}", which sends in the name of the account only: set senderEmail to the account's address`;
    for (const fallback of [{}, { fallback: 'ses' }])
      expect(productionFaults({ transport: 'smtp', smtp, ...fallback })).toEqual({
        'production.senderDomain': message,
      });
  });
});
