// The length of a request body. Replaces the SDK's function in the bundles, which also knows files.

export const calculateBodyLength = (body: string | Uint8Array | undefined): number =>
  body === undefined ? 0 : Buffer.byteLength(body);
