// Text in the encodings a reader may take, each made when it is first asked for and kept as long as the process lives.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** In the order they are preferred: the smallest first. */
const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** RFC 9110, 12.4.2: three decimals at most. */
const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/** The best of what `accept-encoding` takes (RFC 9110, 12.5.3); the text as it is for who names nothing that we have. */
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

/** What is no weight takes nothing. */
const weightOf = (parameters: readonly string[]): number => {
  const [first] = parameters;
  return first === undefined ? 1 : Number(WEIGHT.exec(first)?.[1] ?? 0);
};

/** A text as it is sent. */
export interface EncodedBody {
  readonly encoding: Encoding;
  readonly body: string;
  /** What is compressed is bytes, and an answer carries text. */
  readonly isBase64: boolean;
}

/** `brotliQuality`: 0 to 11; the highest takes tens of milliseconds. What does not get smaller stays as it is. */
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
