// The key `appLinks`: the apps that belong to the domain of the API.
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { contentOf } from '../../../lib/bundling/content.ts';
import { settingsVariable } from '../../../lib/settings-variable.ts';
import { notesOf } from '../../../lib/synth-notes.ts';
import { sandbox, sandboxFaults } from '../../support/stack/config.ts';

const APPLE = 'ABCDE12345.com.example.app';
const PRINT = Array(32).fill('AB').join(':');
const ANDROID = { package: 'com.example.app', sha256Fingerprints: [PRINT] };

describe('appLinks', () => {
  it('are none unless they are named, and reach the functions as they are', () => {
    expect(contentOf(sandbox({}))).toBeUndefined();
    const appLinks = { apple: [APPLE, 'ABCDE12345.app-2.x'], android: [ANDROID] };
    const config = sandbox({ appLinks });
    const variable = JSON.parse(settingsVariable(config, 'https://api.example'));
    expect(variable).not.toHaveProperty('appLinks');
    const content = JSON.parse(contentOf(config) ?? '');
    expect(parseSettings({ ...variable, ...content }).appLinks).toEqual(appLinks);
  });

  it.each([
    [
      'apple.0',
      { apple: ['com.example.app'] },
      /^must be an app id of Apple: the 10 letters and digits of the team id/,
    ],
    ['apple.0', { apple: ['abcde12345.com.example.app'] }, /^must be an app id of Apple/],
    ['apple.0', { apple: ['ABCDE12345'] }, /^must be an app id of Apple/],
    ['apple.0', { apple: ['ABCDE12345.com.example.*'] }, /^must be an app id of Apple/],
    ['apple', { apple: APPLE }, /^must be a list of app ids of Apple, such as/],
    ['android', { android: 'com.example.app' }, /^must be a list of Android apps, such as/],
    ['android.0.package', { android: [{ ...ANDROID, package: 'app' }] }, /^must be the name of an Android package/],
    [
      'android.0.package',
      { android: [{ ...ANDROID, package: 'com.1.app' }] },
      /^must be the name of an Android package/,
    ],
    ['android.0.sha256Fingerprints', { android: [{ ...ANDROID, sha256Fingerprints: [] }] }, /^must name 1 to 10/],
    [
      'android.0.sha256Fingerprints.0',
      { android: [{ ...ANDROID, sha256Fingerprints: [PRINT.toLowerCase()] }] },
      /^must be the SHA-256 of a certificate: 32 bytes in upper-case hex with ":" between them/,
    ],
    [
      'android.0.sha256Fingerprints.0',
      // A SHA-1, as older guides show.
      { android: [{ ...ANDROID, sha256Fingerprints: [PRINT.slice(0, 59)] }] },
      /^must be the SHA-256 of a certificate/,
    ],
    [
      'android',
      { android: [ANDROID, { ...ANDROID, sha256Fingerprints: [PRINT.replace('A', 'B')] }] },
      /^must name each/,
    ],
    ['apple', { apple: Array.from({ length: 11 }, (_, index) => `${APPLE}${index}`) }, /^must name at most 10 apps$/],
    ['ios', { ios: [APPLE] }, /is not a key|unknown|did you mean/],
  ])('may not have %s as in %j', (path, appLinks, message) => {
    expect(sandboxFaults({ appLinks })).toEqual({ [`sandbox.appLinks.${path}`]: expect.stringMatching(message) });
  });

  it('must name an app', () => {
    for (const appLinks of [{}, { apple: [] }, { apple: [], android: [] }])
      expect(sandboxFaults({ appLinks })).toEqual({
        'sandbox.appLinks': 'must name an app in apple or android: do so, or leave it out',
      });
  });

  it('have a note where apps would name an address that changes', () => {
    const appLinks = { apple: [APPLE] };
    const apiDomain = {
      name: 'auth.example.com',
      certificateArn: 'arn:aws:acm:ap-northeast-2:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
    };
    const told = (keys: Parameters<typeof sandbox>[0]) => notesOf(sandbox(keys))['app-links'];
    expect(told({ appLinks })).toEqual([expect.stringMatching(/"apiDomain".* https:/)]);
    expect(told({ appLinks, apiDomain })).toEqual([]);
    expect(told({})).toEqual([]);
  });
});
