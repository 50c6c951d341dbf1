// The readers of exports: whatever the pieces are in which a file arrives, the same records come out, and a broken one is only itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArray } from '../../../bin/import/read/array.ts';
import { readCsv } from '../../../bin/import/read/csv.ts';
import { readLines } from '../../../bin/import/read/lines.ts';
import { RECORD_MAXIMUM_LENGTH, type ReadRecord } from '../../../bin/import/read/record.ts';

type Reader = (chunks: AsyncIterable<string>) => AsyncGenerator<ReadRecord>;

/** `size`: of each piece. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}
const read = async (reader: Reader, text: string, size = 7): Promise<readonly ReadRecord[]> => {
  const records: ReadRecord[] = [];
  for await (const record of reader(inPieces(text, size))) records.push(record);
  return records;
};
const valuesOf = (records: readonly ReadRecord[]) => records.map((record) => (record.ok ? record.value : record.fault));
const numbersOf = (records: readonly ReadRecord[]) => records.map(({ place }) => place.number);

const values = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 8 });
const sizes = fc.integer({ min: 1, max: 40 });
const wrapped: Reader = (chunks) => readArray(chunks, 'users');

describe('one JSON array', () => {
  it('gives every element, in pieces of any size, with spaces or without', async () => {
    await fc.assert(
      fc.asyncProperty(values, sizes, fc.constantFrom(0, 2), async (elements, size, indent) => {
        const records = await read(readArray, JSON.stringify(elements, null, indent), size);
        expect(valuesOf(records)).toEqual(JSON.parse(JSON.stringify(elements)));
      }),
    );
  });

  it('is found under its key, behind and in front of anything', async () => {
    await fc.assert(
      fc.asyncProperty(values, sizes, fc.jsonValue({ maxDepth: 2 }), async (elements, size, other) => {
        const text = JSON.stringify({ a: other, b: 'users', users: elements, c: other, d: ['users', elements] });
        expect(valuesOf(await read(wrapped, text, size))).toEqual(JSON.parse(JSON.stringify(elements)));
      }),
    );
  });

  it('goes on behind an element that is no JSON, and counts it', async () => {
    const records = await read(readArray, '[{"a":1},{"b":tru},{"c":"]}"}]');
    expect(valuesOf(records)).toEqual([{ a: 1 }, 'is not JSON', { c: ']}' }]);
    expect(numbersOf(records)).toEqual([1, 2, 3]);
  });

  it.each(['', '[', '[{"a":1}', '[{"a":1},', '[{"a":"', '{"users":'])(
    'says that the file ends before its array: %s',
    async (text) => {
      const records = await read(readArray, text);
      expect(records.at(-1)).toMatchObject({ ok: false, fault: expect.stringContaining('is not whole') });
    },
  );

  it('holds no more than one element, and stops at one that is too long', async () => {
    const long = `[{"a":1},{"b":"${'x'.repeat(2 * RECORD_MAXIMUM_LENGTH)}"},{"c":1}]`;
    const records = await read(readArray, long, 65_536);
    expect(valuesOf(records)).toEqual([{ a: 1 }, expect.stringContaining('longer than 1 MB')]);
  });

  it('refuses an element with bytes that are no UTF-8', async () => {
    expect(valuesOf(await read(readArray, '[{"a":"\uFFFD"}]'))).toEqual(['is not UTF-8']);
  });
});

describe('NDJSON', () => {
  it('gives the value of each line with the number of the line, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(values, sizes, fc.constantFrom('\n', '\r\n', '\n\n'), async (lines, size, end) => {
        const records = await read(readLines, lines.map((line) => JSON.stringify(line)).join(end), size);
        expect(valuesOf(records)).toEqual(JSON.parse(JSON.stringify(lines)));
        expect(numbersOf(records)).toEqual(lines.map((_, index) => 1 + index * (end === '\n\n' ? 2 : 1)));
      }),
    );
  });

  it('goes on behind a broken line and behind one that is too long', async () => {
    const text = `{"a":1}\n{"b":\n"${'x'.repeat(2 * RECORD_MAXIMUM_LENGTH)}"\n{"c":3}\n`;
    const records = await read(readLines, text, 65_536);
    expect(valuesOf(records)).toEqual([{ a: 1 }, 'is not JSON', 'is longer than 1 MB', { c: 3 }]);
    expect(numbersOf(records)).toEqual([1, 2, 3, 4]);
  });
});

describe('CSV', () => {
  // What bytes that are no UTF-8 are read as.
  const text = fc.string({ unit: 'grapheme' }).filter((cell) => !cell.includes('\uFFFD'));
  const cells = fc.array(fc.tuple(fc.string(), text), { minLength: 1, maxLength: 6 });
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

  it('gives every cell as it was written, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(cells, sizes, fc.constantFrom('\n', '\r\n'), async (rows, size, end) => {
        const text = ['one,two', ...rows.map((row) => row.map(quoted).join(','))].join(end);
        const expected = rows.map(([one, two]) => ({ ...(one && { one }), ...(two && { two }) }));
        expect(valuesOf(await read(readCsv, text, size))).toEqual(expected);
      }),
    );
  });

  it('tells the line where a record begins, over cells with line ends', async () => {
    const records = await read(readCsv, 'a,b\n"1\n1",2\n\n3,4,5\n6,7\n');
    expect(numbersOf(records)).toEqual([2, 5, 6]);
    expect(valuesOf(records)).toEqual([
      { a: '1\n1', b: '2' },
      'has 3 cells, and the head line has 2',
      { a: '6', b: '7' },
    ]);
  });

  it('refuses a record with bytes that are no UTF-8, and goes on', async () => {
    expect(valuesOf(await read(readCsv, 'a,b\n"1",\uFFFD\n3,4\n'))).toEqual(['is not UTF-8', { a: '3', b: '4' }]);
  });

  it('says that a quotation mark is not closed', async () => {
    expect(valuesOf(await read(readCsv, 'a,b\n1,2\n"3,4\n'))).toEqual([
      { a: '1', b: '2' },
      expect.stringContaining('not closed'),
    ]);
  });
});
