// What `npm start` takes from a stage of cdk.json, and what it does not need of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEFAULTS } from '#domain/defaults.ts';
import { localSettings } from '../../../bin/local/stage/settings.ts';
import { readLocalStage, readStageName } from '../../../bin/local/stage/stage.ts';
import { UserError } from '../../../bin/user-error.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../../support/trusted-caller.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
const file = join(folder, 'cdk.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ISSUER = 'http://localhost:3000';
const MACHINE = {
  port: 3000,
  mail: { settings: { transport: 'ses' }, senderEmail: 'no-reply@latchkey.example' },
  texts: { settings: { countries: { KR: 'sens' } } },
} as const;

const write = (context: object): void => writeFileSync(file, JSON.stringify({ context }));
/** The settings of the service on a laptop, with this stage. */
const settingsWith = (keys: object, stage = 'sandbox') => {
  write({ stage, [stage]: { brandName: 'Moim', ...keys } });
  return localSettings(readLocalStage(file, undefined).settingsFor, MACHINE);
};
const faultsWith = (keys: object): string => {
  write({ sandbox: keys });
  try {
    readLocalStage(file, undefined);
    return '';
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
};

describe('the stage of npm start', () => {
  it('is the one that cdk.json names, or sandbox, unless the command line names another', () => {
    write({ stage: 'staging', staging: { brandName: 'Moim' }, sandbox: { brandName: 'Sand' } });
    expect(readLocalStage(file, undefined).name).toBe('staging');
    expect(readLocalStage(file, 'sandbox').settingsFor(ISSUER).brand.name).toBe('Sand');
    write({ sandbox: { brandName: 'Sand' } });
    expect(readLocalStage(file, undefined).name).toBe('sandbox');
  });

  it('is named with --stage and in no other way', () => {
    expect([readStageName([]), readStageName(['--stage', 'production'])]).toEqual([undefined, 'production']);
    for (const words of [['production'], ['--stage'], ['--stages', 'x']])
      expect(() => readStageName(words)).toThrow(/npm start \[-- --stage <name>\]/);
  });

  it.each(['sandbox', 'production'])('may be each stage of the checkout: %s', (stage) => {
    expect(readLocalStage('cdk.json', stage).settingsFor(ISSUER).brand.name).toBe('Example');
  });
});

describe('from a stage come', () => {
  it('brand, theme, app, audience, origins and copies of notices', () => {
    const settings = settingsWith({
      brandColor: '#0f766e',
      theme: { cornerRadius: 4 },
      appUrl: 'https://app.moim.example/',
      audience: 'moim',
      allowedOrigins: ['https://app.moim.example'],
      noticeCopies: { bcc: ['audit@moim.example'] },
    });
    expect(settings).toMatchObject({
      brand: { name: 'Moim', color: '#0f766e', theme: { cornerRadius: 4 }, appUrl: 'https://app.moim.example/' },
      audience: 'moim',
      allowedOrigins: ['https://app.moim.example', 'http://127.0.0.1:3000'],
      noticeCopies: { bcc: ['audit@moim.example'] },
    });
  });

  it('limits, lifetimes, codes and trusted callers, beside those of the command line', () => {
    const keys = { otp: 'key', lifetimes: { signupSeconds: 600 }, limits: { coolDownSeconds: 5 } };
    write({ sandbox: { brandName: 'Moim', trustedCallers: [TRUSTED_CALLER], ...keys } });
    const own = { name: 'local', keySha256: 'a'.repeat(64) };
    const settings = localSettings(readLocalStage(file, undefined).settingsFor, { ...MACHINE, trustedCallers: [own] });
    expect(settings).toMatchObject({
      otp: { access: 'key' },
      lifetimes: { ...DEFAULTS.lifetimes, signupSeconds: 600 },
      limits: { ...DEFAULTS.limits, coolDownSeconds: 5 },
      trustedCallers: [TRUSTED_CALLER, own],
    });
    expect(JSON.stringify(settings)).not.toContain(CALLER_KEY);
  });

  it('the words of the team: consents, fields of the profile and clients', () => {
    const title = { ko: '이용약관에 동의해요', en: 'I agree to the terms' };
    const consent = { key: 'terms', kind: 'terms', version: '1', required: true, title };
    const label = { ko: '별명', en: 'Nickname' };
    const field = { key: 'nickname', type: 'text', label, required: false, atSignUp: true, editable: true };
    const client = { id: 'web', name: 'Web', redirectUris: ['https://app.moim.example/back'] };
    const settings = settingsWith({ consents: [consent], profileFields: [field], clients: [client] });
    expect(settings).toMatchObject({ consents: [consent], profileFields: [field], clients: [client] });
  });

  it('no address, key, sender or transport: those are of this machine', () => {
    const settings = settingsWith({
      senderDomain: 'moim.example',
      masterKeys: { accepted: [3, 4], current: 4 },
      otpKeys: { accepted: [2], current: 2 },
      sms: 'sns',
      apiDomain: { name: 'auth.moim.example', certificateArn: 'wrong' },
    });
    const generation = { accepted: [1], current: 1 };
    expect(settings).toMatchObject({ stage: 'local', issuer: ISSUER, audience: ISSUER, mail: { transport: 'ses' } });
    expect(settings).toMatchObject({
      masterKeys: generation,
      otpKeys: generation,
      senderEmail: MACHINE.mail.senderEmail,
    });
    expect(settings.texts).toEqual({ countries: { KR: 'sens' } });
  });
});

describe('faults', () => {
  it('of what only AWS has stop no laptop: sender, mode, quotas, recipients, keys', () => {
    expect(settingsWith({ senderEmail: 'nobody', sandboxRecipients: 5, warm: 'yes' }, 'team').brand.name).toBe('Moim');
    expect(settingsWith({ transport: 'smtp', signingKeys: {}, alarmEmail: '' }, 'production').otp.access).toBe(
      'public',
    );
  });

  it('of everything else are all listed, each with its key and the right form', () => {
    const lines = faultsWith({ brandColor: 'blue', brandNam: 'Moim', allowedOrigins: ['https://a.example/'] }).split(
      '\n',
    );
    expect(lines[0]).toBe('cdk.json has 4 faults:');
    expect(lines.slice(1).toSorted()).toEqual([
      expect.stringMatching(/^ {2}sandbox\.allowedOrigins\.0: must be an exact origin/),
      expect.stringMatching(/^ {2}sandbox\.brandColor: must be #rrggbb/),
      expect.stringMatching(/^ {2}sandbox\.brandNam: .*did you mean "brandName"/),
      expect.stringMatching(/^ {2}sandbox\.brandName: is missing/),
    ]);
  });

  it('are a stage that is not there, and a file that is no JSON or not there', () => {
    write({ sandbox: { brandName: 'Moim' } });
    expect(() => readLocalStage(file, 'staging')).toThrow(/staging: is missing/);
    writeFileSync(file, '{');
    expect(() => readLocalStage(file, undefined)).toThrow(/cdk\.json cannot be read/);
    expect(() => readLocalStage(join(folder, 'none.json'), undefined)).toThrow(/cdk\.json cannot be read/);
  });
});
