// Compresses a text with each encoding when a client first asks for it, and keeps the result for the life of the process.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** In order of preference: the smallest result first. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 9110, 12.4.2: three decimals at most. */
const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/** The preferred encoding that `accept-encoding` allows (RFC 9110, 12.5.3); uncompressed if it lists none that we support. */
export const chooseEncoding = (acceptEncoding = ''): Encoding => {
  const weights = new Map(
    acceptEncoding
      .slice(0, 512)
      .split(',')
      .map((part): [string, number] => {
        const [coding = '', ...parameters] = part.split(';').map((word) => word.trim());
        return [coding.toLowerCase(), weightOf(parameters)];
      }),
  );
  const any = weights.get('*') ?? 0;
  const [best] = ENCODINGS.map((encoding) => ({ encoding, weight: weights.get(encoding) ?? any }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return best?.encoding ?? 'identity';
};

/** A missing weight counts as 1, a malformed one as 0. */
const weightOf = (parameters: readonly string[]): number => {
  const [first] = parameters;
  return first === undefined ? 1 : Number(WEIGHT.exec(first)?.[1] ?? 0);
};

/** A text in one encoding, as it is sent. */
export interface EncodedBody {
  readonly encoding: Encoding;
  readonly body: string;
  /** True if the body is compressed: a Lambda response carries text, so the bytes are sent as base64. */
  readonly isBase64: boolean;
}

/** `brotliQuality`: 0 to 11; 11 takes tens of milliseconds. A text that would not get smaller is sent uncompressed. */
export const createEncoder = (text: string, brotliQuality: number): ((wanted: Encoding) => EncodedBody) => {
  const plain: EncodedBody = { encoding: 'identity', body: text, isBase64: false };
  const kept = new Map<Encoding, EncodedBody>([['identity', plain]]);
  const make = (encoding: Encoding): EncodedBody => {
    const bytes = Buffer.from(text);
    const packed = encoding === 'br' ? packBrotli(bytes, brotliQuality) : gzipSync(bytes, { level: 9 });
    return packed.length < bytes.length ? { encoding, body: packed.toString('base64'), isBase64: true } : plain;
  };
  return (wanted) => {
    const body = kept.get(wanted) ?? make(wanted);
    kept.set(wanted, body);
    return body;
  };
};

const packBrotli = (bytes: Buffer, quality: number): Buffer =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
