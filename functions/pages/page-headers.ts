// The headers of a page: what it may load, and what no script in it may ever ask the browser for.
import type { Brand } from '#domain/brand.ts';

/**
 * Forms are sent by script, so no form may ever submit by itself: without the script a password would otherwise end up in
 * an address bar. A logo is the one thing that may come from elsewhere, and from its own origin only.
 */
const policyOf = ({ logoUrl }: Pick<Brand, 'logoUrl'>): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `img-src 'self' data:${logoUrl === undefined ? '' : ` ${new URL(logoUrl).origin}`}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');

/** Of pages without a logo. */
export const PAGE_CONTENT_SECURITY_POLICY = policyOf({});

/** A code that came by text may be read by the page that asked for it (WebOTP). */
const PERMISSIONS = [
  'otp-credentials=(self)',
  ...[
    ...['accelerometer', 'autoplay', 'camera', 'display-capture', 'fullscreen', 'geolocation', 'gyroscope', 'hid'],
    ...['identity-credentials-get', 'magnetometer', 'microphone', 'midi', 'payment', 'picture-in-picture'],
    ...['publickey-credentials-create', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'usb'],
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ');

export const pageHeaders = (brand: Brand): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': policyOf(brand),
  'permissions-policy': PERMISSIONS,
});
