// One record of an export, wherever it stood.

/** Where a person finds it again: files of one array may be one long line. */
export interface Place {
  readonly unit: 'line' | 'record';
  /** From 1. */
  readonly number: number;
}

export type ReadRecord =
  | { readonly place: Place; readonly ok: true; readonly value: unknown }
  | { readonly place: Place; readonly ok: false; readonly fault: string };

/** In characters. A file in another format is noticed here, before it fills the memory. */
export const RECORD_MAXIMUM_LENGTH = 1024 * 1024;
export const TOO_LONG = 'is longer than 1 MB';

/** What a decoder writes for bytes that are no UTF-8. Names would be changed without a word. */
const REPLACEMENT = '\uFFFD';

export const parseRecord = (place: Place, text: string): ReadRecord => {
  if (text.includes(REPLACEMENT)) return { place, ok: false, fault: 'is not UTF-8' };
  try {
    return { place, ok: true, value: JSON.parse(text) };
  } catch {
    return { place, ok: false, fault: 'is not JSON' };
  }
};
