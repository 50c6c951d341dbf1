// The headers that every answer carries.
import type { Settings } from '#domain/settings.ts';
import { isSecure } from './cookies.ts';

export const securityHeaders = (settings: Settings): Readonly<Record<string, string>> => ({
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  // For embedding without CORS: other origins may not load an answer as a script, style or image.
  'cross-origin-resource-policy': 'same-origin',
  ...(isSecure(settings) && {
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
  }),
});
