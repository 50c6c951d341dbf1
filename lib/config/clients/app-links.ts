// The key `appLinks`: how each app is named.
import * as z from 'zod/mini';
import { listOf, object, textThat } from '../fields.ts';

const appleApp = textThat(
  (text) => /^[A-Z0-9]{10}(\.[A-Za-z0-9-]+)+$/.test(text) && text.length <= 255,
  'must be an app id of Apple: the 10 letters and digits of the team id, a dot and the bundle id, such as "ABCDE12345.com.example.app"',
);
const packageName = textThat(
  (text) => /^[A-Za-z]\w*(\.[A-Za-z]\w*)+$/.test(text) && text.length <= 255,
  'must be the name of an Android package, such as "com.example.app"',
);
const fingerprint = textThat(
  (text) => /^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/.test(text),
  'must be the SHA-256 of a certificate: 32 bytes in upper-case hex with ":" between them, as keytool and the Play Console show it',
);

export const appLinks = object({
  apple: z.exactOptional(listOf(appleApp, 'app ids of Apple, such as ["ABCDE12345.com.example.app"]')),
  android: z.exactOptional(
    listOf(
      object({ package: packageName, sha256Fingerprints: listOf(fingerprint, 'fingerprints') }),
      'Android apps, such as [{ "package": "com.example.app", "sha256Fingerprints": ["AB:CD:…"] }]',
    ),
  ),
});
