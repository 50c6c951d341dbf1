// Reads the elements of one JSON array as they come, so that an array larger than the memory can be read: it only follows strings
// and brackets, and each element is parsed alone.
import { parseRecord, RECORD_MAXIMUM_LENGTH, type ReadRecord, TOO_LONG } from './record.ts';

/** `key`: the array is under this key of one object. Otherwise the array is the whole file. */
export async function* readArray(chunks: AsyncIterable<string>, key?: string): AsyncGenerator<ReadRecord> {
  const scanner = createScanner(key);
  let number = 0;
  const place = () => ({ unit: 'record', number }) as const;
  for await (const chunk of chunks) {
    for (const element of scanner.add(chunk)) {
      number += 1;
      yield parseRecord(place(), element);
    }
    if (scanner.length() > RECORD_MAXIMUM_LENGTH) {
      number += 1;
      yield { place: place(), ok: false, fault: `${TOO_LONG}: the rest of the file was not read` };
      return;
    }
  }
  if (scanner.isOver()) return;
  number += 1;
  yield { place: place(), ok: false, fault: 'is not whole: the file ends before its array does' };
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING: readonly number[] = [0x5b, 0x7b];
const CLOSING: readonly number[] = [0x5d, 0x7d];
const ARRAY = 0x5b;

const createScanner = (key: string | undefined) => {
  const elementDepth = key === undefined ? 1 : 2;
  let text = '';
  let at = 0;
  let depth = 0;
  /** In the text; `-1` outside of a string, and outside of an element. */
  let stringStart = -1;
  let elementStart = -1;
  let isEscaped = false;
  /** The last string outside of the array: the name of what follows. */
  let name: string | undefined;
  let isInArray = false;
  let isOver = false;

  const open = (code: number) => {
    if (isInArray && elementStart < 0) elementStart = at;
    depth += 1;
    if (!isInArray && depth === elementDepth && code === ARRAY) isInArray = key === undefined || name === key;
  };
  /** The element that ends in front of this character. */
  const cut = (): string | undefined => {
    const element = elementStart < 0 ? undefined : text.slice(elementStart, at);
    elementStart = -1;
    return element;
  };
  /** The element that this character ends. */
  const step = (code: number): string | undefined => {
    if (stringStart >= 0) {
      if (isEscaped) isEscaped = false;
      else if (code === BACKSLASH) isEscaped = true;
      else if (code === QUOTE) {
        if (!isInArray) name = text.slice(stringStart + 1, at);
        stringStart = -1;
      }
      return undefined;
    }
    if (isInArray && depth === elementDepth && (code === COMMA || CLOSING.includes(code))) {
      if (code !== COMMA) {
        isOver = true;
        isInArray = false;
      }
      return cut();
    }
    if (OPENING.includes(code)) open(code);
    else if (CLOSING.includes(code)) depth -= 1;
    else if (code > 0x20 && isInArray && elementStart < 0) elementStart = at;
    if (code === QUOTE) stringStart = at;
    return undefined;
  };
  /** What is read is forgotten, but for an element or a string that goes on. */
  const forget = () => {
    const starts = [elementStart, stringStart].filter((start) => start >= 0);
    const from = Math.min(at, ...starts);
    text = text.slice(from);
    at -= from;
    if (elementStart >= 0) elementStart -= from;
    if (stringStart >= 0) stringStart -= from;
  };
  return {
    *add(chunk: string): Generator<string> {
      text += chunk;
      for (; at < text.length && !isOver; at++) {
        const element = step(text.charCodeAt(at));
        if (element !== undefined) yield element;
      }
      if (isOver) text = '';
      else forget();
    },
    length: () => text.length,
    isOver: () => isOver,
  };
};
