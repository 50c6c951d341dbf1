// The headers of a page: what it may load, and which browser features its scripts may not use.
import type { Brand } from '#domain/brand.ts';

type Images = Pick<Brand, 'logoUrl' | 'logoUrlDark' | 'faviconUrl'>;

/**
 * Forms are sent by the script, so the browser itself may not submit any: without the script, a password would end up in
 * the address bar. Only the brand's images may come from other origins, and only from their own.
 */
const policyOf = (brand: Images, humanOrigin?: string): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", humanOrigin].filter(Boolean).join(' '),
    ...(humanOrigin === undefined ? [] : [`frame-src ${humanOrigin}`]),
    "style-src 'self'",
    "connect-src 'self'",
    ["img-src 'self' data:", ...originsOf(brand)].join(' '),
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${humanOrigin === undefined ? "'none'" : 'latchkey-human'}`,
  ].join('; ');

const originsOf = ({ logoUrl, logoUrlDark, faviconUrl }: Images): ReadonlySet<string> =>
  new Set([logoUrl, logoUrlDark, faviconUrl].flatMap((url) => (url === undefined ? [] : new URL(url).origin)));

/** The policy of pages without images of a brand. */
export const PAGE_CONTENT_SECURITY_POLICY = policyOf({});

const PASSKEYS = ['publickey-credentials-create', 'publickey-credentials-get'];
/** WebOTP lets the page that asked for a code read it from the sms. */
const permissionsOf = (hasPasskeys: boolean): string =>
  [
    'otp-credentials=(self)',
    ...PASSKEYS.map((feature) => `${feature}=(${hasPasskeys ? 'self' : ''})`),
    ...[
      ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'fullscreen', 'geolocation', 'gyroscope', 'hid'],
      ...['identity-credentials-get', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
      ...['screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking'],
    ].map((feature) => `${feature}=()`),
  ].join(', ');

/** What a stage has beside passwords. `humanOrigin`: of the human check, for a page that may show it. */
interface Needs {
  readonly hasPasskeys?: boolean;
  readonly humanOrigin?: string;
}

export const pageHeaders = (
  brand: Brand,
  { hasPasskeys = false, humanOrigin }: Needs = {},
): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policyOf(brand, humanOrigin),
  'permissions-policy': permissionsOf(hasPasskeys),
});
