// The label of a browser and system from a User-Agent header, for the list of sessions and for notices. Only words of this
// file appear in it, so that a stranger cannot write text into a mail.

/** The first pattern that matches wins: most browsers also name the browser they are built on. */
const BROWSERS: readonly (readonly [label: string, pattern: RegExp])[] = [
  ['KakaoTalk', /KAKAOTALK/i],
  ['Naver app', /NAVER\(inapp/i],
  ['Instagram', /Instagram/],
  ['Facebook', /FBAN\/|FBAV\//],
  ['Whale', /Whale\//],
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Opera', /OPR\/|OPiOS\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Version\/[\d.]+.* Safari\//],
  ['curl', /^curl\//],
  ['App', /^okhttp\/|CFNetwork\/|^Dart\//],
];

const SYSTEMS: readonly (readonly [label: string, pattern: RegExp])[] = [
  ['Windows', /Windows NT/],
  ['Android', /Android|^okhttp\//],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['macOS', /Macintosh|Mac OS X/],
  ['ChromeOS', /CrOS /],
  ['Linux', /Linux/],
];

/** For a header from which neither browser nor system can be read. */
const UNKNOWN_DEVICE = 'unknown';

/** Longer headers are not read further: everything that matters is at the start of those that browsers send. */
const CHARACTERS_READ = 512;

/** For example `Chrome, Windows`; only one of the two if the other is not known. At most 40 characters. */
export const deviceOf = (userAgent: string): string => {
  const read = userAgent.slice(0, CHARACTERS_READ);
  const labels = [BROWSERS, SYSTEMS].flatMap((list) => list.find(([, pattern]) => pattern.test(read))?.[0] ?? []);
  return labels.length > 0 ? labels.join(', ') : UNKNOWN_DEVICE;
};
