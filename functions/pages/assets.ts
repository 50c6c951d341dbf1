// The assets of the pages: the style, with the team's theme, and the scripts. The name of each contains a hash of its content.
import { createHash } from 'node:crypto';
import type { Brand } from '#domain/brand.ts';
import { createEncoder, type Encoding } from '#http/compress.ts';
import { encodedReply, type Reply } from '#http/reply.ts';
import accountScript from '../../templates/pages/built/account.client.js' with { type: 'text' };
import consentsScript from '../../templates/pages/built/account-consents.client.js' with { type: 'text' };
import humanScript from '../../templates/pages/built/human.client.js' with { type: 'text' };
import script from '../../templates/pages/built/pages.client.js' with { type: 'text' };
import style from '../../templates/pages/built/pages.css' with { type: 'text' };
import passkeysScript from '../../templates/pages/built/passkeys.client.js' with { type: 'text' };
import secondFactorScript from '../../templates/pages/built/second-factor.client.js' with { type: 'text' };
import securityScript from '../../templates/pages/built/security.client.js' with { type: 'text' };
import { themeOf } from './theme.ts';

/** The path of each asset. A page loads the style and one script. */
export interface AssetAddresses {
  readonly styleHref: string;
  readonly scriptHref: string;
  readonly accountScriptHref: string;
  /** Loaded by that of the account where a stage asks for consents. */
  readonly consentsScriptHref: string;
  /** Loaded by the others once an answer asks for a person. */
  readonly humanScriptHref: string;
  /** That of the page for passkeys and the second factor. */
  readonly securityScriptHref: string;
  /** Loaded by the log-in page where stage and browser have passkeys. */
  readonly passkeysScriptHref: string;
  /** Loaded when a log-in asks for the second factor. */
  readonly secondFactorScriptHref: string;
}

export interface Assets {
  readonly addresses: AssetAddresses;
  /**
   * `undefined` for an unknown name, including one whose hash belongs to other content: a cached address must never change
   * its content.
   */
  find(fileName: string): ((encoding: Encoding) => Reply) | undefined;
}

/** Compressed once and read often, so the highest quality pays off. */
const BROTLI_QUALITY = 11;
const HASH_LENGTH = 16;
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

export const createAssets = (brand: Brand): Assets => {
  // One file: on a new account, which runs ten functions at once, each file of a first visit is one of them.
  const themed = `${style}${themeOf(brand)}`;
  const files = new Map<string, ReturnType<typeof createFile>>();
  const add = (name: string, ending: 'css' | 'js', content: string): string => {
    const file = nameOf(name, ending, content);
    files.set(file, createFile(content, ending === 'css' ? CSS : JAVASCRIPT));
    return `/assets/${file}`;
  };
  return {
    addresses: {
      styleHref: add('pages', 'css', themed),
      scriptHref: add('pages', 'js', script),
      accountScriptHref: add('account', 'js', accountScript),
      consentsScriptHref: add('consents', 'js', consentsScript),
      humanScriptHref: add('human', 'js', humanScript),
      securityScriptHref: add('security', 'js', securityScript),
      passkeysScriptHref: add('passkeys', 'js', passkeysScript),
      secondFactorScriptHref: add('second-factor', 'js', secondFactorScript),
    },
    find: (fileName) => files.get(fileName),
  };
};

const nameOf = (name: string, ending: string, content: string): string => {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_LENGTH);
  return `${name}.${hash}.${ending}`;
};

const createFile = (content: string, contentType: string) => {
  const encode = createEncoder(content, BROTLI_QUALITY);
  const headers = { 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' };
  return (encoding: Encoding): Reply => encodedReply(encode(encoding), headers);
};
