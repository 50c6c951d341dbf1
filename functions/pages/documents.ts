// The pages and the API document as they are sent. Each is rendered and compressed once, at its first request.
import type { Locale } from '#domain/locale.ts';
import type { Settings, Speech } from '#domain/settings.ts';
import { createEncoder, type Encoding } from '#http/compress.ts';
import { encodedReply, type Reply } from '#http/reply.ts';
import type { PageName } from '#texts/page-texts.ts';
import type { AssetAddresses } from './assets.ts';
import type { FirstState } from './first-state.ts';
import { pageHeaders } from './page-headers.ts';
import { mayAskForPerson, type PageOptions, renderPage } from './pages.ts';

/** Compressed while the first reader waits: the highest quality that takes less than a millisecond. */
const BROTLI_QUALITY = 7;
/** The account page is the largest, and the log-in before it has woken the process: 7 ms for 300 bytes. */
const ACCOUNT_BROTLI_QUALITY = 10;

export type PageReplies = (name: PageName, state: FirstState, locale: Locale, encoding: Encoding) => Reply;

export const createPageReplies = (
  settings: Pick<Settings, 'brand'> & Speech,
  addresses: AssetAddresses,
  options: PageOptions,
): PageReplies => {
  const { brand } = settings;
  const hasPasskeys = options.factors?.passkeyDomain !== undefined;
  const headers = pageHeaders(brand, { hasPasskeys });
  const { humanOrigin } = options;
  const headersWithCheck = humanOrigin === undefined ? headers : pageHeaders(brand, { hasPasskeys, humanOrigin });
  const encoders = new Map<string, ReturnType<typeof createEncoder>>();
  return (name, state, locale, encoding) => {
    const key = `${locale} ${name} ${state}`;
    const write = () => renderPage(name, locale, brand, addresses, options, state, settings);
    const encode =
      encoders.get(key) ?? createEncoder(write(), name === 'account' ? ACCOUNT_BROTLI_QUALITY : BROTLI_QUALITY);
    encoders.set(key, encode);
    const own = mayAskForPerson(name) ? headersWithCheck : headers;
    return encodedReply(encode(encoding), { ...own, 'content-language': locale, vary: 'accept-language' });
  };
};

export const createDocumentReply = (load: () => Promise<object>): ((encoding: Encoding) => Promise<Reply>) => {
  let encode: ReturnType<typeof createEncoder> | undefined;
  return async (encoding) => {
    encode ??= createEncoder(JSON.stringify(await load()), BROTLI_QUALITY);
    return encodedReply(encode(encoding), { 'content-type': 'application/json' });
  };
};
