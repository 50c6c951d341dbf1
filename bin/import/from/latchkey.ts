// Our own format: nothing to convert.
import type { Source } from './source.ts';

export const latchkey: Source = {
  convert: (record) => ({ kind: 'account', account: record, notes: [] }),
};
