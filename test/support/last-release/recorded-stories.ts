// The rows that the last release wrote, and what people hold of them: one story a line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Story } from './beginnings.ts';

export const RECORD = join(import.meta.dirname, 'record.jsonl');

export interface RecordedStory {
  /** The commit whose code wrote it. */
  readonly release: string;
  readonly name: Story;
  /** When it was written, epoch milliseconds. */
  readonly at: number;
  readonly held: object;
  /** As the memory store keeps them: by `<table> <pk>`. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export const readStories = (): readonly RecordedStory[] =>
  readFileSync(RECORD, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedStory);
