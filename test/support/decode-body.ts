// Decodes a compressed body as a client does.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** Throws for an unknown encoding. */
export const decodeBody = (bytes: Buffer, encoding: string | undefined): string => {
  if (encoding === undefined || bytes.length === 0) return bytes.toString('utf8');
  if (encoding === 'br') return brotliDecompressSync(bytes).toString('utf8');
  if (encoding === 'gzip') return gunzipSync(bytes).toString('utf8');
  throw new Error(`unknown encoding ${encoding}`);
};
