// Reads NDJSON: one JSON value in each line. Empty lines are passed over.
import { parseRecord, RECORD_MAXIMUM_LENGTH, type ReadRecord, TOO_LONG } from './record.ts';

export async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<ReadRecord> {
  let rest = '';
  let number = 0;
  let isTooLong = false;
  const recordOf = (line: string): ReadRecord | undefined => {
    number += 1;
    const place = { unit: 'line', number } as const;
    if (isTooLong || line.length > RECORD_MAXIMUM_LENGTH) {
      isTooLong = false;
      return { place, ok: false, fault: TOO_LONG };
    }
    return line.trim() === '' ? undefined : parseRecord(place, line);
  };
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const record = recordOf(line);
      if (record) yield record;
    }
    if (rest.length > RECORD_MAXIMUM_LENGTH) {
      isTooLong = true;
      rest = '';
    }
  }
  const last = rest !== '' || isTooLong ? recordOf(rest) : undefined;
  if (last) yield last;
}
