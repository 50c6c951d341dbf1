// The key `passkeyDomain`: as it is in every passkey, so it is written exactly as browsers write it.
import { textThat } from '../fields.ts';

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(${LABEL}\\.)+[a-z](${LABEL})?$`);

export const passkeyDomain = textThat(
  (text) => NAME.test(text) && text.length <= 253,
  'must be a domain name in lower-case ASCII, such as "example.com": no scheme, no port, and other letters as "xn--…"',
);
