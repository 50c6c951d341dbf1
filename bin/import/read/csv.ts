// Reads CSV (RFC 4180) with a head line. Each record is an object of strings; an empty cell is left out, because exports of
// databases write it for NULL.
import { RECORD_MAXIMUM_LENGTH, type ReadRecord, TOO_LONG } from './record.ts';

export async function* readCsv(chunks: AsyncIterable<string>): AsyncGenerator<ReadRecord> {
  const scanner = createScanner();
  let head: readonly string[] | undefined;
  const recordOf = ({ line, cells, isQuoteOpen }: Row): ReadRecord | undefined => {
    const place = { unit: 'line', number: line } as const;
    if (cells.length === 1 && cells[0] === '') return undefined;
    if (isQuoteOpen) return { place, ok: false, fault: 'is not whole: a quotation mark is not closed' };
    if (!head) {
      head = cells.map((cell) => cell.trim());
      return undefined;
    }
    if (cells.length !== head.length)
      return { place, ok: false, fault: `has ${cells.length} cells, and the head line has ${head.length}` };
    if (cells.some((cell) => cell.includes('\uFFFD'))) return { place, ok: false, fault: 'is not UTF-8' };
    const entries = head.map((name, index) => [name, cells[index] ?? ''] as const);
    return { place, ok: true, value: Object.fromEntries(entries.filter(([, cell]) => cell !== '')) };
  };
  for await (const chunk of chunks) {
    for (const row of scanner.add(chunk)) {
      const record = recordOf(row);
      if (record) yield record;
    }
    if (scanner.length() > RECORD_MAXIMUM_LENGTH) {
      yield { place: { unit: 'line', number: scanner.line() }, ok: false, fault: `${TOO_LONG}: the rest was not read` };
      return;
    }
  }
  for (const row of scanner.end()) {
    const record = recordOf(row);
    if (record) yield record;
  }
}

interface Row {
  /** Where it begins. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly isQuoteOpen: boolean;
}

const createScanner = () => {
  let line = 1;
  let startLine = 1;
  let cells: string[] = [];
  let cell = '';
  let length = 0;
  let isQuoted = false;
  /** A quotation mark inside a quoted cell: its end, or the first half of an escaped one. */
  let isAfterQuote = false;
  const endCell = () => {
    cells.push(cell);
    cell = '';
  };
  const endRow = (): Row => {
    // A mark at the very end of the file closes its cell.
    const isQuoteOpen = isQuoted && !isAfterQuote;
    endCell();
    const row = { line: startLine, cells, isQuoteOpen };
    cells = [];
    length = 0;
    isQuoted = false;
    isAfterQuote = false;
    startLine = line;
    return row;
  };
  const step = (character: string): Row | undefined => {
    length += 1;
    if (character === '\n') line += 1;
    if (isQuoted && !isAfterQuote) {
      if (character === '"') isAfterQuote = true;
      else cell += character;
      return undefined;
    }
    if (isAfterQuote && character === '"') {
      cell += '"';
      isAfterQuote = false;
      return undefined;
    }
    isQuoted = false;
    isAfterQuote = false;
    if (character === '\n') return endRow();
    if (character === ',') endCell();
    else if (character === '"' && cell === '') isQuoted = true;
    else if (character !== '\r') cell += character;
    return undefined;
  };
  return {
    *add(chunk: string): Generator<Row> {
      for (const character of chunk) {
        const row = step(character);
        if (row) yield row;
      }
    },
    *end(): Generator<Row> {
      if (length > 0) yield endRow();
    },
    length: () => length,
    line: () => startLine,
  };
};
