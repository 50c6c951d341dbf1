// The records of an export, in whichever of three formats it is: NDJSON, one JSON array, or CSV.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { readArray } from './array.ts';
import { readCsv } from './csv.ts';
import { readLines } from './lines.ts';
import type { ReadRecord } from './record.ts';

const PEEKED_BYTES = 4096;

export interface Records {
  readonly records: AsyncGenerator<ReadRecord>;
  /** How far the file is read. */
  readonly bytesRead: () => number;
}

/** `arrayKey`: of the object around the array that this source exports. */
export const readRecords = async (file: string, arrayKey?: string): Promise<Records> => {
  const start = await startOf(file);
  const stream = createReadStream(file, 'utf8');
  const chunks = withoutMark(stream);
  const isWrapped = arrayKey !== undefined && /^\{\s*"([^"]*)"/.exec(start)?.[1] === arrayKey;
  const read = (): AsyncGenerator<ReadRecord> => {
    if (start.startsWith('[')) return readArray(chunks);
    if (isWrapped) return readArray(chunks, arrayKey);
    return start.startsWith('{') ? readLines(chunks) : readCsv(chunks);
  };
  return { records: read(), bytesRead: () => stream.bytesRead };
};

const startOf = async (file: string): Promise<string> => {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PEEKED_BYTES), 0, PEEKED_BYTES, 0);
    return buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .trimStart();
  } finally {
    await handle.close();
  }
};

/** Programs on Windows put a byte order mark in front. */
async function* withoutMark(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const chunk of chunks) {
    yield isFirst ? chunk.replace(/^\uFEFF/, '') : chunk;
    isFirst = false;
  }
}
