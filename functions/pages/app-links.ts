// The two files in which a domain names its apps, for the systems of Apple and Android.

import { LINK_PAGES } from '#domain/challenge/link-target.ts';
import type { Locale } from '#domain/locale.ts';
import type { AndroidApp } from '#domain/oauth/app-links.ts';

/**
 * An app opens the links of mails that hold a token, and nothing else: pages that a browser shows on the way of a log-in, and
 * the links of notices, stay in the browser. `?*` stands for one character or more.
 * https://developer.apple.com/documentation/bundleresources/applinks
 */
export const appleAppSiteAssociation = (apps: readonly string[], languages: readonly Locale[]) => ({
  applinks: {
    details: [
      {
        appIDs: apps,
        components: LINK_PAGES.flatMap((page) => languages.map((locale) => ({ '/': page, '?': `?*.${locale}` }))),
      },
    ],
  },
  webcredentials: { apps },
});

const RELATIONS = ['delegate_permission/common.handle_all_urls', 'delegate_permission/common.get_login_creds'];

/** Which links it opens is in the app itself. https://developers.google.com/digital-asset-links/v1/statements */
export const assetLinks = (apps: readonly AndroidApp[]) =>
  apps.map((app) => ({
    relation: RELATIONS,
    target: {
      namespace: 'android_app',
      package_name: app.package,
      sha256_cert_fingerprints: app.sha256Fingerprints,
    },
  }));
