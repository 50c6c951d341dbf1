import { describe, expect, it } from 'vitest';
import { deviceOf } from '#domain/session/device.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15; SM-S931N)';

describe('deviceOf', () => {
  it.each([
    ['Chrome, Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`],
    ['Edge, Windows', `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`],
    ['Whale, Windows', `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/138.0.0.0 Whale/4.33.325.17 Safari/537.36`],
    ['Opera, Linux', `Mozilla/5.0 (X11; Linux x86_64) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36 OPR/122.0.0.0`],
    ['Chrome, ChromeOS', `Mozilla/5.0 (X11; CrOS x86_64 16181.61.0) ${WEBKIT} Chrome/140.0.0.0 Safari/537.36`],
    ['Firefox, Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'],
    [
      'Safari, macOS',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    ],
    ['Safari, iPhone', `${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`],
    ['Chrome, iPhone', `${IPHONE} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1`],
    ['Firefox, iPad', 'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 FxiOS/142.0 Safari/605.1.15'],
    ['KakaoTalk, iPhone', `${IPHONE} Mobile/15E148 KAKAOTALK 25.7.2`],
    ['Naver app, Android', `${ANDROID} ${WEBKIT} Chrome/139.0.0.0 Mobile Safari/537.36 NAVER(inapp; search; 2000)`],
    ['Samsung Internet, Android', `${ANDROID} ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`],
    ['Chrome, Android', `${ANDROID} ${WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36`],
    ['Instagram, iPhone', `${IPHONE} Mobile/15E148 Instagram 395.0.0.26.99`],
    ['Facebook, iPhone', `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/520.0.0.38.101]`],
    ['App, Android', 'okhttp/5.1.0'],
    ['App', 'Shop/3 CFNetwork/3826.500.131 Darwin/24.5.0'],
    ['App', 'Dart/3.9 (dart:io)'],
    ['curl', 'curl/8.5.0'],
    ['Windows', 'Something of our own (Windows NT 10.0)'],
  ])('is %s', (label, userAgent) => {
    expect(deviceOf(userAgent)).toBe(label);
  });

  it.each(['', 'node', 'python-requests/2.32.4', '<b>Your account was stolen</b>, http://evil.example', '로그인'])(
    'is unknown where neither can be read, and never repeats the header: %j',
    (userAgent) => {
      expect(deviceOf(userAgent)).toBe('unknown');
    },
  );

  it('stays short, and reads only the start of a header', () => {
    expect(deviceOf(`${'x'.repeat(600)} Firefox/142.0 Windows NT`)).toBe('unknown');
    expect('Samsung Internet, ChromeOS'.length).toBeLessThanOrEqual(40);
  });
});
