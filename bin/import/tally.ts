// Counts what became of the records. It holds numbers only, so that it can be written beside the file.
import * as z from 'zod/mini';
import { NOTES, type Note } from './from/source.ts';

export const STATUSES = ['created', 'unchanged', 'duplicate', 'invalid'] as const;

export const Tally = z.object({
  created: z.int(),
  unchanged: z.int(),
  duplicate: z.int(),
  invalid: z.int(),
  passedOver: z.int(),
  notes: z.record(z.string(), z.int()),
});
export type Tally = z.infer<typeof Tally>;

export const emptyTally = (): Tally => ({
  created: 0,
  unchanged: 0,
  duplicate: 0,
  invalid: 0,
  passedOver: 0,
  notes: {},
});

export const addNotes = (tally: Tally, notes: readonly Note[]): void => {
  for (const note of notes) tally.notes[note] = (tally.notes[note] ?? 0) + 1;
};

export const totalOf = ({ created, unchanged, duplicate, invalid, passedOver }: Tally): number =>
  created + unchanged + duplicate + invalid + passedOver;

/** In the order of their table. */
export const notesOf = ({ notes }: Tally): readonly (readonly [Note, number])[] =>
  (Object.keys(NOTES) as Note[]).flatMap((note) => {
    const count = notes[note];
    return count === undefined ? [] : [[note, count] as const];
  });
