// The form of the key `humanCheck`: whether a person asks for messages, by Cloudflare Turnstile.
import * as z from 'zod/mini';
import { boolean, callerName, listOf, object, secretArn, textThat } from '../fields.ts';

/** As the dashboard of Cloudflare shows it. Those for tests begin with 1x, 2x and 3x. */
const SITE_KEY = /^0x[0-9A-Za-z_-]{10,64}$/;

export const humanCheck = object({
  provider: z.literal('turnstile', 'must be "turnstile"'),
  mode: z.enum(['on', 'whenBombed'], 'must be "on" or "whenBombed"; leave humanCheck out for neither'),
  siteKey: textThat(
    (text) => SITE_KEY.test(text),
    'must be the site key of a widget, such as "0x4AAAAAAA…", as the dashboard of Cloudflare shows it. A key for tests (1x, 2x, 3x) would let nobody in: its tokens are for no page of yours',
  ),
  secretArn,
  sendsAddress: z.exactOptional(boolean),
  exempt: z.exactOptional(listOf(callerName, 'names of trustedCallers, such as ["backend"]')),
});
