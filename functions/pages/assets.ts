// The assets of the pages: the style, with the team's theme, the script of the account page and that of all others. The name of each contains a hash of its content.
import { createHash } from 'node:crypto';
import type { Brand } from '#domain/brand.ts';
import { createEncoder, type Encoding } from '#http/compress.ts';
import { encodedReply, type Reply } from '#http/reply.ts';
import accountScript from '../../templates/pages/built/account.client.js' with { type: 'text' };
import consentsScript from '../../templates/pages/built/account-consents.client.js' with { type: 'text' };
import humanScript from '../../templates/pages/built/human.client.js' with { type: 'text' };
import script from '../../templates/pages/built/pages.client.js' with { type: 'text' };
import style from '../../templates/pages/built/pages.css' with { type: 'text' };
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
  const styleFile = nameOf('pages', 'css', themed);
  const scriptFile = nameOf('pages', 'js', script);
  const accountScriptFile = nameOf('account', 'js', accountScript);
  const consentsScriptFile = nameOf('consents', 'js', consentsScript);
  const humanScriptFile = nameOf('human', 'js', humanScript);
  const files = new Map([
    [styleFile, createFile(themed, CSS)],
    [scriptFile, createFile(script, JAVASCRIPT)],
    [accountScriptFile, createFile(accountScript, JAVASCRIPT)],
    [consentsScriptFile, createFile(consentsScript, JAVASCRIPT)],
    [humanScriptFile, createFile(humanScript, JAVASCRIPT)],
  ]);
  return {
    addresses: {
      styleHref: `/assets/${styleFile}`,
      scriptHref: `/assets/${scriptFile}`,
      accountScriptHref: `/assets/${accountScriptFile}`,
      consentsScriptHref: `/assets/${consentsScriptFile}`,
      humanScriptHref: `/assets/${humanScriptFile}`,
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
