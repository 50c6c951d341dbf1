// The headers every answer carries, whatever it is.
import type { Settings } from '#domain/settings.ts';
import { isSecure } from './cookies.ts';

export const securityHeaders = (settings: Settings): Readonly<Record<string, string>> => ({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  // CORS is asked by another way: this is for what would be put into a foreign page without asking.
  'cross-origin-resource-policy': 'same-origin',
  ...(isSecure(settings) && {
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  }),
});
