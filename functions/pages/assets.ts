// The assets of the pages: the style, with the team's theme, and the scripts. The name of each contains a hash of its content.
import type { Brand } from '#domain/brand.ts';
import { createEncoder, type Encoding } from '#http/compress.ts';
import { encodedReply, type Reply } from '#http/reply.ts';
import HASHES from '../../templates/pages/built/hashes.json' with { type: 'json' };
import { contentHash } from './content-hash.ts';
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
  find(fileName: string): ((encoding: Encoding) => Promise<Reply>) | undefined;
}

/** Compressed once and read often, so the highest quality pays off. */
const BROTLI_QUALITY = 11;
const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

type Script = Exclude<keyof typeof HASHES, 'pages.css'>;
type Load = () => Promise<{ readonly default: string }>;

/** Each is read at its first request: a page names all of them, and the process that answered it rarely serves many. */
const SCRIPTS: Readonly<Record<Script, Load>> = {
  'pages.client.js': () => import('../../templates/pages/built/pages.client.js', { with: { type: 'text' } }),
  'account.client.js': () => import('../../templates/pages/built/account.client.js', { with: { type: 'text' } }),
  'account-consents.client.js': () =>
    import('../../templates/pages/built/account-consents.client.js', { with: { type: 'text' } }),
  'human.client.js': () => import('../../templates/pages/built/human.client.js', { with: { type: 'text' } }),
  'security.client.js': () => import('../../templates/pages/built/security.client.js', { with: { type: 'text' } }),
  'passkeys.client.js': () => import('../../templates/pages/built/passkeys.client.js', { with: { type: 'text' } }),
  'second-factor.client.js': () =>
    import('../../templates/pages/built/second-factor.client.js', { with: { type: 'text' } }),
};
const loadStyle: Load = () => import('../../templates/pages/built/pages.css', { with: { type: 'text' } });

export const createAssets = (brand: Brand): Assets => {
  const theme = themeOf(brand);
  const files = new Map<string, ReturnType<typeof createFile>>();
  const add = (file: string, contentType: string, load: () => Promise<string>): string => {
    files.set(file, createFile(load, contentType));
    return `/assets/${file}`;
  };
  const script = (name: string, built: Script) =>
    add(`${name}.${HASHES[built]}.js`, JAVASCRIPT, async () => (await SCRIPTS[built]()).default);
  return {
    addresses: {
      // One file: on a new account, which runs ten functions at once, each file of a first visit is one of them.
      styleHref: add(
        `pages.${contentHash(`${HASHES['pages.css']}${theme}`)}.css`,
        CSS,
        async () => `${(await loadStyle()).default}${theme}`,
      ),
      scriptHref: script('pages', 'pages.client.js'),
      accountScriptHref: script('account', 'account.client.js'),
      consentsScriptHref: script('consents', 'account-consents.client.js'),
      humanScriptHref: script('human', 'human.client.js'),
      securityScriptHref: script('security', 'security.client.js'),
      passkeysScriptHref: script('passkeys', 'passkeys.client.js'),
      secondFactorScriptHref: script('second-factor', 'second-factor.client.js'),
    },
    find: (fileName) => files.get(fileName),
  };
};

const createFile = (load: () => Promise<string>, contentType: string) => {
  const headers = { 'content-type': contentType, 'cache-control': 'public, max-age=31536000, immutable' };
  let encoder: Promise<ReturnType<typeof createEncoder>> | undefined;
  return async (encoding: Encoding): Promise<Reply> => {
    encoder ??= load().then((content) => createEncoder(content, BROTLI_QUALITY));
    return encodedReply((await encoder)(encoding), headers);
  };
};
