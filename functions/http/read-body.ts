// Reads a JSON body strictly: content type, size, UTF-8, syntax and shape. Each fault has its own answer.
import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { accept, type FieldError, type Outcome, refuse } from '#domain/errors.ts';
import { parseFields } from '#schemas/field-errors.ts';

const DEFAULT_MAXIMUM_BYTES = 16 * 1024;
const JSON_MEDIA_TYPE = /^application\/json(?:\s*;.*)?$/i;

export const readBody = <Schema extends z.ZodMiniType>(
  event: APIGatewayProxyEventV2,
  schema: Schema,
  maximumBytes = DEFAULT_MAXIMUM_BYTES,
): Outcome<z.infer<Schema>> => {
  if (!JSON_MEDIA_TYPE.test(event.headers['content-type'] ?? '')) return refuse('unsupported_media_type');
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maximumBytes) return refuse('payload_too_large');
  const text = decodeUtf8(bytes);
  if (text === undefined) return invalid({ path: '', message: 'must be UTF-8' });
  const value = parseJson(text);
  if (!value.ok) return value;
  const parsed = parseFields(schema, value.value);
  return parsed.ok ? accept(parsed.value) : refuse('invalid_request', { errors: parsed.errors });
};

/** Like `TextDecoder`, which drops a byte order mark, too, but takes a millisecond to load. */
const decodeUtf8 = (bytes: Buffer): string | undefined =>
  isUtf8(bytes) ? bytes.toString().replace(/^\uFEFF/, '') : undefined;

/** `__proto__` is refused at any depth: schemas would drop it silently. */
const parseJson = (text: string): Outcome<unknown> => {
  let hasPrototypeKey = false;
  try {
    const value: unknown = JSON.parse(text, (key, part) => {
      hasPrototypeKey ||= key === '__proto__';
      return part;
    });
    return hasPrototypeKey ? invalid({ path: '__proto__', message: 'must not be sent' }) : accept(value);
  } catch {
    return invalid({ path: '', message: 'must be JSON' });
  }
};

const invalid = (error: FieldError) => refuse('invalid_request', { errors: [error] });
