// The report: one line for each record that is not simply there now. It holds an address only if it was asked for.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Place } from './read/record.ts';

export interface ReportRow {
  readonly place: Place;
  readonly status: string;
  readonly fault?: string;
  /** The id that was made, or that of the account that has the address. */
  readonly userId?: string;
  readonly email?: string;
}

export interface ReportFile {
  /** Its size so far. */
  readonly bytes: () => number;
  readonly add: (rows: readonly ReportRow[]) => void;
  readonly close: (summary: object) => void;
}

/** `bytes`: what a run before this one had written when its progress was saved. What it wrote after that is written again. */
export const openReport = (path: string, bytes: number): ReportFile => {
  const descriptor = openSync(path, bytes === 0 ? 'w' : 'r+', 0o600);
  ftruncateSync(descriptor, bytes);
  let size = bytes;
  const write = (value: object) => {
    size += writeSync(descriptor, `${JSON.stringify(value)}\n`, size);
  };
  return {
    bytes: () => size,
    add: (rows) => {
      for (const { place, ...rest } of rows) write({ [place.unit]: place.number, ...rest });
    },
    close: (summary) => {
      write({ summary });
      closeSync(descriptor);
    },
  };
};
