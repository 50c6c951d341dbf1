// The addresses that a page is rendered with in tests.
import type { AssetAddresses } from '#pages/assets.ts';

export const ASSETS: AssetAddresses = {
  styleHref: '/assets/a.css',
  scriptHref: '/assets/c.js',
  accountScriptHref: '/assets/d.js',
  consentsScriptHref: '/e.js',
  humanScriptHref: '/assets/human.js',
  securityScriptHref: '/assets/f.js',
  passkeysScriptHref: '/g.js',
  secondFactorScriptHref: '/h.js',
};
