// Strict base64url: one text for one value, so that no two spellings of a token exist.

/** The bytes, or `undefined` unless `text` is exactly what encoding them gives (no padding, no stray bits). */
export const decodeBase64Url = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
};

/** Parses JSON from base64url; `undefined` for anything that is not valid UTF-8 JSON. */
export const decodeJson = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};
